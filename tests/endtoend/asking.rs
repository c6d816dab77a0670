//! A step that asks, in a walk without a screen: the terminal it was started at is lent to it.

use crate::stage::{Screen, Sshd, Stage};

/// Sits down at a terminal and walks the stage's day 1 without a screen.
fn run(stage: &Stage) -> Screen {
    let plan = stage.argument("plan");
    let words = ["run", plan.as_str(), "--day", "1"];
    Screen::start(stage, env!("CARGO_BIN_EXE_daymark"), &words, 100, 30)
}

const ASKS: &str = "
steps:
  - {id: quiet, title: Quiet, on: app, run: echo quiet, changes: false}
  - id: asks
    title: Ask for a name
    on: app
    run: |
      until test \"$(stty size)\" = '29 100'; do sleep 0.02; done
      printf 'Your name: '
      read -r name
      until test \"$(stty size)\" = '19 90'; do sleep 0.02; done
      echo \"hello $name\"
      (exit 3)
    changes: false
    interactive: true
    exit: 3
  - {id: last, title: Last, on: app, run: 'cd /usr; echo last', changes: false}
";

#[test]
fn the_terminal_is_lent_until_the_end_mark() {
    let stage = Stage::new(ASKS);
    let _sshd = Sshd::start(&stage);
    let mut screen = run(&stage);
    let asked = screen.shows("Your name:");
    let bar = asked.lines().next().unwrap_or_default();
    assert!(bar.contains("Ask for a name"), "{asked}");
    assert!(asked.contains("ctrl-] cancels the step"), "{asked}");
    screen.resize(90, 20);
    screen.press("ada\r");
    let output = screen.shows("steps 3 passed");
    // The pane is gone, and what was told before it is back.
    assert!(output.contains("passed   quiet on app, exit 0"), "{output}");
    assert!(output.contains("| Your name: ada"), "{output}");
    assert!(output.contains("| hello ada"), "{output}");
    assert!(output.contains("passed   asks on app, exit 3"), "{output}");
    assert!(!output.contains("you type here"), "{output}");
    assert_eq!(screen.ended(), 0);
    let ends = stage.events("step_ended");
    assert_eq!(
        (&ends[1]["id"], &ends[1]["exit"]),
        (&"asks".into(), &3.into())
    );
}

#[test]
fn each_host_of_a_step_is_given_the_terminal_and_its_result_is_seen() {
    let stage = Stage::new(
        "steps: [{id: asks, title: Asks, on: [here, prod], run: 'echo waiting; read -r word', changes: false, interactive: true}]",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = run(&stage);
    for (host, production) in [(" here ", false), (" prod ", true)] {
        screen.until(host, |shown| {
            let bar = shown.lines().next().unwrap_or_default();
            bar.starts_with(host)
                && bar.contains(" production") == production
                && shown.contains("waiting")
        });
        screen.press("on\r");
    }
    let output = screen.shows("steps 1 passed");
    for host in ["here", "prod"] {
        let passed = format!("passed   asks on {host}, exit 0");
        assert!(output.contains(&passed), "{output}");
    }
    assert_eq!(screen.ended(), 0);
}

#[test]
fn ctrl_c_is_the_remote_program_s() {
    let stage = Stage::new(
        "steps: [{id: asks, title: Asks, on: app, run: 'echo waiting; cat', changes: false, interactive: true}]",
    );
    let _sshd = Sshd::start(&stage);
    let mut screen = run(&stage);
    screen.shows("waiting");
    screen.press("\x03");
    screen.shows("failed   asks on app, exit 130");
    assert_eq!(screen.ended(), 1);
}

#[test]
fn a_step_that_is_given_up_is_interrupted() {
    let stage = Stage::new(
        "steps: [{id: asks, title: Asks, on: here, run: 'echo waiting; cat', changes: false, interactive: true}]",
    );
    let mut screen = run(&stage);
    screen.shows("waiting");
    screen.press("\x1d");
    screen.shows("Interrupted during asks.");
    assert_eq!(screen.ended(), 3);
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["interrupted"][0]["id"], "asks");
}
