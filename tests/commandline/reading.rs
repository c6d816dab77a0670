//! What is only read: `check`, `show`, `status`, `report`, `paths`, `keys`.

use serde_json::Value;

use crate::stage::Stage;

const DAY: &str = "tasks: [Do it]\n\
    author: do it\n\
    steps:\n\
    - {id: one, task: 1, title: The step, on: here, run: echo one, changes: false, minutes: 3}\n\
    - {id: hand, title: By hand, manual: Press the button.}\n\
    checks:\n\
    - {id: told, check: It is told, on: here, run: echo yes}\n\
    - {id: seen, check: It is seen}\n";

/// Whether an object has all these keys, in whatever order.
#[track_caller]
fn has(object: &Value, keys: &str) {
    for key in keys.split_whitespace() {
        assert!(object.get(key).is_some(), "no {key} in {object:#}");
    }
}

#[test]
fn check_tells_all_errors_with_their_places() {
    let stage = Stage::new("stepz: []\nchecks: [{id: seen, chekc: It is seen}]");
    let output = stage.daymark(&["check"]);
    assert_eq!(output.exit, Some(1));
    for text in ["day-01.yaml:3:1", "day-01.yaml:4:21", "^^^^^"] {
        assert!(output.out.contains(text), "no {text} in {}", output.out);
    }
    let output = stage.daymark(&["check", "--json"]);
    assert_eq!(output.exit, Some(1));
    let diagnostics = output.json();
    assert!(diagnostics.len() >= 2, "{diagnostics:?}");
    for diagnostic in &diagnostics {
        has(diagnostic, "severity code message file line column hint");
    }
}

#[test]
fn check_ends_well_on_warnings_and_on_the_built_in_plan() {
    assert_eq!(Stage::new(DAY).daymark(&["check"]).exit, Some(0));
    let output = Stage::empty().tell(&["check", "--json"]);
    assert_eq!((output.exit, output.out.as_str()), (Some(0), ""));
}

#[test]
fn check_never_opens_what_is_no_plan() {
    let stage = Stage::empty();
    for (folder, name, text) in [
        ("nothing", "readme.txt", ""),
        ("empty", "plan.yaml", ""),
        ("tabs", "plan.yaml", "daymark:\t1\n\tid: x\n"),
    ] {
        stage.write(&format!("{folder}/{name}"), text);
        let output = stage.tell(&["check", &stage.argument(folder), "--json"]);
        assert_eq!(output.exit, Some(1), "{folder}: {output:?}");
        assert!(output.out.contains("\"line\""), "{folder}: {output:?}");
    }
    let output = stage.tell(&["check", &stage.argument("missing")]);
    assert_eq!(output.exit, Some(1), "{output:?}");
}

