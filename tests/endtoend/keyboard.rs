//! Steps that ask somebody on the screen: the keyboard goes to them by itself, and comes back at their end.

use super::walking::open_day;
use crate::stage::{Screen, Sshd, Stage};

/// A day of one step that asks, on the server.
fn stage(script: &str) -> Stage {
    let stage = Stage::new(&format!(
        "steps:\n  - id: asks\n    title: Ask\n    on: app\n    changes: false\n    interactive: true\n    run: |\n{}",
        indented(script)
    ));
    stage.write("away/.vimrc", "set nocompatible\n");
    stage
}

fn indented(script: &str) -> String {
    script
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect()
}

/// Waits until the step has the keyboard, and its prompt stands in the pane.
#[track_caller]
fn asks(screen: &Screen, prompt: &str) {
    screen.until(prompt, |screen| {
        let asked = screen
            .lines()
            .any(|line| line.trim_start_matches([' ', '▌']).starts_with(prompt));
        asked && screen.contains("you type here")
    });
}

/// The next key is daymark's own.
#[track_caller]
fn has_its_keys_back(screen: &mut Screen) {
    screen.shows("1/1 steps");
    screen.press("?");
    screen.shows("    DAY");
}

#[test]
fn an_editor_has_the_keyboard_until_it_is_left() {
    // Among the keys are many that daymark knows too, `i`, `q`, escape and `Z`: none is its own now.
    let stage = stage("vi letter && grep -q '^Quite a few words' letter");
    stage.write("away/letter", "few words, in a letter\n");
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("few words, in a letter");
    screen.shows("you type here");
    screen.press("iquite a ");
    screen.shows("quite a few words");
    screen.press("\x1b0~ZZ");
    has_its_keys_back(&mut screen);
    assert_eq!(
        stage.read("away/letter"),
        "Quite a few words, in a letter\n"
    );
}

#[test]
fn who_asks_for_a_name_and_a_password_is_told_both() {
    let stage = stage(
        "printf 'Username: '; read -r name\n\
         printf 'Password: '; read -rs password; echo\n\
         printf '%s %s\\n' \"$name\" \"${#password}\" > told",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    asks(&screen, "Username:");
    screen.press("quinn\r");
    asks(&screen, "Password:");
    screen.press("ssh-q-l-d\r");
    has_its_keys_back(&mut screen);
    assert_eq!(stage.read("away/told"), "quinn 9\n");
    assert!(!screen.now().contains("ssh-q-l-d"));
    let outputs = std::fs::read_dir(stage.walk().join("outputs")).unwrap();
    for output in outputs {
        let kept = std::fs::read_to_string(output.unwrap().path()).unwrap();
        assert!(!kept.contains("ssh-q-l-d"), "{kept}");
    }
}

#[test]
fn a_pager_is_turned_and_left_by_its_own_keys() {
    let stage = stage("more long && echo turned");
    let lines: Vec<String> = (1..=60)
        .map(|line| format!("line {line} of many\n"))
        .collect();
    stage.write("away/long", &lines.concat());
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("line 2 of many");
    asks(&screen, "--More--");
    screen.press(" ");
    screen.loses("line 2 of many");
    screen.press("q");
    has_its_keys_back(&mut screen);
}

#[test]
fn ctrl_c_in_the_pane_is_the_remote_program_s() {
    let stage =
        stage("sh -c 'trap \"echo caught; exit 5\" INT; echo ready; while :; do sleep 0.05; done'");
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    asks(&screen, "ready");
    screen.press("\x03");
    screen.shows("caught");
    screen.shows("Failed on app: exit 5, expected 0");
}

#[test]
fn on_several_hosts_one_after_the_other_has_the_keyboard() {
    let stage = Stage::new(
        "
steps:
  - id: asks
    title: Ask
    on: [app, prod]
    changes: false
    interactive: true
    run: |
      printf 'Name: '; read -r name
      echo \"$name\" >> told
",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    // Both ask before the first is answered.
    stage.until_event("step_reached", 2);
    asks(&screen, "Name:");
    screen.press("quinn\r");
    stage.until_event("step_ended", 1);
    asks(&screen, "Name:");
    screen.press("quentin\r");
    has_its_keys_back(&mut screen);
    assert_eq!(stage.read("away/told"), "quinn\nquentin\n");
}
