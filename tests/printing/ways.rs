//! Every subcommand, as text and as JSON, with a hostile text from every source.

use std::io::Write as _;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::hostile::{HOSTILE, argument, came_through_safely, safe, stage};
use crate::stage::{Stage, Told, until};

/// Runs a way on the stage's plan.
#[track_caller]
fn check(stage: &Stage, words: &[&str]) -> Told {
    let output = stage.daymark(words);
    came_through_safely(&output, &format!("{words:?}"));
    output
}

/// Runs a way that need not repeat the text.
#[track_caller]
fn shown_safely(stage: &Stage, words: &[&str]) {
    let output = stage.daymark(words);
    safe(&(output.out + &output.err), &format!("{words:?}"));
}

/// Runs a way that prints JSON, and tells whether the text is the same when it is read.
#[track_caller]
fn check_json(stage: &Stage, words: &[&str]) {
    let output = check(stage, words);
    let holds = |value: &Value| value.to_string().contains("evil");
    assert!(output.json().iter().any(holds), "{words:?}: {output:#?}");
}

#[test]
fn what_is_only_read() {
    let stage = stage();
    check(&stage, &["check"]);
    for words in [
        &["show"][..],
        &["show", "--day", "1"],
        &["show", "--day", "rollback-1"],
        &["show", "--day", "success-1"],
        &["show", "--day", "weekly"],
        &["status"],
        &["report", "--made-at", "2026-11-02T09:00:00Z"],
        &["run", "--day", "1", "--dry-run"],
        &["run", "--rollback", "1", "--dry-run"],
    ] {
        check(&stage, words);
    }
    for words in [
        &["check", "--json"][..],
        &["show", "--json"],
        &["show", "--day", "1", "--json"],
        &["run", "--day", "1", "--dry-run", "--json"],
    ] {
        check_json(&stage, words);
    }
}

#[test]
fn what_is_wrong_in_a_plan() {
    let stage = stage();
    let plan = stage.read("plan/plan.yaml");
    for wrong in [
        format!("\"{}\": 1\n", "evil\\u202e\\e[2J"),
        "title: [evil\u{202e}\u{200b}]\n".to_owned(),
        "# evil\u{202e}\u{200b}\u{feff} in a comment\n".to_owned(),
        "hosts: {\"evil\\u202e\\r\": {local: true}}\n".to_owned(),
        "evil\u{1b}[2J: {\n".to_owned(),
        "weeks: [{title: T, days: \"evil\\u202e\\e[2J\"}]\n".to_owned(),
    ] {
        stage.write("plan/plan.yaml", &format!("{plan}{wrong}"));
        check(&stage, &["check"]);
        check_json(&stage, &["check", "--json"]);
        safe(&stage.daymark(&["show"]).err, "a plan that is not opened");
    }
}

#[test]
fn what_hosts_say() {
    let stage = stage();
    for step in ["prints", "fails"] {
        check(&stage, &["run", "--day", "1", "--step", step]);
        check_json(
            &stage,
            &["run", "--day", "1", "--step", step, "--again", "--json"],
        );
    }
    for step in ["copies", "far"] {
        shown_safely(&stage, &["run", "--day", "1", "--step", step]);
    }
    for check_id in ["before", "matches", "number"] {
        check(&stage, &["run", "--day", "1", "--step", check_id]);
        check_json(&stage, &["run", "--day", "1", "--step", check_id, "--json"]);
    }
    check(&stage, &["run", "--day", "1", "--verify", "--read-only"]);
    told_of_afterwards(&stage);
}

#[test]
fn what_a_person_decides() {
    let stage = stage();
    let why = argument();
    let run = |words: &[&str]| check(&stage, &[&["run", "--day", "1"], words].concat());
    for step in ["hand", "danger", "forced", "wants"] {
        run(&["--step", step]);
    }
    run(&["--attest", "hand", &why, "--step", "hand"]);
    run(&[
        "--skip", "wants", &why, "--waive", "seen", &why, "--step", "hand",
    ]);
    for words in [
        &["--step", "forced", "--override", "closed", &why][..],
        &["--step", "danger", "--yes"],
    ] {
        shown_safely(&stage, &[&["run", "--day", "1"], words].concat());
    }
    run(&["--answer", "1", "2", "--step", "prints"]);
    run(&["--undo", "danger", "--yes"]);
    check(&stage, &["run", "--rollback", "1"]);
    check(&stage, &["run", "--success", "1"]);
    check(
        &stage,
        &["run", "--recurring", "weekly", "--attest", "weekly", &why],
    );
    assert_eq!(stage.daymark(&["note", "--day", "1", &why]).exit, Some(0));
    told_of_afterwards(&stage);
}

/// What was kept is told by the journal and the report.
#[track_caller]
fn told_of_afterwards(stage: &Stage) {
    for words in [&["journal"][..], &["report"], &["status"]] {
        check(stage, words);
    }
    check_json(stage, &["journal", "--json"]);
    let file = stage.argument("report.md");
    assert_eq!(stage.daymark(&["report", "-o", &file]).exit, Some(0));
    safe(&stage.read("report.md"), "a report in a file");
}

