//! Several hosts, and hosts that go away.

use crate::stage::{Sshd, Stage};
use crate::{ends, state};

/// A stage whose group `both` is the server under two names.
fn stage(day: &str) -> Stage {
    let stage = Stage::new(day);
    let plan = stage.read("plan/plan.yaml");
    let group = "  other: {ssh: app}\n  both: {group: [app, other]}\nvariables:\n";
    stage.write("plan/plan.yaml", &plan.replace("variables:\n", group));
    stage
}

#[test]
fn a_group_runs_side_by_side_with_a_result_each() {
    // Each waits for the other: one after another, neither would ever end.
    let stage = stage(
        "
steps:
  - id: meet
    title: Meet
    on: both
    changes: false
    run: |
      mkdir first 2>/dev/null && mine=one || mine=two
      touch $mine
      until [ -e one ] && [ -e two ]; do sleep 0.02; done
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 0);
    let hosts: Vec<_> = output
        .json()
        .iter()
        .filter(|r| r["id"] == "meet")
        .map(|r| r["host"].clone())
        .collect();
    assert_eq!(hosts.len(), 2);
    assert_ne!(hosts[0], hosts[1]);
}

#[test]
fn one_failure_stops_a_rolling_change_and_again_touches_only_the_rest() {
    let stage = stage(
        "
steps:
  - {id: roll, title: Roll, on: both, serial: 1, changes: false, run: 'echo x >> ran; test -e ok'}
",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 1);
    assert_eq!(stage.read("away/ran"), "x\n");
    stage.write("away/ok", "");
    ends(&stage, &["--step", "roll", "--again"], 0);
    assert_eq!(stage.read("away/ran"), "x\nx\nx\n");
    assert_eq!(state(&stage, "roll"), "passed");
}

#[test]
fn a_step_that_cuts_its_link_is_judged_by_its_unless_on_the_next() {
    let stage = Stage::new(
        "
steps:
  - {id: cut, title: Cut, on: app, run: 'touch cut; kill -9 $PPID', unless: test -e cut, no_undo: no, disconnects: true}
  - {id: behind, title: Behind, on: app, run: touch behind, changes: false}
",
    );
    let _sshd = Sshd::start(&stage);
    ends(&stage, &[], 0);
    assert_eq!(state(&stage, "cut"), "passed");
    assert!(stage.has("away/behind"));
    assert_eq!(stage.events("step_ended")[0]["manner"], "unless");
}
