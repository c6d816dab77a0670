//! What must be so before a step runs.

use serde_json::Value;

use crate::stage::{Sshd, Stage};
use crate::{ends, result, state};

#[test]
fn conditions_skip_what_is_not_to_be_done() {
    let stage = Stage::new(
        "
steps:
  - {id: told, title: Told, on: app, run: touch told, changes: false, when: {variable: ODD, is: noth.*}}
  - {id: not-told, title: Not told, on: app, run: touch not, changes: false, when: {variable: ODD, is: other}}
  - {id: asked, title: Asked, on: app, run: touch asked, changes: false, when: {run: test -e told}}
  - {id: not-asked, title: Not asked, on: app, run: touch not, changes: false, when: {on: here, run: test -e /nowhere}}
  - {id: after-skip, title: After, on: app, run: touch after, changes: false, when: {step: not-told, is: skipped}}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 0);
    let states =
        ["told", "not-told", "asked", "not-asked", "after-skip"].map(|id| state(&stage, id));
    assert_eq!(states, ["passed", "skipped", "passed", "skipped", "passed"]);
    assert_eq!(result(&output, "not-asked")["state"], "skipped");
    assert!(!stage.has("away/not"));
}

#[test]
fn a_condition_that_cannot_be_asked_is_not_a_no() {
    let stage = Stage::new(
        "steps: [{id: s, title: S, on: app, run: touch ran, changes: false, when: {run: no-such-program}}]",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 1);
    assert_eq!(state(&stage, "s"), "open");
    assert!(!stage.has("away/ran"));
}

#[test]
fn what_comes_after_is_refused_before_anything_is_touched() {
    let stage = Stage::new(
        "
steps:
  - {id: first, title: First, on: app, run: touch first, changes: false}
  - {id: second, title: Second, on: app, run: touch second, changes: false, after: first}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &["--step", "second"], 1);
    assert!(output.err.contains("comes after First"), "{}", output.err);
    assert!(stage.events("step_started").is_empty());
    ends(&stage, &[], 0);
    assert!(stage.has("away/second"));
}

#[test]
fn a_guard_holds_a_step_back_until_it_is_overridden_with_a_deviation() {
    let stage = Stage::new(
        "steps: [{id: restart, title: Restart, on: app, run: touch ran, changes: false, guard: [market]}]",
    );
    let plan = stage.read("plan/plan.yaml")
        + "guards: {market: {about: Closed, on: app, run: test -e closed}}\n";
    stage.write("plan/plan.yaml", &plan);
    let _sshd = Sshd::start(&stage);

    let output = ends(&stage, &[], 3);
    assert!(
        output.err.contains("the guard market does not hold"),
        "{}",
        output.err
    );
    let way = "override it with `--override market WHY`";
    assert!(output.err.contains(way), "{}", output.err);
    assert!(!stage.has("away/ran"));
    assert_eq!(stage.events("guard_answered")[0]["state"], "failed");

    // Nobody passes it over without saying why, nor by overriding another one.
    ends(&stage, &["--override", "market", " "], 2);
    ends(&stage, &["--override", "other", "it is a holiday"], 3);
    assert!(!stage.has("away/ran"));
    assert!(stage.events("deviation_noted").is_empty());

    ends(&stage, &["--override", "market", "it is a holiday"], 0);
    assert!(stage.has("away/ran"));
    let noted = stage.events("deviation_noted");
    assert_eq!(
        noted[0]["text"],
        "the guard market was overridden: it is a holiday"
    );

    stage.write("away/closed", "");
    ends(&stage, &["--step", "restart", "--again"], 0);
    assert_eq!(
        stage.events("guard_answered").last().unwrap()["state"],
        "passed"
    );
}