#[test]
fn a_pipe_in_a_plan_is_not_waited_for() {
    let stage = Stage::new(DAY);
    let pipe = stage.argument("plan/pipe");
    assert!(stage.other("mkfifo", &[&pipe]).status().unwrap().success());
    let output = stage.daymark(&["check"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert!(output.err.contains("a plain file is needed"), "{output:?}");
}

#[test]
fn show_has_the_keys_it_promises() {
    let stage = Stage::new(DAY);
    let shown = &stage.daymark(&["show", "--json"]).json()[0];
    has(
        shown,
        "id title hosts variables weeks phases days risks recurring next_actions",
    );
    has(
        &shown["days"][0],
        "id first last title week phase tasks author steps checks",
    );
    has(
        &shown["days"][0]["steps"][0],
        "id title task kind hosts as run unless undo danger explain differs minutes",
    );
    has(&shown["days"][0]["checks"][0], "id check hosts as run");
    assert_eq!(shown["days"][0]["steps"][1]["kind"], "manual");
    assert_eq!(shown["days"][0]["checks"][1]["run"], Value::Null);
    has(&shown["variables"]["TOKEN"], "secret ask");

    let built_in = &stage.tell(&["show", "--json"]).json()[0];
    assert_eq!(built_in["id"], "senex-trader");
    assert_eq!(built_in["days"].as_array().unwrap().len(), 22);
    has(
        &built_in["phases"][0],
        "title first last goal cost capacity deliverables success rollback",
    );
    has(&built_in["weeks"][0], "title first last");
    has(&built_in["risks"][0], "risk mitigation contingency");
    has(&built_in["recurring"][0], "id every do");
}

#[test]
fn a_day_goes_by_any_of_its_numbers() {
    let stage = Stage::empty();
    let day = |day| stage.tell(&["show", "--day", day]);
    let whole = day("8-9");
    assert_eq!(whole.exit, Some(0));
    assert_eq!((day("8").out, day("9").out), (whole.out.clone(), whole.out));
    let none = day("57");
    assert_eq!(none.exit, Some(2));
    assert!(none.err.contains("days 1 to 56"), "{none:?}");
}

#[test]
fn status_has_the_keys_it_promises_and_begins_no_walk() {
    let stage = Stage::new(DAY);
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    has(
        status,
        "plan walk started today days next interrupted deviations journal",
    );
    has(
        &status["days"][0],
        "id state before steps checks deviations",
    );
    has(
        &status["days"][0]["steps"][0],
        "id state exit attempts reopened_by revised",
    );
    has(&status["days"][0]["checks"][0], "id state");
    has(&status["next"], "day id");
    has(&status["journal"], "path events head");
    assert!(!stage.has("data"));
    assert_eq!(stage.daymark(&["status"]).exit, Some(0));
}

#[test]
fn report_holds_what_was_done_and_its_proof() {
    let stage = Stage::new(DAY);
    stage.done(&[
        "run",
        "--day",
        "1",
        "--attest",
        "hand",
        "pressed it",
        "--attest",
        "seen",
        "saw it",
    ]);
    stage.done(&["note", "--day", "1", "--step", "one", "the other rack"]);
    let report = stage.done(&[
        "report",
        "--format",
        "md",
        "--made-at",
        "2026-11-25T12:00:00Z",
    ]);
    let digest = stage.events("step_ended")[0]["output"]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    for text in [
        "The step",
        "pressed it",
        "saw it",
        "the other rack",
        "2026",
        &digest[..8],
    ] {
        assert!(report.contains(text), "no {text} in {report}");
    }
    let file = stage.argument("report.md");
    stage.done(&["report", "-o", &file, "--made-at", "2026-11-25T12:00:00Z"]);
    assert_eq!(stage.read("report.md"), report);
    let wrong = stage.daymark(&["report", "--made-at", "yesterday"]);
    assert_eq!(wrong.exit, Some(2));
}

#[test]
fn paths_are_told_and_nothing_is_made() {
    let stage = Stage::new(DAY);
    let paths = &stage.daymark(&["paths", "--json"]).json()[0];
    assert_eq!(paths["walk"], stage.walk().display().to_string());
    assert!(
        stage
            .done(&["paths", "--walk", "other"])
            .contains("/other/journal.jsonl")
    );
    let elsewhere = stage.argument("elsewhere");
    assert!(
        stage
            .done(&["paths", "--data-dir", &elsewhere])
            .contains(&elsewhere)
    );
    assert!(!stage.has("data") && !stage.has("elsewhere"));
}

#[test]
fn keys_are_told() {
    let output = Stage::empty().tell(&["keys"]);
    assert_eq!(output.exit, Some(0));
    assert!(output.out.contains("ctrl-]"), "{}", output.out);
}

#[test]
fn wrong_usage_ends_with_2() {
    let stage = Stage::new(DAY);
    for words in [
        &["run"][..],
        &["run", "--day", "9"],
        &["run", "--day", "1", "--step", "nosuch"],
        &["run", "--day", "1", "--again"],
        &["run", "--day", "1", "--attest", "nosuch", "why"],
        &["run", "--day", "1", "--wonder"],
        &["note", "--day", "1", "  "],
        &["note", "--day", "1", "--step", "nosuch", "why"],
        &["status", "--walk", "../elsewhere"],
        &["status", "--start", "soon"],
    ] {
        let output = stage.daymark(words);
        assert_eq!(output.exit, Some(2), "{words:?}: {output:?}");
        assert!(!output.err.is_empty(), "{words:?}");
    }
    assert!(!stage.has("data"), "a walk was begun");
    let output = stage.tell(&[&stage.argument("plan")]);
    assert_eq!(output.exit, Some(2), "no terminal: {output:?}");
}