#[test]
fn words_of_the_command_line() {
    let stage = stage();
    let evil = argument();
    let evil = evil.as_str();
    let option = format!("--{evil}");
    let assigned = format!("{evil}=1");
    let value = format!("ODD={evil}");
    let folder = stage.argument(evil);
    for words in [
        &["show", "--day", evil][..],
        &["run", "--day", evil],
        &["run", "--day", "1", "--step", evil],
        &["run", "--day", "1", "--from", evil],
        &["run", "--recurring", evil],
        &["run", "--day", "1", "--end", "prints", evil, "why"],
        &["run", "--day", "1", "--attest", evil, "why"],
        &["run", "--rollback", evil],
        &["note", "--day", evil, "text"],
        &["note", "--day", "1", "--step", evil, "text"],
        &["status", "--start", evil],
        &["status", "--walk", evil],
        &["status", &option],
        &["report", "--made-at", evil],
        &["report", "--format", evil],
        &["report", "-o", &stage.argument(&format!("none/{evil}"))],
        &["run", "--day", "1", "--var", &assigned, "--dry-run"],
        &["run", "--day", "1", "--vars-file", &folder, "--dry-run"],
        &["run", "--day", "1", "--theme", &folder],
        &["journal", evil, evil],
        &["paths", "--data-dir", &folder],
        &["paths", "--data-dir", &folder, "--json"],
        &["status", "--data-dir", &folder, "--json"],
    ] {
        check(&stage, words);
    }
    for words in [
        &["check", &folder][..],
        &["show", &folder],
        &[evil, evil, evil],
        &["show", "--day", "1", evil, evil],
    ] {
        came_through_safely(&stage.tell(words), &format!("{words:?}"));
    }
    safe(
        &stage
            .daymark(&["run", "--var", &value, "--day", "1", "--dry-run"])
            .out,
        "--var",
    );
    // In a file's name a joiner hides, also between emoji.
    let output = stage.tell(&["check", &stage.argument("👩\u{200d}💻")]);
    assert!(output.err.contains("👩<U+200D>💻"), "{output:?}");
    let mut command = stage.command(&["--help"]);
    let help = command.env("DAYMARK_DATA_DIR", evil).output().unwrap();
    came_through_safely(&help.into(), "the environment in the help");
}

#[test]
fn files_beside_the_plan() {
    let stage = stage();
    let vars = stage.argument("vars.yaml");
    for text in [
        "\"evil\\u202e\\e\": 1\n".to_owned(),
        format!("evil: {HOSTILE}\n"),
        "evil\u{202e}: [\n".to_owned(),
    ] {
        stage.write("vars.yaml", &text);
        let output = stage.daymark(&["run", "--day", "1", "--vars-file", &vars, "--dry-run"]);
        assert_eq!(output.exit, Some(2), "{output:?}");
        came_through_or_named(&output, "vars.yaml");
    }
    let theme = stage.argument("theme.yaml");
    for text in [
        "\"evil\\u202e\\e\": red\n",
        "text: \"evil\\u202e\\e[2J\"\n",
        "evil\u{202e}\n",
    ] {
        stage.write("theme.yaml", text);
        let output = stage.daymark(&["run", "--day", "1", "--theme", &theme]);
        assert_eq!(output.exit, Some(2), "{output:?}");
        came_through_or_named(&output, "theme.yaml");
    }
}

/// A message may leave the text out, and name its file alone.
#[track_caller]
fn came_through_or_named(output: &Told, file: &str) {
    safe(&output.err, file);
    assert!(
        output.err.contains("evil") || output.err.contains(file),
        "{output:?}"
    );
}

#[test]
fn a_journal_edited_by_hand() {
    let stage = stage();
    assert_eq!(
        stage.daymark(&["note", "--day", "1", "a note"]).exit,
        Some(0)
    );
    let file = stage.walk().join("journal.jsonl");
    let whole = std::fs::read_to_string(&file).unwrap();
    let escaped = serde_json::to_string(HOSTILE).unwrap();
    let hostile = escaped.trim_matches('"');
    for edited in [
        whole.replace("a note", hostile),
        whole.replace("\"ada\"", &escaped),
        whole.replace(
            "\"event\":\"deviation_noted\"",
            &format!("\"event\":{escaped}"),
        ),
        format!("{whole}evil{HOSTILE}\n"),
        whole
            .replace("{\"v\"", "{\r\"v\"")
            .replace("a note", "evil"),
    ] {
        std::fs::write(&file, edited).unwrap();
        for words in [
            &["journal"][..],
            &["journal", "--json"],
            &["status"],
            &["status", "--json"],
            &["report"],
        ] {
            shown_safely(&stage, words);
        }
        let plan = stage.argument("plan");
        let output = stage.tell(&["journal", "verify", &plan]);
        safe(&output.out, "journal verify");
        safe(&output.err, "journal verify");
    }
}

#[test]
fn the_name_of_whoever_holds_the_walk() {
    let stage = stage();
    let gate = stage.argument("home/gate");
    assert!(stage.other("mkfifo", &[&gate]).status().unwrap().success());
    let plan = stage.argument("plan");
    let words = [
        "run",
        &plan,
        "--day",
        "1",
        "--step",
        "waits",
        "--operator",
        HOSTILE,
    ];
    let mut holder = Holder(
        stage
            .command(&words)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    stage.until_event("step_started", 1);
    check(&stage, &["status"]);
    check(&stage, &["note", "--day", "1", "a note"]);
    check(&stage, &["journal"]);
    let mut open = std::fs::OpenOptions::new().write(true).open(&gate).unwrap();
    open.write_all(b"go\n").unwrap();
    drop(open);
    until("the holder's end", || holder.0.try_wait().unwrap());
}

/// A program that is gone with the test.
struct Holder(Child);

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