#[test]
fn what_must_hold_before_a_day_stops_it() {
    let stage = Stage::new(
        "
before:
  - {id: ready, check: The host is ready, on: app, run: test -e ready}
  - {id: thought, check: You thought about it}
steps:
  - {id: go, title: Go, on: app, run: touch went, changes: false}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    assert_eq!(result(&output, "ready")["state"], "failed");
    assert!(output.out.contains(r#""before":{"failed":1,"open":1}"#));
    assert!(!stage.has("away/went"));
    assert_eq!(before(&stage), ["failed", "open"]);
    let status = stage.done(&["status"]);
    assert!(
        status.contains("0/2 before, 0/1 steps, 0/0 checks, something failed"),
        "{status}"
    );

    stage.write("away/ready", "");
    let output = ends(&stage, &[], 0);
    assert!(
        output.err.contains("thought is a manual check"),
        "{}",
        output.err
    );
    assert!(stage.has("away/went"));
    assert_eq!(before(&stage), ["passed", "open"]);
}

#[test]
fn a_step_that_asks_somebody_is_not_run_where_nobody_is() {
    let stage = Stage::new(
        "
steps:
  - {id: known, title: Known, on: app, run: read -r x, unless: test -e known, no_undo: no, interactive: true}
  - {id: not-so, title: Not so, on: app, run: read -r x, changes: false, when: {run: test -e so}, interactive: true}
  - {id: new, title: New, on: app, run: touch began; read -r x, unless: test -e new, no_undo: no, interactive: true}
",
    );
    let _sshd = Sshd::start(&stage);
    stage.write("away/known", "");
    let output = ends(&stage, &[], 3);
    assert_eq!(
        result(&output, "known")["because"],
        "already so: its `unless` holds"
    );
    assert_eq!(state(&stage, "not-so"), "skipped");
    assert_eq!(state(&stage, "new"), "open");
    assert!(output.err.contains("`--done new`"), "{}", output.err);
    assert!(!stage.has("away/began"));
    stage.write("away/new", "");
    ends(&stage, &["--done", "new"], 0);
    assert_eq!(state(&stage, "new"), "passed");
}

/// How the checks stand that are asked before day 1.
fn before(stage: &Stage) -> Vec<String> {
    let status: Value = serde_json::from_str(&stage.done(&["status", "--json"])).unwrap();
    let checks = status["days"][0]["before"].as_array().unwrap().iter();
    let states = checks.map(|check| check["state"].as_str().unwrap().to_owned());
    states.collect()
}

#[test]
fn every_shell_of_a_plan_tells_the_true_end_of_a_step_without_a_screen() {
    for shell in ["bash", "zsh", "dash", "ash"] {
        let stage = Stage::new(
            "
steps:
  - {id: kept, title: Kept, on: app, run: 'cd /; LEFT=behind', changes: false}
  - {id: ends, title: Ends, on: app, run: 'test \"$PWD\" = \"$HOME\" && echo home $LEFT; (exit 7)', changes: false}
",
        );
        let plan = stage.read("plan/plan.yaml");
        stage.write("plan/plan.yaml", &(plan + &format!("shell: {shell}\n")));
        let _sshd = Sshd::start(&stage);
        let output = ends(&stage, &[], 1);
        let end = result(&output, "ends");
        assert_eq!(end["exit"], 7, "{shell}: {output:#?}");
        assert_eq!(end["output"], "home\n", "{shell}");
    }
}

#[test]
fn an_answer_is_judged_by_all_that_the_plan_says_of_it() {
    let stage = Stage::new(
        "
checks:
  - {id: other-exit, check: A, on: app, run: exit 3, exit: [0, 3]}
  - {id: wrong-exit, check: B, on: app, run: exit 4, exit: [0, 3]}
  - {id: warns, check: C, on: app, run: exit 4, warns: 4}
  - {id: a-line, check: D, on: app, run: 'echo one; echo two >&2', expect: ^two$}
  - {id: no-line, check: E, on: app, run: echo one, expect: ^two$}
  - {id: never, check: F, on: app, run: 'echo one; echo two >&2', expect_not: ^two$}
  - {id: most, check: G, on: app, run: 'echo 5; echo 9 >&2', at_most: 5, at_least: 5, unit: pages}
  - {id: too-much, check: H, on: app, run: echo 6, at_most: 5, unit: pages}
  - {id: too-little, check: I, on: app, run: echo 4.5, at_least: 5}
  - {id: not-asked, check: J, on: app, run: no-such-program}
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    let check = |id: &str, expect: &str, because: &str| {
        let result = result(&output, id);
        assert_eq!(result["state"], expect, "{result}");
        let text = result["because"].as_str().unwrap();
        assert!(text.contains(because), "{result}");
    };
    check("other-exit", "passed", "");
    check("wrong-exit", "failed", "exit 4, expected 0 or 3");
    check("warns", "warned", "exit 4");
    check("a-line", "passed", "");
    check("no-line", "failed", "does not match ^two$");
    check("never", "failed", "matches ^two$, which it must not");
    check("most", "passed", "");
    check("too-much", "failed", "6 pages, expected at most 5 pages");
    check("too-little", "failed", "4.5, expected at least 5");
    check("not-asked", "unknown", "exit 127");
}
