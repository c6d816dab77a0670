//! What time asks for is shown when daymark is opened again, and nothing runs by itself.

use crate::stage::{Screen, Sshd, Stage, until};

/// Opens a plan that is trusted already, and its day.
#[track_caller]
fn to_the_day(stage: &Stage, words: &[&str]) -> Screen {
    let mut screen = stage.open(words);
    screen.shows("NEXT");
    screen.press("c");
    screen.shows("›  Day 1");
    screen
}

/// How often somebody has logged in.
fn logins(stage: &Stage) -> usize {
    stage.read("sshd/log").matches("Accepted publickey").count()
}

#[test]
fn a_check_that_is_due_again_wants_attention_after_a_restart() {
    let stage =
        Stage::new("checks: [{id: holds, check: It holds, on: app, run: 'true', again: [1s, 4h]}]");
    let _sshd = Sshd::start(&stage);
    let open = || {
        let screen = stage.open(&[]);
        screen.shows("NEEDS ATTENTION");
        screen
    };
    stage.done(&["run", "--day", "1"]);
    // Opened too early, it says so another time.
    let mut screen = until("that it is due", || {
        let screen = open();
        let due = screen.now().contains("It holds: due to run again");
        due.then_some(screen)
    });
    screen.press("\r");
    screen.shows("›  Day 1");
    let asked = stage.events("check_asked").len();
    assert_eq!((asked, logins(&stage)), (1, 1), "it was asked by itself");

    screen.press("v");
    stage.until_event("check_answered", 2);
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    let mut screen = stage.open(&[]);
    screen.shows("›  Day 1");
    screen.press("\x1b");
    let home = screen.shows("NEEDS ATTENTION");
    assert!(!home.contains("due to run again"), "{home}");
}

#[test]
fn nothing_runs_and_nobody_is_knocked_at_when_it_is_opened_again() {
    let stage = Stage::new(
        "
steps:
  - {id: first, title: The first one, on: app, changes: false, run: 'true'}
  - {id: waits, title: The one that waits, on: app, changes: false, run: touch ran, wait: 1s}
  - {id: flaky, title: The flaky one, on: app, changes: false, run: touch ran; false, retry: {for: 1m, every: 1s}}
  - id: long
    title: The long one
    on: app
    no_unless: No
    no_undo: No
    detach: true
    run: 'touch began; while [ ! -e go ]; do sleep 0.05; done; touch ended'
checks: [{id: holds, check: It holds, on: app, run: 'true', again: 1s}]
",
    );
    let _sshd = Sshd::start(&stage);
    stage.done(&["run", "--day", "1", "--step", "first"]);
    stage.done(&["run", "--day", "1", "--step", "holds"]);
    let mut screen = to_the_day(&stage, &[]);
    screen.press("jj\r");
    until("the long one", || stage.has("away/began").then_some(()));
    screen.press("kk\r");
    screen.kill();
    stage.write("away/go", "");
    until("the end of the long one", || {
        stage.has("away/ended").then_some(())
    });

    let (events, logins_before) = (stage.journal().len(), logins(&stage));
    // A login takes its time: who begins one is heard at once.
    let knocks = format!("#!/bin/sh\ntouch {}\n", stage.argument("knocked"));
    stage.write("bin/ssh", &(knocks + &stage.read("bin/ssh")));
    let mut screen = stage.open(&[]);
    screen.shows("›  Day 1");
    screen.press("gG?");
    screen.shows("open link");
    screen.press("\x1b");
    screen.loses("open link");
    screen.press("\x1b");
    screen.shows("NEEDS ATTENTION");
    assert!(!stage.has("knocked"));
    screen.press("q");
    assert_eq!(screen.ended(), 0);
    let since: Vec<_> = stage.journal().split_off(events);
    let kinds: Vec<_> = since.iter().map(|event| &event["event"]).collect();
    assert_eq!(kinds, ["session_opened"]);
    assert_eq!(logins(&stage), logins_before);
    assert!(!stage.has("away/ran"));
}

#[test]
fn who_only_reads_runs_no_step_and_asks_checks() {
    let stage = Stage::new(
        "
steps: [{id: step, title: The step, on: app, changes: false, run: touch ran}]
checks: [{id: holds, check: It holds, on: app, run: touch asked}]
",
    );
    let _sshd = Sshd::start(&stage);
    // It is trusted from then on.
    stage.done(&["run", "--day", "1", "--step", "holds"]);
    std::fs::remove_file(stage.path("away/asked")).unwrap();
    let kept = stage.journal().len();
    let mut screen = to_the_day(&stage, &["--read-only"]);
    screen.press("\r");
    screen.shows("only checks can be asked here");
    screen.press("jv");
    until("the check", || stage.has("away/asked").then_some(()));
    assert!(!stage.has("away/ran"));
    assert_eq!(stage.journal().len(), kept);
}
