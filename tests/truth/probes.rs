//! Checks, conditions, guards and comparisons on accounts that run no command, or that talk.

use std::fs;

use serde_json::Value;

use crate::stage::{Sshd, Stage, Told};
use crate::{ends, result, run, state};

/// Accounts that run no command: the login shell's file, or a line of sshd's configuration.
const MUTE: [(&str, &str, &str); 4] = [
    (
        ".bashrc",
        "echo 'Welcome. This account is for backups only.'; exit 0\n",
        "Welcome. This account",
    ),
    (".bashrc", "exit 0\n", "it printed nothing"),
    ("sshd", "ForceCommand /bin/true\n", "it printed nothing"),
    (
        "sshd",
        "ForceCommand echo 'for backups only'\n",
        "for backups only",
    ),
];

/// A stage whose account `app` runs no command.
fn mute(day: &str, (place, text, _): (&str, &str, &str)) -> Stage {
    let stage = Stage::new(day);
    let plan = stage.read("plan/plan.yaml");
    let guards = "guards: {safe: {about: It is safe, on: app, run: 'false'}}\n";
    stage.write("plan/plan.yaml", &(plan + guards));
    stage.write("plan/files/f", "content\n");
    match place {
        "sshd" => stage.write("sshd/first", text),
        file => stage.write(&format!("away/{file}"), text),
    }
    stage
}

#[test]
fn what_never_ran_is_unknown_and_lets_nothing_run() {
    for account in MUTE {
        let stage = mute(
            "
steps:
  - {id: cp, title: Copy, on: app, copy: {from: files/f, to: ~/f}}
  - {id: gd, title: Guarded, on: here, guard: safe, changes: false, run: touch ran}
  - {id: wh, title: When, on: here, when: {run: 'false', on: app}, changes: false, run: touch ran}
  - {id: ul, title: Unless, on: app, unless: 'false', no_undo: no, run: touch ran}
checks:
  - {id: no, check: No, on: app, run: 'false'}
  - {id: never, check: Never, on: app, run: 'echo x', expect_not: ^y}
",
            account,
        );
        let _sshd = Sshd::start(&stage);
        for step in ["cp", "gd", "wh", "ul"] {
            let output = ends(&stage, &["--step", step], 1);
            let ended = result(&output, step);
            assert_eq!(ended["state"], "open", "{account:?}: {ended}");
            let because = ended["because"].as_str().unwrap();
            assert!(
                because.contains("has no result, so the script did not run"),
                "{because}"
            );
            assert!(because.contains(account.2), "{because}");
            assert_eq!(state(&stage, step), "open", "{account:?}");
        }
        assert!(!stage.has("home/ran") && !stage.has("away/f") && !stage.has("away/ran"));
        assert_eq!(stage.events("guard_answered")[0]["state"], "unknown");
        for check in ["no", "never"] {
            let output = ends(&stage, &["--step", check], 1);
            let ended = result(&output, check);
            assert_eq!(ended["state"], "unknown", "{account:?}: {ended}");
            assert!(
                ended["because"].as_str().unwrap().contains(account.2),
                "{ended}"
            );
        }
    }
}

#[test]
fn a_day_does_not_begin_where_its_first_check_never_ran() {
    for account in MUTE {
        let stage = mute(
            "
before: [{id: bef, check: Before, on: app, run: test -e /definitely/not}]
steps: [{id: go, title: Go, on: here, run: touch ran, changes: false}]
",
            account,
        );
        let _sshd = Sshd::start(&stage);
        let output = run(&stage, &[]);
        assert_eq!(output.exit, Some(1), "{output:#?}");
        assert_eq!(result(&output, "bef")["state"], "unknown", "{account:?}");
        assert!(!stage.has("home/ran"));
    }
}

#[test]
fn what_rc_files_print_is_no_answer() {
    let stage = Stage::new(
        "
steps: [{id: un, title: Unless, on: app, unless: 'echo no; false', no_undo: no, run: touch ran}]
checks:
  - {id: active, check: Active, on: app, run: 'echo inactive-dead; true', expect: ^active}
  - {id: few, check: Few, on: app, run: echo 3, at_most: 10}
  - {id: clean, check: Clean, on: app, run: 'echo x', expect_not: environment}
  - {id: again, check: Again, on: app, fresh: true, run: echo 4, at_most: 10}
  - {id: other, check: Other, on: app, as: nobody, run: echo 5, at_most: 10}
",
    );
    let noise = "echo active environment: base; echo active environment: base >&2\n";
    stage.write("away/.bashrc", noise);
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    let states: Vec<Value> = ["active", "few", "clean", "again", "other"]
        .map(|id| result(&output, id)["state"].clone())
        .into();
    assert_eq!(states, ["failed", "passed", "passed", "passed", "passed"]);
    assert!(stage.has("away/ran"));
    for answered in stage.events("check_answered") {
        let file = answered["output"]["file"].as_str().unwrap();
        let kept = fs::read_to_string(stage.walk().join("outputs").join(file)).unwrap();
        assert!(!kept.contains("environment"), "{kept}");
    }
}

#[test]
fn a_comparison_that_did_not_run_to_its_end_copies_nothing() {
    let stage =
        Stage::new("steps: [{id: cp, title: Copy, on: app, copy: {from: files/f, to: ~/f}}]");
    stage.write("plan/files/f", "content\n");
    stage.write("away/.bashrc", "export TMPDIR=/nonexistent\n");
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    let because = result(&output, "cp")["because"].clone();
    let because = because.as_str().unwrap();
    assert!(
        because.contains("the comparison did not run, exit 126: mktemp: "),
        "{because}"
    );
    assert_eq!(state(&stage, "cp"), "open");
    assert!(!stage.has("away/f"));
}

#[test]
fn the_causes_of_exit_126_are_told_apart() {
    let stage = Stage::new(
        "
steps: [{id: long, title: Long, on: app, no_unless: no, no_undo: no, detach: true, run: touch ran}]
checks:
  - {id: sudo, check: Sudo, on: app, as: no-such-user, run: 'true'}
  - {id: data, check: Data, on: app, run: /etc/passwd}
  - {id: data-sudo, check: Data, on: app, as: nobody, run: /etc/passwd}
  - {id: gone, check: Gone, on: app, run: no-such-program}
  - {id: own, check: Own, on: app, as: nobody, run: exit 126, exit: 126}
",
    );
    // A file where the helper folder is to be.
    stage.write("away/.daymark", "");
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &["--step", "long"], 1);
    let check = |output: &Told, id: &str, state: &str, parts: [&str; 2]| {
        let ended = result(output, id);
        assert_eq!(ended["state"], state, "{ended}");
        let because = ended["because"].as_str().unwrap();
        assert!(parts.iter().all(|part| because.contains(part)), "{ended}");
    };
    check(
        &output,
        "long",
        "open",
        ["the helper folder ~/.daymark/", "cannot be made: mkdir: "],
    );
    assert!(!stage.has("away/ran"));
    assert_eq!(state(&stage, "long"), "open");
    let program = "exit 126: a program cannot be started: ";
    for (id, state, parts) in [
        (
            "sudo",
            "unknown",
            [
                "sudo refused to run the script as no-such-user: sudo: ",
                "no-such-user",
            ],
        ),
        ("data", "unknown", [program, "ermission denied"]),
        ("data-sudo", "unknown", [program, "ermission denied"]),
        (
            "gone",
            "unknown",
            ["exit 127: a command was not found: ", "no-such-program"],
        ),
        ("own", "passed", [""; 2]),
    ] {
        let output = run(&stage, &["--step", id]);
        check(&output, id, state, parts);
    }
}
