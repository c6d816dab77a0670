//! Journals that earlier versions wrote.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use daymark::progress::{Chain, Event};

use crate::stage::{Stage, Told};

const WALK: &str = "data/walks/every-event/main";

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/journals/version-1")
        .join(name)
}

/// A stage with the plan and the walk that version 1 wrote.
fn version_1() -> Stage {
    let stage = Stage::empty();
    copy(&kept("plan"), &stage.path("plan"));
    copy(&kept("walk"), &stage.path(WALK));
    stage
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

fn verify(stage: &Stage) -> Told {
    stage.tell(&["journal", "verify", &stage.argument("plan")])
}

/// Returns the name of an event on disk.
fn name(event: &Event) -> String {
    let json = serde_json::to_value(event).unwrap();
    json["event"].as_str().unwrap().to_owned()
}

#[test]
fn version_1_has_every_kind_of_event() {
    let bytes = fs::read(kept("walk/journal.jsonl")).unwrap();
    let chain = Chain::read(&bytes, &[]);
    assert_eq!((chain.breaks.len(), chain.newer.is_some()), (0, false));
    let found: BTreeSet<String> = chain.records.iter().map(|it| name(&it.event)).collect();
    let expect = [
        "walk_started",
        "start_moved",
        "plan_trusted",
        "plan_changed",
        "session_opened",
        "variable_set",
        "step_started",
        "step_reached",
        "step_resumed",
        "step_ended",
        "step_attested",
        "step_skipped",
        "check_asked",
        "check_answered",
        "check_attested",
        "check_waived",
        "check_unticked",
        "guard_answered",
        "quiz_answered",
        "round_begun",
        "round_ended",
        "deviation_noted",
        "journal_accepted",
    ];
    assert_eq!(found, expect.map(str::to_owned).into());
}

#[test]
fn version_1_is_read_and_verified_as_it_was() {
    let stage = version_1();
    let journal = stage.read(&format!("{WALK}/journal.jsonl"));
    assert_eq!(stage.done(&["journal", "--json"]), journal);
    let output = verify(&stage);
    assert_eq!(output.exit, Some(0), "{output:?}");
    for words in [
        "line 66 was changed after it was written: accepted by bea",
        "72 events, nothing changed but what was accepted",
        "71eddbce8c2c8bbcbecdab8aa7b751cee236808a815520380621d8edb97a3069",
    ] {
        assert!(output.out.contains(words), "{words}: {}", output.out);
    }
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    let items = |kind: &str| -> Vec<String> {
        let items = status["days"][0][kind].as_array().unwrap().iter();
        let word = |value: &serde_json::Value| value.to_string().replace('"', "");
        let text = |item: &serde_json::Value| {
            let attempts = item.get("attempts").map(|count| format!(" {count}"));
            word(&item["id"]) + " " + &word(&item["state"]) + &attempts.unwrap_or_default()
        };
        items.map(text).collect()
    };
    let steps = ["make passed 4", "flaky unknown 2", "far unknown 1"];
    let by_hand = ["button passed 0", "rest skipped 0"];
    assert_eq!(items("steps"), [&steps[..], &by_hand].concat());
    let checks = [
        "holds passed",
        "fails failed",
        "seen attested",
        "waived waived",
    ];
    assert_eq!(items("checks"), checks);
    assert_eq!(
        (&status["started"], &status["deviations"]),
        (&"2026-11-03".into(), &3.into())
    );
}

#[test]
fn version_1_is_reported_with_its_evidence() {
    let stage = version_1();
    let report = stage.done(&["report"]);
    for words in [
        "I looked again",
        "done otherwise",
        "I pressed it",
        "not needed",
        "patched",
    ] {
        assert!(report.contains(words), "{words}:\n{report}");
    }
}

#[test]
fn version_1_goes_on() {
    let stage = version_1();
    let path = format!("{WALK}/journal.jsonl");
    let before = stage.read(&path);
    stage.write("home/ready", "");
    stage.done(&["run", "--day", "1", "--step", "flaky", "--again", "--yes"]);
    stage.done(&["note", "--day", "1", "so"]);
    let after = stage.read(&path);
    let added = after.strip_prefix(&before).expect("the old records stay");
    let started = added.lines().find(|line| line.contains("step_started"));
    // The journal goes on counting where the earlier version ended.
    assert!(started.unwrap().contains("\"attempt\":3"), "{added}");
    assert_eq!(verify(&stage).exit, Some(0));
    let output = format!("{WALK}/outputs/holds@here.1.txt");
    stage.write(&output, "other");
    let output = verify(&stage);
    assert!(output.out.contains("holds@here.1.txt"), "{output:?}");
    assert_eq!(output.exit, Some(1));
}
