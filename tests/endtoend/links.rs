//! Links that die, and links that hang.

use super::walking::open_day;
use crate::stage::{Sshd, Stage, until};

/// Its first run waits for ever, each later one passes.
const ONCE_SLOW: &str = "steps:\n\
    - id: slow\n\
    \x20 title: The slow one\n\
    \x20 on: app\n\
    \x20 run: |\n\
    \x20   echo x >> ran; printf 'it-%s\\n' waits\n\
    \x20   if [ \"$(wc -l < ran)\" = 1 ]; then sleep 1000; fi\n\
    \x20 changes: false\n";

#[test]
fn a_connection_killed_in_the_middle_of_a_step_leaves_it_unknown() {
    let stage = Stage::new(ONCE_SLOW);
    let sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("it-waits");
    sshd.cut();
    let ended = stage.until_event("step_ended", 1);
    assert_eq!(
        (&ended["state"], &ended["manner"]),
        (&"unknown".into(), &"lost".into())
    );
    assert_eq!(ended["exit"], serde_json::Value::Null);
    screen.shows("the connection was lost");
    screen.shows("Press enter for the choices");
    screen.press("\r");
    screen.shows("Decide later");
    assert_eq!(stage.read("away/ran"), "x\n", "it ran by itself");
    screen.choose("Run again");
    screen.shows("1/1 steps");
    assert_eq!(stage.read("away/ran"), "x\nx\n");
}

#[test]
fn a_shell_that_ends_with_255_is_no_lost_link() {
    let stage = Stage::new(
        "steps: [{id: ends, title: It ends, on: app, run: exit 255, changes: false, in_shell: true}]",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    let ended = stage.until_event("step_ended", 1);
    assert_eq!(
        (&ended["state"], &ended["exit"]),
        (&"failed".into(), &255.into())
    );
    screen.shows("its script ended the shell with 255");
}

/// Tells where the pane's shell is, and waits for ever.
const TOLD: &str = "steps: [{id: long, title: Long, on: app, changes: false, \
    run: 'echo $PPID > shell; printf \"it-%s\\n\" waits; sleep 1000'}]";

/// Kills the shell that `TOLD` runs in, and waits until that is known.
fn kill_shell(stage: &Stage, signal: &str) -> serde_json::Value {
    let shell = stage.read("away/shell");
    let killed = stage
        .other("kill", &["-s", signal, "--", shell.trim()])
        .status();
    assert!(killed.unwrap().success());
    stage.until_event("step_ended", 1)
}

#[test]
fn a_shell_that_was_killed_has_no_exit_status() {
    for signal in ["KILL", "HUP"] {
        let stage = Stage::new(TOLD);
        let _sshd = Sshd::start(&stage);
        let mut screen = open_day(&stage, &[]);
        screen.press("\r");
        screen.shows("it-waits");
        let ended = kill_shell(&stage, signal);
        assert_eq!(
            (&ended["state"], &ended["manner"]),
            (&"unknown".into(), &"lost".into())
        );
        assert_eq!(ended["exit"], serde_json::Value::Null);
        screen.shows("without an exit status");
        assert!(ended["seconds"].as_f64().unwrap() > 0.0, "{ended}");
    }
}

#[test]
fn a_cut_that_ends_the_shell_first_leaves_the_step_unknown() {
    let stage = Stage::new(TOLD);
    let sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("it-waits");
    let ended = kill_shell(&stage, "KILL");
    assert_eq!(ended["state"], "unknown");
    sshd.cut();
    screen.shows("the connection was lost");
    screen.shows("Press enter for the choices");
    screen.press("\r");
    screen.shows("Decide later");
}

#[test]
fn a_check_on_a_hanging_link_is_unknown_in_its_time() {
    let stage = Stage::new(
        "checks:\n\
         - {id: first, check: The first, on: app, run: 'true', timeout: 30s}\n\
         - {id: hangs, check: It hangs, on: app, run: 'true', timeout: 1s}\n",
    );
    let sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("v");
    screen.shows("1/2 checks");
    sshd.hang();
    screen.press("jv");
    let answered = stage.until_event("check_answered", 2);
    assert_eq!(answered["state"], "unknown");
    screen.shows("Result unknown on app");
}

#[test]
fn one_can_leave_while_the_link_hangs() {
    let stage = Stage::new(ONCE_SLOW);
    let sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("it-waits");
    sshd.hang();
    screen.press("q");
    screen.shows("enter choose");
    screen.press("j\r");
    assert_eq!(screen.ended(), 0);
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["interrupted"][0]["id"], "slow");
    until("the journal", || {
        (stage.events("step_started").len() == 1).then_some(())
    });
}

#[test]
fn a_host_that_refuses_is_told_and_left_alone() {
    let stage =
        Stage::new("steps: [{id: one, title: One, on: app, run: echo hello, changes: false}]");
    let _sshd = Sshd::start(&stage);
    stage.write("sshd/authorized_keys", "");
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("Permission denied");
    assert_eq!(stage.until_event("step_ended", 1)["state"], "not_run");
    let log = stage.read("sshd/log");
    let knocks = log
        .matches("Connection closed by authenticating user")
        .count();
    assert_eq!(knocks, 1, "{log}");
}
