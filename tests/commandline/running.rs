//! `daymark run`: a day goes by without a screen.

use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::stage::{Sshd, Stage, Told, until};

const DAY: &str = "steps:\n\
    - {id: one, title: One, on: here, run: 'echo one; echo two >&2', changes: false}\n\
    - {id: fails, title: Fails, on: here, run: 'echo no; (exit 3)', changes: false}\n\
    - {id: last, title: Last, on: here, run: echo x >> last, changes: false}\n\
    checks:\n\
    - {id: told, check: It is told, on: here, run: cat state, expect: 'yes'}\n";

#[test]
fn it_stops_at_the_first_that_fails_and_goes_on_there() {
    let stage = Stage::new(DAY);
    let output = stage.daymark(&["run", "--day", "1", "--json"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    let lines = output.json();
    for key in [
        "day", "id", "kind", "host", "state", "exit", "seconds", "output",
    ] {
        assert!(lines[0].get(key).is_some(), "no {key} in {}", lines[0]);
    }
    assert_eq!(lines[0]["output"], "one\ntwo\n");
    assert_eq!(
        (&lines[1]["id"], &lines[1]["exit"]),
        (&"fails".into(), &3.into())
    );
    assert!(lines[2].get("summary").is_some() && lines.len() == 3);
    assert!(!stage.has("home/last"));

    let day = stage
        .read("plan/day-01.yaml")
        .replace("(exit 3)", "(exit 0)");
    stage.write("plan/day-01.yaml", &day);
    let output = stage.daymark(&["run", "--day", "1", "--json"]);
    assert_eq!(output.exit, Some(1), "the check does not hold: {output:?}");
    let ids: Vec<_> = output
        .json()
        .iter()
        .map(|line| line["id"].to_string())
        .collect();
    assert_eq!(ids, ["\"fails\"", "\"last\"", "\"told\"", "null"]);

    stage.write("home/state", "yes\n");
    let output = stage.daymark(&["run", "--day", "1", "--verify"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert_eq!(stage.read("home/last"), "x\n");
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["days"][0]["state"], "done");
}

#[test]
fn what_must_hold_before_a_day_is_not_asked_of_a_day_under_way() {
    let stage = Stage::new(
        "before: [{id: shut, check: It is not open yet, on: here, run: test ! -e open}]\n\
         steps:\n\
         - {id: opens, title: Opens, on: here, run: touch open, no_unless: 'no', undo: rm open}\n\
         - {id: fails, title: Fails, on: here, run: test -e mended, changes: false}\n",
    );
    let output = stage.daymark(&["run", "--day", "1"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    stage.write("home/mended", "");
    let output = stage.daymark(&["run", "--day", "1", "--json"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    let output = output.json();
    let ids: Vec<_> = output.iter().map(|line| line["id"].to_string()).collect();
    assert_eq!(ids, ["\"fails\"", "null"]);
}

#[test]
fn one_step_runs_alone_and_again() {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1", "--step", "last"]);
    stage.done(&["run", "--day", "1", "--step", "last"]);
    assert_eq!(stage.read("home/last"), "x\n");
    stage.done(&["run", "--day", "1", "--step", "last", "--again"]);
    assert_eq!(stage.read("home/last"), "x\nx\n");
}

#[test]
fn a_day_is_walked_from_a_step_on() {
    let stage = Stage::new(DAY);
    let output = stage.daymark(&["run", "--day", "1", "--from", "last", "--json"]);
    let output = output.json();
    let ids: Vec<_> = output.iter().map(|line| line["id"].to_string()).collect();
    assert_eq!(ids, ["\"last\"", "\"told\"", "null"]);
    let output = stage.daymark(&["run", "--day", "1", "--from", "lost"]);
    assert_eq!(output.exit, Some(2), "{output:?}");
}

#[test]
fn what_a_guard_holds_back_is_not_told_as_done() {
    let stage = Stage::new(
        "steps: [{id: one, title: One, on: here, run: echo hello, changes: false, guard: calm}]",
    );
    let guard = "guards: {calm: {about: Nobody is at work, on: here, run: test ! -e busy}}\n";
    let plan = stage.read("plan/plan.yaml") + guard;
    stage.write("plan/plan.yaml", &plan);
    let output = stage.daymark(&["run", "--day", "1"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    stage.write("home/busy", "");
    let output = stage.daymark(&["run", "--day", "1", "--step", "one", "--again"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
}

#[test]
fn a_dry_run_does_nothing() {
    let stage = Stage::new(DAY);
    let output = stage.done(&["run", "--day", "1", "--dry-run"]);
    assert!(output.contains("echo x >> last"), "{output}");
    let output = stage.daymark(&["run", "--day", "1", "--dry-run", "--json"]);
    assert_eq!(output.json().len(), 4);
    assert!(!stage.has("data") && !stage.has("home/last"));
}

#[test]
fn read_only_asks_checks_and_keeps_nothing() {
    let stage = Stage::new(DAY);
    stage.write("home/state", "yes\n");
    let output = stage.daymark(&["run", "--day", "1", "--verify", "--read-only", "--json"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert_eq!(output.json()[0]["state"], "passed");
    let output = stage.daymark(&["run", "--day", "1", "--step", "last", "--read-only"]);
    assert_ne!(output.exit, Some(0), "{output:?}");
    assert_ne!(
        stage
            .daymark(&["note", "--day", "1", "so", "--read-only"])
            .exit,
        Some(0)
    );
    assert!(!stage.has("home/last"));
    assert!(!stage.walk().join("journal.jsonl").exists());
}

#[test]
fn a_step_over_ssh_leaves_nothing_to_the_next() {
    let stage = Stage::new(
        "steps:\n\
         - {id: go, title: Go, on: app, run: cd /usr, changes: false}\n\
         - {id: stay, title: Stay, on: app, run: pwd, changes: false}\n\
         checks: [{id: told, check: Told, on: app, run: pwd}]",
    );
    let _sshd = Sshd::start(&stage);
    let output = stage.daymark(&["run", "--day", "1", "--json"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    let lines = output.json();
    let home = format!("{}\n", stage.argument("away"));
    assert_eq!(lines[1]["output"], home);
    assert_eq!(lines[2]["output"], home);
}

#[test]
fn danger_wants_a_yes_and_production_its_name() {
    let stage = Stage::new(
        "steps:\n\
         - {id: risky, title: Risky, on: here, run: echo x >> risky, changes: false, danger: It may hurt.}\n\
         - {id: both, title: Both, on: prod, run: echo x >> both, changes: false, danger: It will hurt.}\n",
    );
    let _sshd = Sshd::start(&stage);
    let run = |words: &[&str]| stage.daymark(&[&["run", "--day", "1"], words].concat());
    let output = run(&[]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(
        output.err.contains("It may hurt.") && output.err.contains("--yes"),
        "{output:?}"
    );
    let output = run(&["--yes"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(output.err.contains("--production prod"), "{output:?}");
    let output = run(&["--yes", "--production", "app"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(!stage.has("away/both"));
    let output = run(&["--yes", "--production", "prod"]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert_eq!(
        (stage.read("home/risky"), stage.read("away/both")),
        ("x\n".into(), "x\n".into())
    );
}

#[test]
fn no_secret_is_fetched_for_a_danger_that_nobody_agreed_to() {
    let stage = Stage::new(
        "steps: [{id: wipe, title: Wipe, on: here, run: 'echo \"${#STORED}\"', changes: false, danger: It wipes.}]",
    );
    let plan = stage.read("plan/plan.yaml")
        + "  STORED: {secret: true, from: 'touch asked; cat store', generate: 'touch made; echo abcdefgh', keep: cat > store}\n";
    stage.write("plan/plan.yaml", &plan);
    let output = stage.daymark(&["run", "--day", "1"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(output.err.contains("It wipes."), "{output:?}");
    assert!(!stage.has("home/asked") && !stage.has("home/made") && !stage.has("home/store"));
    let output = stage.done(&["run", "--day", "1", "--yes"]);
    assert!(output.contains("| 8"), "{output}");
    assert!(stage.has("home/asked") && stage.has("home/made"));
}

#[test]
fn a_secret_is_looked_for_before_a_condition_asks_whether_it_has_a_value() {
    let stage = Stage::new(
        "steps:
  - {id: kept, title: Kept, on: here, run: touch kept, changes: false, when: {variable: KEPT}}
  - {id: spare, title: Spare, on: here, run: touch spare, changes: false, when: {variable: SPARE}}",
    );
    let plan = stage.read("plan/plan.yaml")
        + "  KEPT: {secret: true, from: echo abcdefgh, optional: true}\n"
        + "  SPARE: {secret: true, from: 'false', optional: true}\n";
    stage.write("plan/plan.yaml", &plan);
    let output = stage.done(&["run", "--day", "1", "--yes"]);
    assert!(output.contains("SPARE has no value"), "{output}");
    assert!(stage.has("home/kept") && !stage.has("home/spare"));
}

#[test]
fn a_host_that_cannot_be_reached_leaves_the_step_open() {
    let stage =
        Stage::new("steps: [{id: one, title: One, on: app, run: echo one, changes: false}]");
    drop(Sshd::start(&stage));
    let output = stage.daymark(&["run", "--day", "1", "--json"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    let line = &output.json()[0];
    assert_eq!(line["state"], "open");
    assert!(
        line["because"]
            .as_str()
            .unwrap()
            .contains("ssh could not connect"),
        "{line}"
    );
}

#[test]
fn an_unknown_host_key_asks_nobody() {
    let stage =
        Stage::new("steps: [{id: one, title: One, on: app, run: echo one, changes: false}]");
    let _sshd = Sshd::unknown(&stage);
    let output = stage.daymark(&["run", "--day", "1"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert_eq!(stage.read("ssh/known_hosts"), "");
}

#[test]
fn a_shell_that_a_signal_ended_has_no_exit_status() {
    let stage =
        Stage::new("steps: [{id: one, title: One, on: here, run: kill -9 $PPID, changes: false}]");
    let output = stage.daymark(&["run", "--day", "1", "--json"]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    let line = &output.json()[0];
    assert_eq!(
        (&line["state"], &line["exit"]),
        (&"unknown".into(), &serde_json::Value::Null)
    );
}

#[test]
fn nothing_is_left_of_its_connections() {
    let stage =
        Stage::new("steps: [{id: one, title: One, on: app, run: echo one, changes: false}]");
    let _sshd = Sshd::start(&stage);
    stage.done(&["run", "--day", "1"]);
    let left = std::fs::read_dir(stage.path("run")).unwrap().count();
    assert_eq!(left, 0, "folders of sockets");
}

#[test]
fn a_signal_leaves_the_step_interrupted() {
    let stage = Stage::new(
        "steps: [{id: slow, title: Slow, on: here, run: 'echo x >> slow; sleep 1000', changes: false}]",
    );
    let plan = stage.argument("plan");
    let mut command = stage.command(&["run", &plan, "--day", "1"]);
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until("the step to run", || stage.has("home/slow").then_some(()));
    let process = Pid::from_raw(child.id().cast_signed()).unwrap();
    kill_process(process, Signal::TERM).unwrap();
    let output: Told = child.wait_with_output().unwrap().into();
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(output.err.contains("Interrupted during slow"), "{output:?}");
    let status = &stage.daymark(&["status", "--json"]).json()[0];
    assert_eq!(status["interrupted"][0]["id"], "slow");
}

#[test]
fn no_script_inherits_an_ignored_signal() {
    // The C library reserves the signals 32 and 33, and no program can reset them.
    let ignored = "set=$(sed -n \"s/^SigIgn:.//p\" /proc/self/status); \
        [ $((0x$set & 0x7fffffff)) = 0 ] || echo $set >>ignored; true";
    let stage = Stage::new(&format!(
        "steps:\n\
         - {{id: pane, title: A, on: here, run: '{ignored}', changes: false}}\n\
         checks:\n\
         - {{id: beside, check: B, on: here, run: '{ignored}; test \"$TOKEN\"'}}\n"
    ));
    let plan = stage.read("plan/plan.yaml");
    let from = format!("TOKEN: {{secret: true, from: '{ignored}; echo open-sesame'}}");
    stage.write(
        "plan/plan.yaml",
        &plan.replace("TOKEN: {ask: A token, secret: true}", &from),
    );
    let plan = stage.argument("plan");
    let program = env!("CARGO_BIN_EXE_daymark");
    let ignoring = "trap '' HUP INT QUIT USR1 USR2 ALRM TERM TSTP CHLD PIPE; exec \"$@\"";
    let words = ["-c", ignoring, "bash", program, "run", &plan, "--day", "1"];
    let ran: Told = stage.other("bash", &words).output().unwrap().into();
    assert_eq!(ran.exit, Some(0), "{ran:?}");
    assert!(!stage.has("home/ignored"), "{}", stage.read("home/ignored"));
}

#[test]
fn the_walk_of_another_plan_is_not_mixed_in() {
    let stage = Stage::new(DAY);
    stage.done(&["run", "--day", "1", "--step", "one"]);
    stage.write(
        "plan/day-01.yaml",
        "days: 1\ntitle: Another\nchecks: [{id: other, check: Other}]\n",
    );
    let output = stage.daymark(&["note", "--day", "1", "so"]);
    assert_eq!(output.exit, Some(1), "{output:?}");
    assert!(output.err.contains("--walk NAME"), "{output:?}");
    stage.done(&["note", "--day", "1", "so", "--walk", "other"]);
}

#[test]
fn what_is_cut_of_an_output_is_said() {
    let stage = Stage::new(
        "steps:\n\
         - {id: short, title: S, on: here, run: echo short, changes: false}\n\
         - {id: long, title: L, on: here, run: seq 1 100000, changes: false}\n\
         checks:\n\
         - {id: both, check: B, on: here, run: seq 1 100000; seq 1 100000 >&2}\n",
    );
    let lines = stage.daymark(&["run", "--day", "1", "--json"]).json();
    assert_eq!(lines[0].get("cut"), None);
    for (line, sum, file) in [
        (&lines[1], 1, "long@here.1.txt"),
        (&lines[2], 2, "both@here.1.txt"),
    ] {
        let (cut, output) = (
            line["cut"].as_u64().unwrap(),
            line["output"].as_str().unwrap(),
        );
        assert!(output.starts_with("1\n2\n") && output.ends_with("99999\n100000\n"));
        let notice = format!(
            "\n[… {} bytes are left out: outputs/{file} has them …]\n",
            cut / sum
        );
        assert_eq!(output.matches(&notice).count() as u64, sum, "{output}");
        // `seq 1 100000` prints 588,895 bytes.
        assert_eq!(
            output.len() as u64 + cut,
            sum * (588_895 + notice.len() as u64)
        );
    }
    let stage = Stage::new(
        "steps:\n\
         - {id: long, title: L, on: here, run: seq 1 100000, changes: false}\n",
    );
    let output = stage.done(&["run", "--day", "1"]);
    let cut = output
        .lines()
        .filter(|line| line.contains("bytes are left out"));
    assert_eq!(cut.count(), 1, "{}", output.len());
    assert!(output.contains("  | 100000\n"));
}

#[test]
fn what_is_printed_of_an_output_is_plain() {
    let stage = Stage::new(
        "steps:\n\
         - {id: drawn, title: D, on: here, changes: false, run: \"printf '\\\\033[31mred\\\\033[0m\\\\r\\\\n50%%\\\\r100%%\\\\n\\\\033]0;t\\\\007end\\\\n'\"}\n\
         checks:\n\
         - {id: asked, check: A, on: here, run: \"printf '\\\\033[31mred\\\\033[0m\\\\r\\\\n50%%\\\\r100%%\\\\n\\\\033]0;t\\\\007end\\\\n'\"}\n",
    );
    let lines = stage.daymark(&["run", "--day", "1", "--json"]).json();
    for line in &lines[..2] {
        assert_eq!(line["output"], "red\n100%\nend\n");
    }
    let again = stage.done(&["run", "--day", "1", "--step", "drawn", "--again"]);
    assert!(again.contains("  | red\n  | 100%\n  | end\n"), "{again}");
    let report = stage.done(&["report"]);
    assert!(report.contains("    red\n    100%\n    end\n"), "{report}");
    assert!(!(again + &report).contains(['\u{1b}', '\r', '\u{7}']));
    let kept = stage.read("data/walks/small/main/outputs/drawn@here.1.txt");
    assert!(kept.starts_with("\u{1b}[31mred\u{1b}[0m\r"), "{kept:?}");
}

/// Runs the program with its standard output redirected.
fn redirected(stage: &Stage, to: &str, words: &[&str]) -> Told {
    let program = env!("CARGO_BIN_EXE_daymark");
    let script = format!("set -o pipefail; \"$@\" {to}");
    let words = [&["-c", &script, "bash", program], words].concat();
    stage.other("bash", &words).output().unwrap().into()
}

#[test]
fn a_run_whose_results_no_one_takes_goes_on_to_its_end() {
    let day = "steps:\n\
        - {id: one, title: One, on: here, run: echo one >>log, changes: false}\n\
        - {id: two, title: Two, on: here, run: echo two >>log, changes: false}\n";
    for (to, json, exit) in [
        (">/dev/full", false, 1),
        (">/dev/full", true, 1),
        (">&-", false, 0),
        ("| true", true, 0),
        ("</dev/null | head -c 1", false, 0),
    ] {
        let stage = Stage::new(day);
        let plan = stage.argument("plan");
        let options = if json { &["--json"][..] } else { &[] };
        let words = [&["run", &plan, "--day", "1"], options].concat();
        let output = redirected(&stage, to, &words);
        assert_eq!(output.exit, Some(exit), "{to}: {output:?}");
        assert_eq!(stage.read("home/log"), "one\ntwo\n", "{to}: {output:?}");
        let named = output.err.contains("Standard output takes nothing more");
        assert_eq!(named, exit == 1, "{to}: {output:?}");
    }
}

#[test]
fn what_only_reads_ends_where_its_words_are_not_taken() {
    let stage = Stage::new(DAY);
    let plan = stage.argument("plan");
    for words in [
        &["show", &plan][..],
        &["status", &plan, "--json"],
        &["check", &plan],
        &["keys"],
        &["paths"],
    ] {
        for (to, exit) in [(">/dev/full", 1), ("| true", 0)] {
            let output = redirected(&stage, to, words);
            assert_eq!(output.exit, Some(exit), "{words:?} {to}: {output:?}");
        }
    }
}

#[test]
fn standard_error_that_is_not_kept_is_said() {
    const KEPT: u64 = 8 * 1024 * 1024;
    let stage = Stage::new(
        "checks:\n\
         - {id: long, check: L, on: here, run: \"printf '%09000009d' 5 >&2\"}\n",
    );
    let line = &stage.daymark(&["run", "--day", "1", "--json"]).json()[0];
    assert_eq!(
        line["kept"],
        serde_json::json!({"bytes": KEPT, "of": 9_000_009})
    );
    let output = line["output"].as_str().unwrap();
    assert!(output.contains("bytes are left out …]"));
    let event = &stage.events("check_answered")[0];
    let file = event["output"]["file"].as_str().unwrap();
    let kept = std::fs::read(stage.walk().join("outputs").join(file)).unwrap();
    assert_eq!(kept.len() as u64, KEPT);
    assert!(kept.iter().all(|byte| *byte == b'0'));
    let output = stage.done(&["run", "--day", "1", "--verify"]);
    let why = format!(
        "(standard error is longer than {KEPT} bytes: the first {KEPT} of 9000009 bytes of its \
         output are kept)"
    );
    assert!(output.contains(&why), "{}", &output[output.len() - 1000..]);
}
