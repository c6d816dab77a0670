//! A day that uses every key of the format, with the link cut twice.

use std::os::unix::fs::MetadataExt as _;
use std::process::Child;

use crate::stage::{Sshd, Stage, until};
use crate::{ends, result, state};

const STEPS: [&str; 15] = [
    "asks", "by-hand", "made", "found", "named", "config", "not-so", "long", "ordinary", "flaky",
    "reboots", "held", "nested", "token", "judged",
];

fn stage() -> Stage {
    let stage = Stage::empty();
    let day = include_str!("every-key/day-01.yaml");
    stage.write(
        "plan/day-01.yaml",
        &day.replace("/STAGE", &stage.argument("")),
    );
    stage.write("plan/plan.yaml", include_str!("every-key/plan.yaml"));
    stage.write(
        "plan/files/app.conf",
        include_str!("every-key/files/app.conf"),
    );
    stage
}

/// Goes on with the day until a step has left its mark on the host, then cuts the link.
#[track_caller]
fn is_cut_at(stage: &Stage, sshd: &Sshd, mark: &str) {
    let plan = stage.argument("plan");
    let mut program: Child = stage
        .command(&["run", &plan, "--day", "1"])
        .spawn()
        .unwrap();
    until(mark, || stage.has(mark).then_some(()));
    sshd.cut();
    assert_eq!(program.wait().unwrap().code(), Some(3), "{mark}");
}

#[track_caller]
fn stand(stage: &Stage, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| state(stage, id)).collect()
}

#[test]
fn a_day_of_every_key_comes_to_its_end_though_the_link_is_cut_twice() {
    let stage = stage();
    let sshd = Sshd::start(&stage);
    wants_a_person_at_each_turn(&stage);

    is_cut_at(&stage, &sshd, "away/long-ran");
    assert_eq!(stand(&stage, &["long", "ordinary"]), ["unknown", "open"]);
    stage.write("away/long-go", "");

    is_cut_at(&stage, &sshd, "away/ordinary-ran");
    assert_eq!(stand(&stage, &["long", "ordinary"]), ["passed", "unknown"]);
    stage.write("away/ordinary-go", "");
    ends(&stage, &[], 3);
    ends(&stage, &["--step", "ordinary", "--again"], 0);

    let output = ends(&stage, &[], 3);
    assert!(output.err.contains("--attest seen WHY"), "{output:#?}");
    ends(&stage, &["--attest", "seen", "with my own eyes"], 0);
    comes_out_as_written(&stage);
    is_told_as_it_was(&stage);
}

/// Before the first cut: each thing only a person decides stops the day until it is said.
fn wants_a_person_at_each_turn(stage: &Stage) {
    let output = ends(stage, &["--start", "2024-01-05"], 3);
    assert!(output.err.contains("is interactive"), "{}", output.err);
    let output = ends(stage, &["--skip", "asks", "nobody is here"], 3);
    assert!(
        output.err.contains("--attest by-hand WHY"),
        "{}",
        output.err
    );
    let output = ends(stage, &["--attest", "by-hand", "looked"], 3);
    assert!(output.err.contains("--yes"), "{}", output.err);
    let output = ends(stage, &["--yes"], 3);
    assert!(output.err.contains("--production prod"), "{}", output.err);
    let production = ["--yes", "--production", "prod"];
    let output = ends(stage, &production, 3);
    assert!(output.err.contains("the guard backup"), "{}", output.err);
    assert!(!stage.has("away/etc/app.conf"));
    ends(
        stage,
        &[
            "--step",
            "config",
            "--override",
            "backup",
            "nothing to lose",
        ],
        0,
    );
}

/// What the steps did on the host, once each.
fn comes_out_as_written(stage: &Stage) {
    let mut expected = vec!["passed"; STEPS.len()];
    (expected[0], expected[6]) = ("skipped", "skipped");
    assert_eq!(stand(stage, &STEPS), expected);
    assert_eq!(stand(stage, &["there", "seen"]), ["passed", "attested"]);
    assert_eq!(stage.read("away/long-ran"), "x\n", "it ran twice");
    assert_eq!(stage.read("away/ordinary-ran"), "x\nx\n");
    assert_eq!(stage.read("away/tries"), "x\nx\n");
    assert_eq!(stage.read("away/etc/app.conf"), "name ada, home $HOME\n");
    assert_eq!(stage.read("away/plain.conf"), "name $NAME, home $HOME\n");
    let config = stage.path("away/etc/app.conf").metadata().unwrap();
    assert_eq!((config.uid(), config.mode() & 0o777), (0, 0o600));
    assert!(!stage.has("away/not"));
    assert_eq!(stage.read("home/kept").trim(), "planted word 77");

    let again = |id| ends(stage, &["--step", id, "--again"], 0);
    assert_eq!(result(&again("long"), "long")["output"], "one\ntwo\n");
    let token = result(&again("token"), "token")["output"].clone();
    assert!(!token.as_str().unwrap().contains("planted"), "{token}");
}

/// What is kept of it, and the walks beside the day.
fn is_told_as_it_was(stage: &Stage) {
    for words in [
        ["--success", "1"],
        ["--rollback", "1"],
        ["--recurring", "logs"],
    ] {
        let output = stage.daymark(&[&["run"], &words[..]].concat());
        assert_eq!(output.exit, Some(0), "{output:#?}");
    }
    let undo = ["--undo", "made", "--verify"];
    ends(stage, &undo, 3);
    ends(
        stage,
        &[&undo[..], &["--yes", "--production", "prod"]].concat(),
        1,
    );
    assert_eq!(stand(stage, &["made", "there"]), ["undone", "drifted"]);

    let noted = stage.events("deviation_noted");
    assert_eq!(
        noted[0]["text"],
        "the guard backup was overridden: nothing to lose"
    );
    let verified = stage.tell(&["journal", "verify", &stage.argument("plan")]);
    assert_eq!(verified.exit, Some(0), "{verified:#?}");
    let report = stage.done(&["report", "--format", "md"]);
    for output in STEPS.iter().chain(&[
        "nothing to lose",
        "with my own eyes",
        "of phase 1",
        "It breaks",
        "Read it all",
    ]) {
        assert!(report.contains(output), "{output} is not in\n{report}");
    }
    assert!(!report.contains("planted word"), "{report}");
}
