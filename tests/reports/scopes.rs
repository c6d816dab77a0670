//! The parts and the moments of a walk that a report covers.

use serde_json::Value;

use super::{FORMATS, MADE_AT, report, walked};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Returns each exception as `kind id: why`.
fn exceptions(document: &Value) -> Vec<String> {
    let groups = document["exceptions"].as_array().unwrap().iter();
    let lines = groups.flat_map(|group| {
        let kind = group["kind"].as_str().unwrap();
        let exceptions = group["exceptions"].as_array().unwrap().iter();
        exceptions.map(move |exception| {
            let id = exception["id"].as_str().unwrap_or("-");
            format!("{kind} {id}: {}", exception["why"].as_str().unwrap())
        })
    });
    lines.collect()
}

#[test]
fn exceptions_come_worst_first_with_their_reasons() {
    let stage = walked();
    let document = json(&report(&stage, &["--format", "json"]));
    assert_eq!(
        exceptions(&document),
        [
            "drifted space: on here: exit 1, expected 0",
            "overridden sale: users were told",
            "waived fast: it took longer",
            "skipped extra: not needed",
            "deviation -: The provider was slow",
            "deviation install: Port 80 was taken",
            "attested seen: looked",
            "earlier install: on here: exit 1, expected 0",
            "earlier fast: on here: 19, expected at most 15",
            "earlier seen: on here: exit 3, expected 0",
        ]
    );
    let next = document["next"].as_array().unwrap();
    let next: Vec<&str> = next
        .iter()
        .map(|next| next["what"].as_str().unwrap())
        .collect();
    assert_eq!(next[..2], ["The disk has space", "Move it"]);
    assert!(next.contains(&"Read the logs"), "{next:?}");
    let install = &document["sections"][0]["items"][0];
    let states: Vec<&Value> = install["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|run| &run["result"]["state"])
        .collect();
    assert_eq!(states, ["failed", "passed"], "no failed attempt is hidden");
}

#[test]
fn the_same_journal_gives_the_same_bytes() {
    let stage = walked();
    for format in FORMATS {
        let words = ["--format", format];
        let first = report(&stage, &words);
        assert_eq!(first, report(&stage, &words), "{format}");
        let head = stage.journal().last().unwrap()["hash"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(first.contains(&head), "{format} has no head");
        let whole = match format {
            "json" => "\"chain_whole\": true",
            _ => "the chain is whole",
        };
        assert!(first.contains(whole), "{format}");
        let later = stage.done(&[
            "report",
            "--format",
            format,
            "--made-at",
            "2026-12-02T12:00:01+01:00",
        ]);
        let differ = first
            .lines()
            .zip(later.lines())
            .filter(|(one, other)| one != other);
        assert!(differ.count() <= 1, "{format}");
        assert_eq!(first.lines().count(), later.lines().count(), "{format}");
    }
}

#[test]
fn damage_is_the_first_exception_in_every_format() {
    let stage = walked();
    let outputs = stage.walk().join("outputs");
    std::fs::write(outputs.join("install@here.2.txt"), "changed").unwrap();
    for format in FORMATS {
        let text = report(&stage, &["--format", format]);
        let damaged = match format {
            "json" => "\"outputs_whole\": false",
            _ => "1 kept outputs are DAMAGED",
        };
        assert!(text.contains(damaged), "{format}:\n{text}");
    }
    let document = json(&report(&stage, &["--format", "json"]));
    assert!(exceptions(&document)[0].starts_with("damaged -: outputs/install@here.2.txt"));
}

#[test]
fn a_scope_holds_its_days_and_no_others() {
    let stage = walked();
    let ids = |words: &[&str]| {
        let document = json(&report(&stage, &[&["--format", "json"], words].concat()));
        let sections = document["sections"].as_array().unwrap();
        let ids: Vec<String> = sections
            .iter()
            .map(|section| section["id"].as_str().unwrap().to_owned())
            .collect();
        ids.join(" ")
    };
    assert_eq!(ids(&[]), "1 2-3 4 success-1 logs");
    assert_eq!(ids(&["--phase", "1"]), "1 2-3 success-1");
    assert_eq!(ids(&["--phase", "2"]), "4");
    assert_eq!(ids(&["--day", "2"]), "2-3");
    assert_eq!(ids(&["--day", "2-3"]), "2-3");
    assert_eq!(ids(&["--brief"]), "");
    for (words, exit) in [
        (&["--phase", "3"][..], 2),
        (&["--phase", "0"], 2),
        (&["--day", "9"], 2),
        (&["--phase", "1", "--day", "1"], 2),
        (&["--brief", "--format", "csv"], 2),
        (&["--brief", "--format", "junit"], 2),
        (&["--until", "yesterday"], 2),
        (&["--since", "last"], 2),
        (&["--accept"], 2),
    ] {
        let output = stage.daymark(&[&["report"], words].concat());
        assert_eq!(output.exit, Some(exit), "{words:?}: {output:?}");
    }
}

#[test]
fn until_reports_the_walk_as_it_was() {
    let stage = walked();
    let lines = stage.journal();
    let at = |event: &str| {
        let found = lines.iter().find(|line| line["event"] == event);
        found.unwrap()["at"].as_str().unwrap().to_owned()
    };
    let document =
        |until: &str| json(&stage.done(&["report", "--format", "json", "--until", until]));
    let before = document(&at("check_waived"));
    let kinds = exceptions(&before).join("\n");
    assert!(!kinds.contains("deviation"), "{kinds}");
    assert!(!kinds.contains("drifted"), "{kinds}");
    assert!(kinds.contains("skipped extra"), "{kinds}");
    assert_eq!(before["integrity"]["chain_whole"], true);
    let first = document("2000-01-01T00:00:00Z");
    assert_eq!(first["summary"]["headline"], "The walk has not started.");
    assert_eq!(first["integrity"]["events"], 0);
}

#[test]
fn times_have_the_offset_of_their_recording() {
    let stage = walked();
    let recorded = stage.journal()[0]["at"].as_str().unwrap().to_owned();
    let offset = recorded[recorded.len() - 6..].replace('Z', "+00:00");
    let offset = if recorded.ends_with('Z') {
        "+00:00".to_owned()
    } else {
        offset
    };
    for format in ["html", "md"] {
        let text = report(&stage, &["--format", format]);
        assert!(text.contains(&offset), "{format} has no {offset}");
        assert!(
            text.contains("12:00:00 +01:00"),
            "{format} has no {MADE_AT}"
        );
    }
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let stage = walked();
    let file = stage.argument("report.html");
    let words = ["report", "--format", "html", "-o", &file];
    assert_eq!(stage.daymark(&words).exit, Some(0));
    assert_eq!(stage.daymark(&words).exit, Some(1));
    assert_eq!(
        stage.daymark(&[&words[..], &["--force"]].concat()).exit,
        Some(0)
    );
}
