//! `daymark new`.

use std::fs;

use crate::{done, stage::Stage};

#[test]
fn a_new_plan_is_valid_and_can_be_walked_at_once() {
    let stage = Stage::empty();
    let plan = stage.path("My Plan");
    let plan = plan.to_str().unwrap();
    done(&stage, &["new", plan]);
    assert_eq!(done(&stage, &["check", plan]), "2 files: nothing wrong\n");
    let ran = done(&stage, &["run", plan, "--day", "1", "--json"]);
    assert!(ran.contains("\"write-greeting\""), "{ran}");
    let status = done(&stage, &["status", plan, "--json"]);
    assert!(status.contains("\"plan\":\"my-plan\""), "{status}");
    assert!(status.contains("\"state\":\"done\""), "{status}");
    done(
        &stage,
        &["run", plan, "--day", "1", "--undo", "write-greeting"],
    );
}

#[test]
fn days_are_added_one_after_the_other() {
    let stage = Stage::empty();
    let plan = stage.path("plan");
    let plan = plan.to_str().unwrap();
    done(&stage, &["new", plan]);
    for day in ["2", "3-4", "5"] {
        done(&stage, &["new", "--day", day, plan]);
    }
    assert_eq!(done(&stage, &["check", plan]), "5 files: nothing wrong\n");
    done(
        &stage,
        &[
            "run",
            plan,
            "--day",
            "3-4",
            "--attest",
            "looked-around-3-4",
            "Seen",
        ],
    );
    for (day, message) in [
        ("3", "The next day of the plan is day 6"),
        ("9", "Add it with --day 6"),
        ("x", "write a day as `3` or `3-4`"),
    ] {
        let output = stage.tell(&["new", "--day", day, plan]);
        assert_ne!(output.exit, Some(0), "{day}");
        assert!(output.err.contains(message), "{output:?}");
    }
}

#[test]
fn a_day_of_a_plan_without_hosts_is_manual() {
    let stage = Stage::empty();
    stage.write("plan/plan.yaml", "daymark: 1\nid: bare\ntitle: Bare\n");
    let plan = stage.path("plan");
    let plan = plan.to_str().unwrap();
    done(&stage, &["new", "--day", "1", plan]);
    assert_eq!(done(&stage, &["check", plan]), "2 files: nothing wrong\n");
}

#[test]
fn nothing_is_overwritten() {
    let stage = Stage::empty();
    stage.write("full/notes.txt", "mine");
    let full = stage.path("full");
    let output = stage.tell(&["new", full.to_str().unwrap()]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert!(output.err.contains("is not empty"), "{output:?}");
    let files: Vec<_> = fs::read_dir(&full).unwrap().collect();
    assert_eq!(files.len(), 1, "{files:?}");
    stage.write("plan/plan.yaml", "daymark: 1\nid: bare\ntitle: Bare\n");
    stage.write("plan/day-01.yaml", "mine");
    let plan = stage.path("plan");
    let output = stage.tell(&["new", "--day", "1", plan.to_str().unwrap()]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert_eq!(
        fs::read_to_string(plan.join("day-01.yaml")).unwrap(),
        "mine"
    );
}
