//! A damaged journal: shown with a warning, written only when a person has accepted it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::stage::{Stage, Told};

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: 'echo ran >> one-ran', no_undo: no}\n\
    - {id: two, title: Two, on: here, run: 'echo ran >> two-ran', no_undo: no}\n\
    checks: [{id: holds, check: Holds, on: here, run: 'true'}]\n";
const JOURNAL: &str = "data/walks/small/main/journal.jsonl";

/// A day that was walked to its end: walk, session, trust, then start and end of each.
fn walked() -> Stage {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1"]);
    stage
}

/// Every file of the walk with its bytes.
fn files(stage: &Stage) -> BTreeMap<String, Vec<u8>> {
    fn read(folder: &Path, into: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else {
                into.insert(path.display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    read(&stage.walk(), &mut files);
    files
}

/// A subcommand of `journal` on the stage's plan.
fn journal(stage: &Stage, action: &str, words: &[&str]) -> Told {
    let plan = stage.argument("plan");
    stage.tell(&[&["journal", action, &plan], words].concat())
}

/// How the steps stand, by `status --json`.
fn steps(stage: &Stage) -> String {
    let output = stage.daymark(&["status", "--json"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    let steps = output.json()[0]["days"][0]["steps"].clone();
    let word = |step: &Value| format!("{} {}", step["id"], step["state"]).replace('"', "");
    let words: Vec<String> = steps.as_array().unwrap().iter().map(word).collect();
    words.join(", ")
}

/// How often the steps ran.
fn runs(stage: &Stage) -> usize {
    let of = |name: &str| stage.read(&format!("home/{name}")).lines().count();
    of("one-ran") + of("two-ran")
}

#[test]
fn damage_is_told_and_nothing_is_written_until_it_is_accepted() {
    let check = |what: &str, damage: &dyn Fn(&Stage, Vec<String>), place: &str, expect: &str| {
        let stage = walked();
        let lines = stage.read(JOURNAL).lines().map(str::to_owned).collect();
        damage(&stage, lines);
        let before = files(&stage);
        for words in [&["status"][..], &["report"], &["status", "--json"]] {
            let output = stage.daymark(words);
            assert_eq!(output.exit, Some(0), "{what}: {output:?}");
            assert!(
                output.err.contains(place),
                "{what}: {words:?}: {}",
                output.err
            );
            assert!(output.err.starts_with("Warning: "), "{what}: {output:?}");
        }
        assert_eq!(steps(&stage), expect, "{what}");
        for words in [
            &["run", "--day", "1"][..],
            &["run", "--day", "1", "--step", "one", "--again"],
            &["run", "--day", "1", "--skip", "one", "so"],
            &["note", "--day", "1", "so"],
        ] {
            let output = stage.daymark(words);
            assert_eq!(output.exit, Some(1), "{what}: {output:?}");
            assert!(output.err.contains("journal accept"), "{what}: {output:?}");
        }
        let output = journal(&stage, "verify", &[]);
        assert_eq!(output.exit, Some(1), "{what}: {output:?}");
        assert!(output.out.contains(place), "{what}: {output:?}");
        assert_eq!(
            journal(&stage, "accept", &["--why", " "]).exit,
            Some(2),
            "{what}"
        );
        assert!(files(&stage) == before, "{what}: something was written");

        let output = journal(
            &stage,
            "accept",
            &["--why", "a disk failed", "--operator", "bea"],
        );
        assert_eq!(output.exit, Some(0), "{what}: {output:?}");
        assert!(output.out.contains(place), "{what}: {output:?}");
        let output = journal(&stage, "verify", &[]);
        assert_eq!(output.exit, Some(0), "{what}: {output:?}");
        assert!(output.out.contains(place), "{what}: {output:?}");
        assert!(output.out.contains("accepted by bea"), "{what}: {output:?}");
        assert!(output.out.contains("a disk failed"), "{what}: {output:?}");
        assert_eq!(steps(&stage), expect, "{what}, once accepted");
        let output = stage.daymark(&["status"]);
        assert_eq!((output.exit, output.err.as_str()), (Some(0), ""), "{what}");
        // What is unknown wants a person, and is not run again.
        let output = stage.daymark(&["run", "--day", "1"]);
        let wants = expect.contains("unknown") || expect.contains("interrupted");
        let exit = if wants { 3 } else { 0 };
        assert_eq!(output.exit, Some(exit), "{what}: {output:?}");
        assert_eq!(runs(&stage), 2, "{what}: a step ran twice");
        assert_eq!(journal(&stage, "verify", &[]).exit, Some(0), "{what}");
        // There is nothing more to accept, and nothing is written for it.
        let before = files(&stage);
        let output = journal(&stage, "accept", &["--why", "once more"]);
        assert_eq!(output.exit, Some(1), "{what}: {output:?}");
        assert!(
            output.err.contains("Nothing is broken"),
            "{what}: {output:?}"
        );
        assert!(files(&stage) == before, "{what}");
        // A later break is not covered.
        let text = stage.read(JOURNAL);
        let at = text.len() - 100;
        let byte = if text.as_bytes()[at] == b'0' {
            "1"
        } else {
            "0"
        };
        stage.write(
            JOURNAL,
            &format!("{}{byte}{}", &text[..at], &text[at + 1..]),
        );
        assert_eq!(
            journal(&stage, "verify", &[]).exit,
            Some(1),
            "{what}: later"
        );
    };
    let write = |stage: &Stage, lines: &[String]| {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        stage.write(JOURNAL, &text);
    };
    check(
        "a word in the start of a step",
        &|stage, mut lines| {
            let at = lines
                .iter()
                .position(|line| line.contains("step_started"))
                .unwrap();
            lines[at] = lines[at].replace("echo ran", "echo run");
            write(stage, &lines);
        },
        "line 4 was changed",
        "one unknown, two passed",
    );
    check(
        "the end of a step",
        &|stage, mut lines| {
            let at = lines
                .iter()
                .rposition(|line| line.contains("step_ended"))
                .unwrap();
            lines.remove(at);
            write(stage, &lines);
        },
        "line 9 does not follow",
        "one passed, two interrupted",
    );
    check(
        "all of a step but its output",
        &|stage, mut lines| {
            lines.retain(|line| !line.contains("\"id\":\"one\""));
            write(stage, &lines);
        },
        "line 4 does not follow",
        "one unknown, two passed",
    );
    check(
        "the end of the journal",
        &|stage, lines| write(stage, &lines[..6]),
        "line 7 is missing",
        "one passed, two unknown",
    );
    check(
        "an empty journal",
        &|stage, _| write(stage, &[]),
        "line 1 is missing",
        "one unknown, two unknown",
    );
    check(
        "no journal",
        &|stage, _| fs::remove_file(stage.path(JOURNAL)).unwrap(),
        "line 1 is missing",
        "one unknown, two unknown",
    );
    check(
        "NULs, as after a power cut",
        &|stage, mut lines| {
            let at = lines
                .iter()
                .rposition(|line| line.contains("step_ended"))
                .unwrap();
            lines[at] = "\0".repeat(lines[at].len());
            write(stage, &lines);
        },
        "line 9 is no record",
        "one passed, two interrupted",
    );
    check(
        "NULs behind the last line",
        &|stage, _| {
            let whole = stage.read(JOURNAL);
            stage.write(JOURNAL, &format!("{whole}{}", "\0".repeat(4096)));
        },
        "is no record",
        "one passed, two passed",
    );
    check(
        "the journal of another walk",
        &|stage, _| {
            stage.done(&["note", "--day", "1", "elsewhere", "--walk", "other"]);
            let other = stage.read("data/walks/small/other/journal.jsonl");
            stage.write(JOURNAL, &other);
        },
        "line 4 is missing",
        "one unknown, two unknown",
    );
}

#[test]
fn what_is_unknown_is_decided_by_a_person() {
    let check = |words: &[&str], expect: &str, ran: usize| {
        let stage = walked();
        stage.write(JOURNAL, "");
        let accepted = journal(&stage, "accept", &["--why", "a backup was older"]);
        assert_eq!(accepted.exit, Some(0), "{accepted:?}");
        let output = stage.daymark(&[&["run", "--day", "1"], words].concat());
        assert!(matches!(output.exit, Some(0 | 3)), "{output:?}");
        assert_eq!(
            (steps(&stage).as_str(), runs(&stage)),
            (expect, ran),
            "{output:?}"
        );
        let output = journal(&stage, "verify", &[]);
        assert_eq!(output.exit, Some(0), "{words:?}: {output:?}");
    };
    check(&[], "one unknown, two unknown", 2);
    check(
        &["--end", "one", "passed", "I looked"],
        "one passed, two unknown",
        2,
    );
    check(&["--skip", "one", "no need"], "one skipped, two unknown", 2);
    check(&["--step", "one", "--again"], "one passed, two unknown", 3);
}

#[test]
fn a_break_is_not_accepted_while_the_walk_is_in_use() {
    let stage = Stage::new(
        "steps: [{id: one, title: One, on: here, run: 'touch began; until test -e go; do sleep 0.05; \
         done', no_undo: no}]",
    );
    let plan = stage.argument("plan");
    let mut runs = stage
        .command(&["run", &plan, "--day", "1"])
        .spawn()
        .unwrap();
    crate::stage::until("the step", || stage.has("home/began").then_some(()));
    let whole = stage.read(JOURNAL);
    stage.write(JOURNAL, &whole.replacen("ada", "eve", 1));
    let output = journal(&stage, "accept", &["--why", "so"]);
    let after = stage.read(JOURNAL);
    stage.write(JOURNAL, &whole);
    stage.write("home/go", "");
    runs.wait().unwrap();
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert!(output.err.contains("in use"), "{output:?}");
    assert!(!after.contains("journal_accepted"));
}

#[test]
fn a_record_without_its_newline_is_a_record() {
    let stage = Stage::new("steps: [{id: one, title: One, on: here, run: 'true', no_undo: no}]");
    stage.done(&["run", "--day", "1", "--skip", "one", "so"]);
    let whole = stage.read(JOURNAL);
    let cut = whole.trim_end();
    let last = cut.lines().last().unwrap();
    assert!(last.contains("\"event\":\"step_skipped\""), "{last}");
    stage.write(JOURNAL, cut);
    assert_eq!(steps(&stage), "one skipped");
    assert_eq!(journal(&stage, "verify", &[]).exit, Some(0));
    assert_eq!(stage.read(JOURNAL), cut, "a reader wrote");
    stage.done(&["note", "--day", "1", "and on"]);
    assert!(stage.read(JOURNAL).starts_with(&whole));
    assert_eq!(steps(&stage), "one skipped");
    assert_eq!(journal(&stage, "verify", &[]).exit, Some(0));
}

#[test]
fn a_run_stops_where_others_meddle_with_its_files() {
    let check = |what: &str, meddle: &dyn Fn(&Stage), expect: &str| {
        let stage = Stage::new(
            "steps:\n\
             - {id: one, title: One, on: here, run: 'touch began; until test -e go; do sleep 0.05; \
             done', no_undo: no}\n\
             - {id: two, title: Two, on: here, run: 'echo ran >> two-ran', no_undo: no}",
        );
        let plan = stage.argument("plan");
        let mut command = stage.command(&["run", &plan, "--day", "1"]);
        let pipe = std::process::Stdio::piped;
        let run = command.stdout(pipe()).stderr(pipe()).spawn().unwrap();
        crate::stage::until("the step", || stage.has("home/began").then_some(()));
        meddle(&stage);
        let before = fs::read(stage.path(JOURNAL)).ok();
        stage.write("home/go", "");
        let output: Told = run.wait_with_output().unwrap().into();
        assert_ne!(output.exit, Some(0), "{what}: {output:?}");
        assert!(output.err.contains(expect), "{what}: {output:?}");
        let after = fs::read(stage.path(JOURNAL)).ok();
        assert!(after == before, "{what}: it was written");
        assert!(!stage.has("home/two-ran"), "{what}: {output:?}");
    };
    let lock = |stage: &Stage| stage.walk().join("journal.lock");
    let cut = "journal.jsonl was changed while daymark was open";
    check("emptied", &|stage| stage.write(JOURNAL, ""), cut);
    check(
        "cut by a line",
        &|stage| {
            let whole = stage.read(JOURNAL);
            let last = whole.trim_end().rfind('\n').unwrap();
            stage.write(JOURNAL, &whole[..=last]);
        },
        cut,
    );
    check(
        "another writer",
        &|stage| {
            let whole = stage.read(JOURNAL);
            stage.write(JOURNAL, &format!("{whole}another\n"));
        },
        cut,
    );
    let gone = "journal.jsonl was removed or replaced while daymark was open";
    check(
        "the journal is removed",
        &|stage| fs::remove_file(stage.path(JOURNAL)).unwrap(),
        gone,
    );
    let gone = "journal.lock was removed or replaced while daymark was open";
    check(
        "the lock is removed",
        &|stage| fs::remove_file(lock(stage)).unwrap(),
        gone,
    );
    check(
        "the lock is replaced",
        &|stage| {
            let other = lock(stage).with_extension("other");
            fs::write(&other, "").unwrap();
            fs::rename(other, lock(stage)).unwrap();
        },
        gone,
    );
    check(
        "the lock is removed, and another run begins",
        &|stage| {
            fs::remove_file(lock(stage)).unwrap();
            let output = stage.daymark(&["run", "--day", "1"]);
            assert_eq!(output.exit, Some(3), "{output:?}");
        },
        gone,
    );
}

#[test]
fn a_run_with_the_highest_number_is_followed_by_another() {
    let stage = Stage::new(DAY);
    stage.done(&["note", "--day", "1", "so"]);
    stage.write_newer(
        "\"event\":\"step_started\",\"day\":\"1\",\"id\":\"one\",\"host\":\"here\",\
         \"attempt\":4294967295,\"command\":\"true\"",
    );
    let output = stage.daymark(&["run", "--day", "1", "--step", "one", "--again"]);
    assert!(!output.err.contains("panicked"), "{output:?}");
    assert_eq!(output.exit, Some(0), "{output:?}");
}

#[test]
fn what_a_newer_daymark_wrote_can_be_read_and_not_written() {
    let stage = walked();
    stage.write_newer("\"event\":\"step_approved\",\"day\":\"1\",\"id\":\"one\"");
    let before = files(&stage);
    for words in [&["status"][..], &["report"], &["journal"]] {
        let output = stage.daymark(words);
        assert_eq!(output.exit, Some(0), "{output:?}");
        assert!(
            output.err.contains("written by a newer daymark"),
            "{output:?}"
        );
    }
    assert_eq!(steps(&stage), "one passed, two passed");
    let output = journal(&stage, "verify", &[]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert!(
        output.out.contains("written by a newer daymark"),
        "{output:?}"
    );
    for words in [&["run", "--day", "1"][..], &["note", "--day", "1", "so"]] {
        let output = stage.daymark(words);
        assert_eq!(output.exit, Some(1), "{output:?}");
        assert!(
            output.err.contains("written by a newer daymark"),
            "{output:?}"
        );
    }
    let output = journal(&stage, "accept", &["--why", "so"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert!(files(&stage) == before);
    // A new field in a known event changes nothing.
    let stage = walked();
    let note = "\"event\":\"deviation_noted\",\"day\":\"1\",\"text\":\"so\",\"mood\":\"good\"";
    stage.write_newer(note);
    stage.done(&["note", "--day", "1", "and so on"]);
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["deviations"], 2);
}

#[test]
fn the_outputs_that_the_journal_cites_are_verified() {
    let check = |what: &str, change: &dyn Fn(&Path), state: &str| {
        let stage = walked();
        let file = stage.events("step_ended")[0]["output"]["file"].clone();
        let file = file.as_str().unwrap();
        change(&stage.walk().join("outputs").join(file));
        let output = journal(&stage, "verify", &[]);
        let exit = i32::from(!state.is_empty());
        assert_eq!(output.exit, Some(exit), "{what}: {output:?}");
        assert_eq!(output.out.contains(file), exit == 1, "{what}: {output:?}");
        let output = journal(&stage, "verify", &["--json"]);
        let found = &output.json()[0];
        assert_eq!(found["ok"], exit == 0, "{what}: {found}");
        let outputs = found["outputs"].as_array().unwrap();
        assert_eq!(
            outputs.len(),
            exit.unsigned_abs() as usize,
            "{what}: {found}"
        );
        for output in outputs {
            assert_eq!(
                (&output["file"], &output["state"]),
                (&file.into(), &state.into())
            );
        }
        assert_eq!(stage.daymark(&["report"]).exit, Some(0), "{what}");
        // The walk goes on: what was judged, was judged.
        assert_eq!(
            stage.daymark(&["run", "--day", "1"]).exit,
            Some(0),
            "{what}"
        );
        assert_eq!(steps(&stage), "one passed, two passed", "{what}");
    };
    check("nothing", &|_| {}, "");
    check(
        "a word",
        &|path| fs::write(path, "other").unwrap(),
        "changed",
    );
    check(
        "one that is gone",
        &|path| fs::remove_file(path).unwrap(),
        "gone",
    );
    check(
        "a folder",
        &|path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        },
        "unreadable",
    );
    check(
        "a huge hole",
        &|path| fs::File::create(path).unwrap().set_len(1 << 30).unwrap(),
        "changed",
    );
    check(
        "an endless device",
        &|path| {
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink("/dev/zero", path).unwrap();
        },
        "unreadable",
    );
    check(
        "a link to the same bytes",
        &|path| {
            let moved = path.with_extension("moved");
            fs::rename(path, &moved).unwrap();
            std::os::unix::fs::symlink(&moved, path).unwrap();
        },
        "",
    );
}
