//! What takes its time: waits, retries, time-outs, values and ways back.

use chrono::{DateTime, FixedOffset};

use crate::stage::{Sshd, Stage, lives, until};
use crate::{ends, result, state};

fn at(event: &serde_json::Value) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(event["at"].as_str().unwrap()).unwrap()
}

#[test]
fn a_wait_is_held_before_the_step_runs() {
    let stage = Stage::new(
        "
steps:
  - {id: first, title: First, on: app, run: 'true', changes: false}
  - {id: second, title: Second, on: app, run: 'true', changes: false, wait: 1s}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 0);
    assert!(output.err.contains("second waits until"), "{}", output.err);
    let ended = at(&stage.events("step_ended")[0]);
    let started = at(&stage.events("step_started")[1]);
    assert!((started - ended).num_milliseconds() >= 1000);
}

#[test]
fn a_step_waits_for_a_check() {
    let stage = Stage::new(
        "
steps:
  - {id: slow, title: Slow, on: here, run: '(sleep 0.7; touch ../away/there) >/dev/null 2>&1 &', changes: false}
  - {id: then, title: Then, on: app, run: test -e there, changes: false, wait: {until: there, for: 1m}}
checks:
  - {id: there, check: It is there, on: app, run: test -e there, retry: {for: 1s, every: 1s}}
",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 0);
    assert_eq!(state(&stage, "then"), "passed");
}

#[test]
fn a_step_that_fails_is_tried_again() {
    let stage = Stage::new(
        "
steps:
  - {id: flaky, title: Flaky, on: app, run: 'echo x >> tries; test $(wc -l < tries) -ge 3', changes: false, retry: {for: 1m, every: 1s}}
",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 0);
    let ends = stage.events("step_ended");
    let states: Vec<_> = ends
        .iter()
        .map(|end| end["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["failed", "failed", "passed"]);
}

#[test]
fn what_runs_too_long_is_ended_where_the_plan_says_so() {
    let stage = Stage::new(
        "
steps:
  - {id: long, title: Long, on: app, run: sleep 100, changes: false, timeout: {after: 1s, then: end}}
  - {id: next, title: Next, on: app, run: touch next, changes: false}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    assert_eq!(result(&output, "long")["exit"], 130);
    // The shell lives on.
    ends(&stage, &["--step", "next"], 0);
}

#[test]
fn a_value_comes_out_of_a_step_and_reaches_the_next() {
    let stage = Stage::new(
        "
steps:
  - {id: find, title: Find, on: app, run: 'echo looking; echo id=ada', changes: false, save: {name: NAME, match: 'id=([a-z]+)'}}
  - {id: use, title: Use, on: app, run: 'echo \"hello $NAME\"', changes: false, expect: hello ada}
  - {id: odd, title: Odd, on: app, run: 'echo ID=1', changes: false, save: NAME}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    assert_eq!(state(&stage, "use"), "passed");
    assert!(
        result(&output, "odd")["because"]
            .as_str()
            .unwrap()
            .contains("NAME")
    );
}

#[test]
fn what_is_done_is_taken_back_and_done_again() {
    let stage = Stage::new(
        "
steps:
  - {id: made, title: Made, on: app, run: touch made, unless: test -e made, undo: rm made}
checks:
  - {id: there, check: It is there, on: app, run: test -e made}
",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 0);
    let output = ends(&stage, &["--undo", "made", "--verify"], 1);
    assert_eq!(result(&output, "made")["state"], "undone");
    assert_eq!(
        (
            state(&stage, "made").as_str(),
            state(&stage, "there").as_str()
        ),
        ("undone", "drifted")
    );
    ends(&stage, &[], 0);
    assert_eq!(state(&stage, "there"), "passed");
}

#[test]
fn what_runs_too_long_is_told_and_goes_on() {
    let stage = Stage::new(
        "
steps:
  - {id: long, title: Long, on: app, run: 'until [ -e go ]; do sleep 0.05; done', changes: false, timeout: 1s}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = std::fs::File::create(stage.path("told")).unwrap();
    let mut program = stage
        .command(&["run", &stage.argument("plan"), "--day", "1"])
        .stderr(output)
        .spawn()
        .unwrap();
    until("that it takes long", || {
        let output = stage.read("told");
        output.contains("Long runs for longer than").then_some(())
    });
    stage.write("away/go", "");
    assert_eq!(program.wait().unwrap().code(), Some(0));
    assert_eq!(state(&stage, "long"), "passed");
}

#[test]
fn a_check_whose_time_is_up_leaves_nobody_behind_on_its_host() {
    let stage = Stage::new(
        "
checks:
  - id: hangs
    check: It hangs
    on: app
    timeout: 1s
    run: |
      trap 'touch asked' TERM
      (trap '' TERM; sleep 1000 & echo $! > below; wait) &
      echo $! > beside
      while :; do sleep 1000 & wait; done
",
    );
    let _sshd = Sshd::start(&stage);
    // On a busy machine its time may be up before it has begun.
    let processes = until("the check to begin", || {
        ends(&stage, &["--verify"], 1);
        let process = |name: &str| stage.has(name).then(|| stage.read(name).trim().parse());
        Some([process("away/below")?.ok()?, process("away/beside")?.ok()?])
    });
    let output = ends(&stage, &["--verify"], 1);
    let hangs = result(&output, "hangs");
    assert_eq!(hangs["state"], "unknown");
    assert_eq!(hangs["because"], "no answer in time");
    for process in processes {
        until("its end", || (!lives(process)).then_some(()));
    }
    assert!(stage.has("away/asked"), "it was not asked to end first");
}

#[test]
fn a_secret_that_a_step_tells_is_used_and_kept_nowhere() {
    let stage = Stage::new(
        "
steps:
  - {id: make, title: Make, on: app, run: 'echo token=planted-$((40 + 2))', changes: false, save: {name: TOKEN, match: 'token=(\\S+)'}}
  - {id: use, title: Use, on: app, run: 'printf %s \"$TOKEN\" > told', changes: false}
",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 0);
    assert_eq!(stage.read("away/told"), "planted-42");
    assert!(stage.events("variable_set").is_empty());
    let grep = ["-r", "planted-42", &stage.argument("data")];
    let found = stage.other("grep", &grep).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&found.stdout), "");
}

#[test]
fn a_saved_value_is_journalled_and_shown() {
    let stage = Stage::new(
        "steps: [{id: find, title: Find, on: app, run: 'echo \"  ada \"', changes: false, save: NAME}]",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 0);
    let set = &stage.events("variable_set")[0];
    assert_eq!(
        (&set["name"], &set["value"]),
        (&"NAME".into(), &"ada".into())
    );
    assert!(stage.done(&["journal"]).contains("NAME"));
}
