//! Walking a day on a host, as an operator does.

use crate::stage::{Screen, Sshd, Stage};

/// Opens the plan, trusts it, and opens its day.
#[track_caller]
pub fn open_day(stage: &Stage, words: &[&str]) -> Screen {
    let mut screen = stage.open(words);
    screen.shows("Trust A small plan?");
    screen.press("y");
    screen.shows("NEXT");
    screen.press("c");
    screen.shows("›  Day 1");
    screen
}

#[test]
fn an_exit_status_is_shown_and_stands_in_the_journal() {
    let stage = Stage::new(
        "steps: [{id: three, title: Three, on: app, run: 'echo hello; (exit 3)', changes: false}]",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("hello");
    screen.shows("Failed on app: exit 3, expected 0");

    let ended = stage.until_event("step_ended", 1);
    assert_eq!(
        (&ended["state"], &ended["exit"]),
        (&"failed".into(), &3.into())
    );
    let output = ended["output"]["file"].as_str().unwrap();
    assert_eq!(
        stage.read(&format!("data/walks/small/main/outputs/{output}")),
        "hello\r\n"
    );
}

#[test]
fn a_step_that_passes_moves_on_and_changes_the_shell_only_for_the_next_of_its_kind() {
    let stage = Stage::new(
        "steps:\n\
         - {id: go, title: Go there, on: app, run: 'mkdir deep && cd deep', no_undo: no, no_unless: no, in_shell: true}\n\
         - {id: home, title: Begin at home, on: app, run: 'test \"$PWD\" = \"$HOME\"', changes: false}\n\
         - {id: stay, title: Stay there, on: app, run: pwd, changes: false, in_shell: true}\n",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("1/3 steps");
    screen.press("\r");
    screen.shows("2/3 steps");
    screen.press("\r");
    screen.shows("3/3 steps");
    screen.shows(&stage.argument("away/deep"));
    screen.shows("Day 1 is done. The plan is complete.");
}

#[test]
fn a_check_is_asked_and_keeps_its_proof() {
    let stage = Stage::new(
        "checks:\n\
         - {id: holds, check: It holds, on: app, run: echo fine, expect: '^fine$'}\n\
         - {id: fails, check: It does not, on: app, run: 'echo no; exit 4'}\n",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("v");
    screen.shows("1/2 checks");
    screen.press("jv");
    screen.shows("Failed on app: exit 4, expected 0");

    let answers = stage.events("check_answered");
    assert_eq!(answers[0]["state"], "passed");
    let output = answers[0]["output"]["file"].as_str().unwrap();
    assert_eq!(
        stage.read(&format!("data/walks/small/main/outputs/{output}")),
        "fine\n"
    );
    assert_eq!(
        (&answers[1]["state"], &answers[1]["exit"]),
        (&"failed".into(), &4.into())
    );
}

#[test]
fn a_note_of_several_lines_is_kept() {
    let stage = Stage::new("checks: [{id: seen, check: It is seen}]");
    let mut screen = open_day(&stage, &[]);
    screen.press("d");
    screen.shows("ctrl-s");
    screen.press("used the other rack\rthe first was full");
    screen.shows("the first was full");
    screen.press("\x13");
    screen.shows("Deviation recorded.");

    let note = stage.until_event("deviation_noted", 1);
    assert_eq!(note["id"], "seen");
    assert_eq!(note["text"], "used the other rack\nthe first was full");
}

#[test]
fn any_value_arrives_unchanged() {
    let value = "it's \"$HOME\" `id` $(id)\nsecond\tline \\n \\ !! %s ü €\n\ntail'";
    let stage = Stage::new(
        "steps:\n\
         - {id: tell, title: Tell it, on: app, run: 'printf %s \"$ODD\" > told', changes: false}\n\
         checks: [{id: ask, check: Ask it, on: app, run: 'printf %s \"$ODD\" > asked'}]\n",
    );
    let _sshd = Sshd::start(&stage);
    stage.write(
        "values.yaml",
        &format!("ODD: {}\n", serde_json::to_string(value).unwrap()),
    );
    let mut screen = open_day(&stage, &["--vars-file", &stage.argument("values.yaml")]);
    screen.press("\r");
    stage.until_event("step_ended", 1);
    assert_eq!(stage.read("away/told"), value);
    screen.shows("1/1 steps");
    screen.press("v");
    screen.shows("1/1 checks");
    assert_eq!(stage.read("away/asked"), value);
}

#[test]
fn an_unknown_host_key_is_asked_about_in_the_pane() {
    let stage =
        Stage::new("steps: [{id: one, title: The step, on: app, run: echo hello, changes: false}]");
    let _sshd = Sshd::unknown(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("Are you sure you want to continue connecting");
    screen.shows("asks: Are you sure");
    screen.press("\t\r");
    screen.press("yes\r");
    screen.loses("asks: Are you sure");
    screen.shows("1/1 steps");
    assert!(stage.read("ssh/known_hosts").contains("ssh-ed25519"));
}

#[test]
fn a_host_key_that_is_not_believed_leaves_the_step_open() {
    let stage =
        Stage::new("steps: [{id: one, title: The step, on: app, run: echo hello, changes: false}]");
    let _sshd = Sshd::unknown(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("Are you sure you want to continue connecting");
    screen.press("\t\r");
    screen.press("no\r");
    screen.shows("Host key verification failed");
    let ended = stage.until_event("step_ended", 1);
    assert_eq!(ended["state"], "not_run");
    assert_eq!(
        stage.daymark(&["status", "--json"]).json()[0]["days"][0]["steps"][0]["state"],
        "open"
    );
}
