//! The journal: told, verified, private.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::stage::{Stage, Told};

const DAY: &str = "steps: [{id: one, title: One, on: here, run: echo one, changes: false}]\nchecks: [{id: seen, check: Seen}]";
const JOURNAL: &str = "data/walks/small/main/journal.jsonl";

fn verify(stage: &Stage) -> Told {
    stage.tell(&["journal", "verify", &stage.argument("plan")])
}

fn walked() -> Stage {
    let stage = Stage::new(DAY);
    stage.done(&[
        "run",
        "--day",
        "1",
        "--attest",
        "seen",
        "saw it",
        "--start",
        "2026-11-02",
    ]);
    stage
}

#[test]
fn it_is_told_as_on_disk() {
    let stage = walked();
    let output = stage.done(&["journal", "--json"]);
    assert_eq!(output, stage.read(JOURNAL));
    for line in stage.journal() {
        for key in [
            "v", "seq", "at", "operator", "session", "event", "prev", "hash",
        ] {
            assert!(line.get(key).is_some(), "no {key} in {line}");
        }
    }
    assert!(stage.done(&["journal"]).contains("check attested"));
    assert_eq!(stage.events("walk_started")[0]["start"], "2026-11-02");
    let output = verify(&stage);
    assert_eq!(output.exit, Some(0));
    let head = stage.journal().last().unwrap()["hash"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(output.out.contains(&head), "{output:?}");
}

#[test]
fn each_change_is_found_and_its_line_named() {
    let stage = walked();
    let whole = stage.read(JOURNAL);
    let lines: Vec<&str> = whole.lines().collect();
    let without = |left_out: usize| {
        let kept = lines
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != left_out);
        kept.map(|(_, line)| format!("{line}\n"))
            .collect::<String>()
    };
    for (what, text, line) in [
        ("a word", whole.replacen("saw it", "saw It", 1), 4),
        ("a missing line", without(2), 3),
        ("a missing first line", without(0), 1),
        ("a line twice", format!("{}\n{whole}", lines[0]), 2),
        ("no event", whole.replacen('{', "[", 1), 1),
    ] {
        stage.write(JOURNAL, &text);
        let output = verify(&stage);
        assert_eq!(output.exit, Some(1), "{what}: {output:?}");
        assert!(
            output.out.contains(&format!("line {line} ")),
            "{what}: {output:?}"
        );
        assert_eq!(stage.read(JOURNAL), text, "{what}: it was repaired");
    }
}

#[test]
fn a_torn_tail_is_told_and_is_no_error() {
    let stage = walked();
    let whole = stage.read(JOURNAL);
    stage.write(JOURNAL, &format!("{whole}{{\"v\":1,\"seq\""));
    let output = verify(&stage);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert!(output.out.contains("incomplete"), "{output:?}");
    let output = stage.daymark(&["note", "--day", "1", "so"]);
    assert!(output.err.contains("journal.torn-1"), "{output:?}");
    assert_eq!(verify(&stage).exit, Some(0));
    assert!(stage.read(JOURNAL).starts_with(&whole));
}

#[test]
fn a_walk_is_its_users_alone() {
    let stage = walked();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&stage.walk()), 0o700);
    for folder in [
        stage.walk(),
        stage.walk().join("outputs"),
        stage.walk().join("recordings"),
    ] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
            }
        }
    }
}

#[test]
fn a_process_that_got_the_number_of_a_dead_writer_holds_nothing() {
    let stage = walked();
    let host = rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned();
    let holder = serde_json::json!({
        "operator": "bea", "process": std::process::id(), "host": host, "since": "yesterday",
    });
    stage.write("data/walks/small/main/journal.lock", &holder.to_string());
    let output = stage.done(&["status"]);
    assert!(!output.contains("bea"), "{output}");
}

#[test]
fn a_step_runs_only_while_the_very_session_that_started_it_writes() {
    let stage = walked();
    let journal = stage.read(JOURNAL);
    let end = journal.find("\"event\":\"step_ended\"").unwrap();
    let cut = journal[..end].rfind('\n').unwrap() + 1;
    stage.write(JOURNAL, &journal[..cut]);
    fs::remove_dir_all(stage.walk().join("outputs")).unwrap();
    let session = stage.events("step_started")[0]["session"].clone();
    let host = rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned();
    let path = "data/walks/small/main/journal.lock";
    let check = |session: Option<&str>, expect: &str| {
        let mut owner = serde_json::json!({
            "operator": "bea", "process": std::process::id(), "host": host, "since": "today",
        });
        if let Some(session) = session {
            owner["session"] = session.into();
        }
        stage.write(path, &owner.to_string());
        let lock = fs::File::open(stage.path(path)).unwrap();
        lock.lock().unwrap();
        let status = &stage.daymark(&["status", "--json"]).json()[0];
        assert_eq!(
            status["days"][0]["steps"][0]["state"], expect,
            "{session:?}"
        );
    };
    check(session.as_str(), "running");
    check(Some("another"), "interrupted");
    // An earlier version names no session.
    check(None, "running");
}

#[test]
fn a_note_is_kept_word_for_word() {
    let stage = walked();
    let text = "it's \"so\"\n\nwith $HOME and ü";
    stage.done(&[
        "note",
        "--day",
        "1",
        "--step",
        "one",
        text,
        "--operator",
        "Bea B.",
    ]);
    let note = &stage.events("deviation_noted")[0];
    assert_eq!((&note["text"], &note["id"]), (&text.into(), &"one".into()));
    assert_eq!(note["operator"], "Bea B.");
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["deviations"], 1);
}
