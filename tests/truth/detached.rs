//! Steps that outlive their connection, and the program.

use crate::stage::{Proxy, Sshd, Stage, alone, until};
use crate::{ends, result, run, state};

fn stage() -> Stage {
    Stage::new(
        "
steps:
  - id: long
    title: Long
    on: app
    no_unless: It is counted.
    no_undo: It is only counted.
    detach: true
    run: |
      echo x >> ran
      echo one
      while [ ! -e go ]; do sleep 0.05; done
      echo two
      exit 4
",
    )
}

/// Starts the long step and gives the running program.
fn start(stage: &Stage) -> std::process::Child {
    let plan = stage.argument("plan");
    let program = stage
        .command(&["run", &plan, "--day", "1"])
        .spawn()
        .unwrap();
    until("the step runs", || stage.has("away/ran").then_some(()));
    program
}

fn picks_up(stage: &Stage) {
    assert_eq!(state(stage, "long"), "interrupted");
    let run = std::fs::read_dir(stage.path("away/.daymark")).unwrap();
    let started = run.last().unwrap().unwrap().path().join("started");
    let touched = stage
        .other(
            "touch",
            &["-d", "1 hour ago", &started.display().to_string()],
        )
        .status();
    assert!(touched.unwrap().success());
    stage.write("away/go", "");
    let output = ends(stage, &[], 1);
    let long = result(&output, "long");
    assert_eq!(
        (&long["exit"], long["output"].as_str().unwrap()),
        (&4.into(), "one\ntwo\n")
    );
    let seconds = long["seconds"].as_f64().unwrap();
    assert!(seconds >= 3600.0, "{seconds} count from the pick-up");
    assert_eq!(stage.read("away/ran"), "x\n", "it ran twice");
    assert!(!stage.has("away/.daymark"), "its files are still there");
}

#[test]
fn a_killed_program_loses_neither_output_nor_status() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    let mut program = start(&stage);
    program.kill().unwrap();
    program.wait().unwrap();
    picks_up(&stage);
}

/// The link goes while it runs; the next call follows it to its end.
fn goes_on(stage: &Stage, cut: impl FnOnce()) {
    let mut program = start(stage);
    cut();
    assert_eq!(program.wait().unwrap().code(), Some(3));
    assert_eq!(state(stage, "long"), "unknown");
    stage.write("away/go", "");
    let output = run(stage, &[]);
    assert_eq!(
        result(&output, "long")["output"],
        "one\ntwo\n",
        "{output:#?}"
    );
    assert_eq!(stage.read("away/ran"), "x\n", "it ran twice");
}

#[test]
fn a_cut_connection_loses_neither_output_nor_status() {
    let stage = stage();
    let sshd = Sshd::start(&stage);
    goes_on(&stage, || sshd.cut());
}

#[test]
fn a_link_that_is_cut_without_the_host_s_knowing_loses_neither_output_nor_status() {
    let stage = stage();
    let sshd = Sshd::start(&stage);
    let link = Proxy::to(&stage, &sshd);
    goes_on(&stage, || link.cut());
}

#[test]
fn what_left_nothing_behind_is_unknown_and_can_be_run_again() {
    let stage = stage();
    let _sshd = Sshd::start(&stage);
    let mut program = start(&stage);
    program.kill().unwrap();
    program.wait().unwrap();
    stage.write("away/go", "");
    until("the run ends", || {
        let folder = std::fs::read_dir(stage.path("away/.daymark"))
            .ok()?
            .next()?
            .ok()?;
        folder.path().join("exit").exists().then_some(())
    });
    std::fs::remove_dir_all(stage.path("away/.daymark")).unwrap();
    ends(&stage, &[], 3);
    assert_eq!(state(&stage, "long"), "unknown");
    ends(&stage, &["--step", "long", "--again"], 1);
    assert_eq!(stage.read("away/ran"), "x\nx\n");
}

#[test]
fn a_detached_script_has_its_variables_and_its_own_status() {
    let stage = Stage::new(
        "
steps:
  - id: named
    title: Named
    on: app
    no_unless: It is told.
    no_undo: It is only told.
    detach: true
    run: echo \"odd is $ODD\"; exit 125
",
    );
    let _sshd = Sshd::start(&stage);
    let output = ends(&stage, &[], 1);
    let named = result(&output, "named");
    assert_eq!(
        (&named["exit"], named["output"].as_str().unwrap()),
        (&125.into(), "odd is nothing\n")
    );
}

