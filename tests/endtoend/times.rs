//! Steps that take their time, and how they are stopped.

use std::fs;

use super::walking::open_day;
use crate::stage::{Sshd, Stage, lives, until};

fn process(stage: &Stage, file: &str) -> u32 {
    until(file, || {
        let output = fs::read_to_string(stage.path(file)).ok()?;
        output.trim().parse().ok()
    })
}

#[test]
fn what_runs_is_stopped_by_the_operator_s_word_and_nothing_beside_it() {
    let stage = Stage::new(
        "
steps:
  - {id: beside, title: Beside, on: app, changes: false, run: 'sleep 1000 & echo $! > beside'}
  - id: stubborn
    title: Stubborn
    on: app
    changes: false
    timeout: 1s
    run: |
      exec sh -c 'trap \"echo caught INT\" INT; trap \"echo caught TERM\" TERM
        sleep 1000 & echo $! > below; echo $$ > stubborn
        while :; do sleep 0.05; done'
  - {id: behind, title: Behind, on: app, changes: false, run: 'echo \"goes $((1+0)) on\"'}
",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    screen.shows("1/3 steps");
    screen.press("\r");
    let stubborn = process(&stage, "away/stubborn");
    let (below, beside) = (
        process(&stage, "away/below"),
        process(&stage, "away/beside"),
    );
    // Its time is up, which is told, and nothing more.
    screen.shows("past its timeout, S stops it");
    assert!(lives(stubborn));

    screen.press("S");
    screen.choose("Interrupt");
    screen.shows("caught INT");
    screen.press("S");
    screen.choose("Terminate");
    screen.shows("caught TERM");
    assert!(lives(stubborn));
    screen.press("S");
    screen.choose("Kill");
    screen.shows("Failed on app: ended by KILL: exit 137, expected 0");
    until("its end", || {
        (!lives(stubborn) && !lives(below)).then_some(())
    });
    assert!(lives(beside), "it was not the step's");
    screen.press("j\r");
    screen.shows("goes 1 on");
}

#[test]
fn a_step_that_passed_before_says_how_long_it_usually_takes() {
    let stage = Stage::new(
        "steps: [{id: again, title: Again, on: app, changes: false, run: 'until [ -e go ]; do sleep 0.05; done'}]",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = open_day(&stage, &[]);
    screen.press("\r");
    let running = screen.shows("running 0:");
    assert!(!running.contains(" of about "), "{running}");
    stage.write("away/go", "");
    screen.shows("1/1 steps");
    fs::remove_file(stage.path("away/go")).unwrap();
    screen.press("kR");
    screen.until("the usual time", |screen| {
        let mut lines = screen.lines();
        lines.any(|line| line.contains("running 0:") && line.contains(" of about "))
    });
    stage.write("away/go", "");
    stage.until_event("step_ended", 2);
}
