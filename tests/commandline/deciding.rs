//! What a person decides has its word.

use std::process::Stdio;

use crate::stage::{Stage, until};

const DAY: &str = "steps:\n\
    - {id: hand, title: By hand, manual: Press the button.}\n\
    - {id: one, title: One, on: here, run: echo x >> one, unless: test -e one, no_undo: no}\n\
    - {id: two, title: Two, on: here, run: echo x >> two, changes: false}\n\
    checks:\n\
    - {id: seen, check: It is seen}\n\
    - {id: told, check: It is told, on: here, run: 'false'}\n";

fn states(stage: &Stage) -> String {
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    let day = &status["days"][0];
    let all = ["steps", "checks"]
        .map(|kind| day[kind].as_array().unwrap().clone())
        .concat();
    let all: Vec<String> = all
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one["id"].as_str().unwrap(),
                one["state"].as_str().unwrap()
            )
        })
        .collect();
    format!("{}: {}", day["state"].as_str().unwrap(), all.join(", "))
}

#[test]
fn a_whole_day_is_walked_by_words() {
    let stage = Stage::new(DAY);
    let run = |words: &[&str]| stage.daymark(&[&["run", "--day", "1"], words].concat());
    let output = run(&[]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(
        output.err.contains("Press the button.") && output.err.contains("--attest hand"),
        "{output:?}"
    );

    let output = run(&["--attest", "hand", "pressed it", "--skip", "two", "no need"]);
    assert_eq!(output.exit, Some(1), "the check does not hold: {output:?}");
    assert_eq!(
        states(&stage),
        "started: hand passed, one passed, two skipped, seen open, told failed"
    );
    assert_eq!(run(&["--waive", "told", "not here"]).exit, Some(3));
    let output = run(&["--attest", "seen", "saw it"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert_eq!(
        states(&stage),
        "done: hand passed, one passed, two skipped, seen attested, told waived"
    );
    let output = run(&["--untick", "seen"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(states(&stage).contains("seen open"));
    for (event, why) in [
        ("step_attested", "pressed it"),
        ("step_skipped", "no need"),
        ("check_waived", "not here"),
        ("check_attested", "saw it"),
    ] {
        let event = &stage.events(event)[0];
        assert_eq!(
            (&event["why"], &event["operator"]),
            (&why.into(), &"ada".into())
        );
    }
}

#[test]
fn a_decision_without_a_reason_is_none() {
    let stage = Stage::new(DAY);
    for words in [
        ["--skip", "two", " "],
        ["--waive", "told", ""],
        ["--attest", "told", " "],
    ] {
        let output =
            stage.daymark(&[&["run", "--day", "1", "--step", "seen"], &words[..]].concat());
        assert_ne!(output.exit, Some(0), "{words:?}: {output:?}");
    }
    assert_eq!(
        states(&stage),
        "open: hand open, one open, two open, seen open, told open"
    );
}

#[test]
fn done_asks_and_runs_nothing() {
    let stage = Stage::new(DAY);
    let output = stage.daymark(&["run", "--day", "1", "--step", "seen", "--done", "one"]);
    assert_ne!(output.exit, Some(0), "{output:?}");
    assert!(!stage.has("home/one"));
    stage.write("home/one", "");
    stage.daymark(&["run", "--day", "1", "--step", "seen", "--done", "one"]);
    assert!(states(&stage).contains("one passed"), "{}", states(&stage));
    assert_eq!(stage.read("home/one"), "");
}

#[test]
fn an_interrupted_step_is_named_and_nothing_runs() {
    let stage = Stage::new(
        "steps:\n\
         - {id: slow, title: Slow, on: here, run: 'echo x >> slow; [ -e gate ] || sleep 1000', changes: false}\n\
         - {id: next, title: Next, on: here, run: echo x >> next, changes: false}\n",
    );
    let plan = stage.argument("plan");
    let mut child = stage
        .command(&["run", &plan, "--day", "1"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("the step to run", || stage.has("home/slow").then_some(()));
    let running = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(running["days"][0]["steps"][0]["state"], "running");
    child.kill().unwrap();
    child.wait().unwrap();

    let run = |words: &[&str]| stage.daymark(&[&["run", "--day", "1"], words].concat());
    let output = run(&[]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(
        output.err.contains("slow was interrupted on here"),
        "{output:?}"
    );
    assert_eq!(stage.read("home/slow"), "x\n");
    assert!(!stage.has("home/next"));
    stage.write("home/gate", "");
    stage.done(&["run", "--day", "1", "--step", "slow", "--again"]);
    stage.done(&["run", "--day", "1"]);
    assert_eq!(
        (stage.read("home/slow"), stage.read("home/next")),
        ("x\nx\n".into(), "x\n".into())
    );
}

#[test]
fn what_is_taken_back_is_not_done_again_at_once() {
    let stage = Stage::new(
        "steps:\n\
         - {id: base, title: Base, on: here, run: echo x >> base, no_unless: no, undo: rm base}\n\
         - {id: top, title: Top, on: here, run: cp base top, no_unless: no, undo: rm top}\n\
         checks: [{id: there, check: It is there, on: here, run: test -e base}]\n",
    );
    stage.done(&["run", "--day", "1"]);
    stage.done(&["run", "--day", "1", "--undo", "base"]);
    assert_eq!(
        states(&stage),
        "started: base undone, top passed, there passed"
    );
    assert!(!stage.has("home/base"));
    let output = stage.daymark(&["run", "--day", "1", "--undo", "top", "--verify"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert_eq!(
        states(&stage),
        "started: base undone, top undone, there drifted"
    );
}

#[test]
fn nothing_is_taken_back_after_what_could_not_be() {
    let stage = Stage::new(
        "steps:\n\
         - {id: base, title: Base, on: here, run: echo x >> base, no_unless: no, undo: rm base}\n\
         - {id: top, title: Top, on: here, run: cp base top, no_unless: no, undo: rm tip}\n\
         checks: [{id: there, check: It is there, on: here, run: test -e base}]\n",
    );
    stage.done(&["run", "--day", "1"]);
    let output = stage.daymark(&["run", "--day", "1", "--undo", "top", "--undo", "base"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert!(output.err.contains("top was not undone"), "{output:?}");
    assert!(stage.has("home/base"), "what it rests on is left alone");
    std::fs::write(stage.path("home/tip"), "").unwrap();
    stage.done(&["run", "--day", "1", "--undo", "top", "--undo", "base"]);
    // Given once more, a step that is already undone is skipped.
    let output = stage.daymark(&["run", "--day", "1", "--undo", "top", "--undo", "base"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert!(output.err.contains("top is already undone"), "{output:?}");
}

#[test]
fn what_rests_on_a_step_that_was_undone_is_walked_again() {
    let stage = Stage::new(
        "steps:\n\
         - {id: base, title: Base, on: here, run: echo x >> base, unless: test -e base, undo: rm base}\n\
         - {id: top, title: Top, on: here, run: cp base top, unless: cmp base top, undo: rm top, after: base}\n",
    );
    stage.done(&["run", "--day", "1"]);
    let output = stage.daymark(&["run", "--day", "1", "--step", "base", "--undo", "base"]);
    assert!(
        output.err.contains("Reopened because base was undone: top"),
        "{output:?}"
    );
    // The one step that was named is done again at once; what rests on it is not.
    assert_eq!(states(&stage), "started: base passed, top open");
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["days"][0]["steps"][1]["reopened_by"], "base");
    assert_eq!(status["next"]["id"], "top");
    let output = stage.done(&["status"]);
    assert!(
        output.contains("reopened: top: base was undone"),
        "{output}"
    );
    let output = stage.done(&["run", "--day", "1", "--dry-run"]);
    assert!(output.contains("reopened: base was undone"), "{output}");
    let output = stage.done(&["report", "--format", "md"]);
    assert!(output.contains("Reopened: `base` was undone."), "{output}");

    let output = stage.done(&["run", "--day", "1"]);
    assert!(
        output.contains("passed   top") && output.contains("already so"),
        "{output}"
    );
    assert_eq!(states(&stage), "done: base passed, top passed");
}

#[test]
fn a_look_at_what_was_undone_is_taken_again() {
    let stage = Stage::new(
        "steps:\n\
         - {id: before, title: Before, on: here, run: echo x >> before, changes: false}\n\
         - {id: base, title: Base, on: here, run: echo x > base, undo: rm base}\n\
         - {id: other, title: Other, on: here, run: echo x >> other, undo: rm other}\n\
         - {id: look, title: Look, on: here, run: cat base, changes: false}\n",
    );
    stage.done(&["run", "--day", "1"]);
    let output = stage.daymark(&["run", "--day", "1", "--step", "base", "--undo", "base"]);
    assert!(
        output
            .err
            .contains("Reopened because base was undone: look"),
        "{output:?}"
    );
    // What changed something stands, and what was looked at before it is as it was.
    let stand = "started: before passed, base passed, other passed, look open";
    assert_eq!(states(&stage), stand);
}

#[test]
fn a_person_ends_what_is_in_doubt() {
    let stage = Stage::new(
        "steps: [{id: slow, title: Slow, on: here, run: 'echo x >> slow; sleep 1000', changes: false}]",
    );
    let plan = stage.argument("plan");
    let mut child = stage
        .command(&["run", &plan, "--day", "1"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("the step to run", || stage.has("home/slow").then_some(()));
    child.kill().unwrap();
    child.wait().unwrap();
    let wrong = stage.daymark(&["run", "--day", "1", "--end", "slow", "somehow", "I looked"]);
    assert_eq!(wrong.exit, Some(2), "{wrong:?}");
    stage.done(&["run", "--day", "1", "--end", "slow", "passed", "I looked"]);
    assert_eq!(states(&stage), "done: slow passed");
    assert_eq!(stage.events("step_ended")[0]["manner"], "operator");
}