#[test]
fn shell_variables_of_the_account_do_not_decide_what_a_script_does() {
    let stage = Stage::new(
        "
steps:
  - {id: pane, title: Pane, on: app, as: root, no_unless: no, no_undo: no, run: touch pane; false}
  - {id: long, title: Long, on: app, detach: true, no_unless: no, no_undo: no, run: touch long; false}
",
    );
    let rc = "set -o noglob; export SHELLOPTS BASH_ENV=~/.env\n";
    stage.write("away/.bashrc", rc);
    stage.write("away/.bash_profile", ". ~/.bashrc\n");
    stage.write("away/.env", "exit 0\n");
    let _sshd = Sshd::start(&stage);
    for step in ["pane", "long"] {
        let output = run(&stage, &["--step", step]);
        assert_eq!(result(&output, step)["exit"], 1, "{output:#?}");
    }
}

#[test]
fn an_exit_file_without_a_number_is_no_exit_status() {
    for content in ["", "\n", "x\n"] {
        let stage = stage();
        let _sshd = Sshd::start(&stage);
        let mut program = start(&stage);
        program.kill().unwrap();
        program.wait().unwrap();
        let run = std::fs::read_dir(stage.path("away/.daymark")).unwrap();
        let folder = run.last().unwrap().unwrap().path();
        std::fs::write(folder.join("exit"), content).unwrap();
        ends(&stage, &[], 3);
        assert_eq!(state(&stage, "long"), "unknown", "{content:?}");
        stage.write("away/go", "");
    }
}

/// A detached step that runs this on a host with a small disk under its helper folder.
fn cut(keys: &str, run: &str) -> Stage {
    let stage = Stage::new(&format!(
        "
steps:
  - id: long
    title: Long
    on: app
    no_unless: It is counted.
    no_undo: It is only counted.
    detach: true
    {keys}
    run: |
      {run}
"
    ));
    stage.mount_disk_at("away/.daymark", 200);
    stage
}

#[test]
fn an_output_that_filled_the_host_s_disk_is_never_judged_as_whole() {
    const FLOOD: &str = "head -c 3000000 /dev/zero | tr '\\0' x";
    const FILL: &str = "cat /dev/zero >>~/.daymark/fill 2>&1 || true";
    let check = |keys: &str, run: &str, expect: (&str, i32)| {
        let stage = cut(keys, run);
        let _sshd = Sshd::start(&stage);
        let output = run_long(&stage);
        stage.unmount_disk_at("away/.daymark");
        let found = (output["state"].as_str().unwrap(), output["exit"].clone());
        assert_eq!(
            found,
            (expect.0, expect.1.into()),
            "{keys} {run}: {output:#?}"
        );
        let why = output["because"].as_str().unwrap();
        assert!(why.contains("the host's disk was full"), "{why}");
    };
    alone(|| {
        // What the output must not match, must match, holds as its number, or is saved from it.
        let fatal = format!("{FLOOD}; echo FATAL");
        check("expect_not: FATAL", &fatal, ("unknown", 0));
        check("expect: xxx", &fatal, ("unknown", 0));
        check("at_most: 3", &format!("echo 1; {fatal}"), ("unknown", 0));
        check("", &fatal, ("unknown", 0));
        check("warns: [2]", &format!("{fatal}; exit 2"), ("unknown", 2));
        // Full for a while only.
        let freed = format!("{FILL}; head -c 90000 /dev/zero; rm ~/.daymark/fill; echo fine");
        check("expect_not: FATAL", &freed, ("unknown", 0));
        // The end of the output is within an escape sequence.
        check("", &format!("printf '\\033]0;'; {FLOOD}"), ("unknown", 0));
        // A status that is not the expected one is certain.
        check(
            "expect_not: FATAL",
            &format!("{FLOOD}; exit 4"),
            ("failed", 4),
        );
    });
}

/// Runs the long step and gives its result.
fn run_long(stage: &Stage) -> serde_json::Value {
    result(&run(stage, &[]), "long")
}
