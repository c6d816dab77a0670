//! What is walked besides days: ways back, a phase's success, recurring work.

use crate::stage::{Sshd, Stage};

fn stage() -> Stage {
    let stage =
        Stage::new("steps: [{id: day-step, title: A, on: app, run: 'true', changes: false}]");
    let more = "
phases:
  - title: The phase
    days: 1
    success:
      - {id: fast, check: It is fast, on: app, run: 'echo 1.5', at_most: 2, unit: s}
    rollback:
      if: It does not work
      steps:
        - {id: back, title: Go back, on: app, run: touch back, unless: test -e back, no_undo: It is the way back.}
      checks:
        - {id: is-back, check: It is back, on: app, run: test -e back}
recurring:
  - id: logs
    every: day
    since: 1
    do: Look at the logs
    steps: [{id: logs-read, title: Read, on: app, run: 'echo x >> logs', changes: false}]
    checks: [{id: logs-clean, check: They are clean, on: app, run: test -e logs}]
";
    let plan = stage.read("plan/plan.yaml") + more;
    stage.write("plan/plan.yaml", &plan);
    stage
}

#[track_caller]
fn ends(stage: &Stage, words: &[&str], exit: i32) -> String {
    let output = stage.daymark(&[&["run"], words].concat());
    assert_eq!(output.exit, Some(exit), "{output:#?}");
    output.out
}

#[test]
fn the_way_back_from_a_phase_is_walked() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--rollback", "1"], 0);
    assert!(stage.has("away/back"));
    assert_eq!(stage.events("step_ended")[0]["day"], "rollback-1");
    ends(&stage, &["--rollback", "2"], 2);
}

#[test]
fn the_success_of_a_phase_is_asked() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--success", "1"], 0);
    assert_eq!(stage.events("check_answered")[0]["state"], "passed");
}

#[test]
fn recurring_work_is_walked_once_for_each_time_it_is_due() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--recurring", "logs"], 0);
    assert_eq!(stage.events("round_ended").len(), 1);
    let output = stage.daymark(&["run", "--recurring", "logs"]);
    assert!(output.err.contains("next date is"), "{output:#?}");
    assert_eq!(stage.read("away/logs"), "x\n");
}

#[test]
fn everything_that_was_walked_has_its_place_in_the_report() {
    let stage = stage();
    let day = "
before: [{id: ready, check: It is ready, on: app, run: 'true'}]
steps:
  - {id: made, title: Made, on: app, run: touch made, unless: test -e made, undo: rm made, guard: ok, explain: A file is made., differs: The author removes it.}
quiz: [{ask: Which?, answers: [this, that], right: 2}]
";
    stage.write(
        "plan/day-01.yaml",
        &format!("days: 1\ntitle: The first day\nobjective: It is made.\nauthor: rm made\ntasks: [Make it]\nsee: [notes.md]\n{day}"),
    );
    let more = "risks: [{risk: It breaks, mitigation: Care, contingency: Go back, days: [1], checks: [fast]}]
weeks: [{title: The week, days: 1}]
calendar: {holidays: [2024-12-25]}
guards: {ok: {about: It is fine, on: app, run: 'true'}}
next_actions: [Read it all]
";
    let plan = stage.read("plan/plan.yaml") + more;
    stage.write("plan/plan.yaml", &plan);
    let _sshd = Sshd::start(&stage);
    ends(&stage, &["--day", "1", "--start", "2024-01-05"], 0);
    ends(&stage, &["--day", "1", "--undo", "made", "--verify"], 0);
    let output = ends(&stage, &["--day", "1", "--verify", "--answer", "1", "2"], 0);
    assert!(output.contains("right    Which?"), "{output}");
    ends(&stage, &["--success", "1"], 0);
    ends(&stage, &["--rollback", "1"], 0);
    ends(&stage, &["--recurring", "logs"], 0);
    let report = stage.done(&["report", "--format", "md"]);
    for output in [
        "### Checks before the steps",
        "| 1 | The first day | The week |",
        "Days off: 2024-12-25",
        "It is made.\n\n- Make it\n",
        "See notes.md.",
        "The author's own commands:\n\n  ```sh\n  rm made\n",
        "A file is made.",
        "Differs from the author: The author removes it.",
        "attempt 1 on app",
        "  ```sh\n  touch made\n  ```",
        "- undo 2 on app",
        "- Which? that: right, ada",
        "## Success of phase 1",
        " phase 1: ",
        "### Undo list, newest first\n\n- Go back on app, ",
        ": cannot be undone: It is the way back.",
        "## Recurring work\n\n- Look at the logs (every day): done 1 time, missed ",
        "\n  - for 20",
        "## Look at the logs (newest occurrence)",
        "## Guards: newest results\n\n- ok (It is fine), ",
        "## Risks",
        "- It breaks\n  - mitigation: Care\n  - contingency: Go back\n  - on day 1\n  - It is fast: passed",
        "- Read it all",
    ] {
        assert!(report.contains(output), "{output} is not in\n{report}");
    }
}
