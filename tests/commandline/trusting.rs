//! To run a plan is to trust it: what `run` says of that, and what it keeps.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::process::Stdio;

use crate::stage::{Stage, Told};

const DAY: &str = "\
steps: [{id: one, title: The step, on: here, run: 'echo $ODD', changes: false}]
checks: [{id: holds, check: It holds, on: here, run: 'true'}]
";

const FIRST: &str = "daymark trusts the plan in";
const CHANGED: &str = "Since you trusted this plan, this has changed:";

fn kept(stage: &Stage) -> Vec<PathBuf> {
    let files = fs::read_dir(stage.path("data/trust")).into_iter().flatten();
    files.map(|file| file.unwrap().path()).collect()
}

fn run(stage: &Stage, words: &[&str]) -> Told {
    let output = stage.daymark(&[&["run", "--day", "1"], words].concat());
    assert_eq!(output.exit, Some(0), "{output:?}");
    output
}

#[test]
fn the_first_run_says_that_it_trusts_and_a_later_one_what_changed() {
    let stage = Stage::new(DAY);
    let first = run(&stage, &[]);
    let plan = fs::canonicalize(stage.path("plan")).unwrap();
    let line = format!("{FIRST} {} from now on.\n", plan.display());
    assert_eq!(first.err, line);
    assert_eq!(run(&stage, &[]).err, "");
    assert_eq!(run(&stage, &["--walk", "other"]).err, "");
    assert_eq!(stage.events("plan_trusted").len(), 1);

    let plan = stage.read("plan/plan.yaml");
    stage.write(
        "plan/plan.yaml",
        &plan.replace("default: nothing", "default: all"),
    );
    let changed = run(&stage, &["--json"]);
    let expect = format!("{CHANGED}\n  variable ODD\n    default\n    - nothing\n    + all\n");
    assert_eq!(changed.err, expect);
    assert_eq!(run(&stage, &[]).err, "");
    assert_eq!(stage.events("plan_trusted").len(), 2);
    // What is not covered is not told of.
    let day = stage.read("plan/day-01.yaml").replace("The step", "A step");
    stage.write("plan/day-01.yaml", &day);
    assert_eq!(run(&stage, &[]).err, "");
}

#[test]
fn what_runs_nothing_trusts_nothing() {
    let stage = Stage::new(DAY);
    for words in [
        &["run", "--day", "1", "--dry-run"][..],
        &["check"],
        &["show"],
        &["status"],
        &["note", "--day", "1", "so"],
        &["report"],
        &["paths"],
    ] {
        let output = stage.daymark(words);
        assert!(!output.err.contains("trust"), "{words:?}: {output:?}");
        assert!(kept(&stage).is_empty(), "{words:?}");
    }
    let output = stage.daymark(&["run", "--day", "1", "--step", "holds", "--read-only"]);
    assert_eq!(
        (output.exit, output.err.as_str()),
        (Some(0), ""),
        "{output:?}"
    );
    assert!(kept(&stage).is_empty());
}

#[test]
fn a_run_that_only_reads_says_what_changed_and_keeps_nothing() {
    let stage = Stage::new(DAY);
    run(&stage, &[]);
    let before = fs::read(&kept(&stage)[0]).unwrap();
    let day = stage
        .read("plan/day-01.yaml")
        .replace("run: 'true'", "run: id");
    stage.write("plan/day-01.yaml", &day);
    for _ in 0..2 {
        let output = stage.daymark(&["run", "--day", "1", "--step", "holds", "--read-only"]);
        assert!(output.err.starts_with(CHANGED), "{output:?}");
        assert!(output.err.contains("- true\n    + id\n"), "{output:?}");
        assert_eq!(fs::read(&kept(&stage)[0]).unwrap(), before);
    }
}

#[test]
fn the_built_in_plan_is_not_asked_about() {
    let stage = Stage::empty();
    let output = stage.tell(&["run", "--day", "1", "--attest", "no-such", "x"]);
    assert_eq!(output.exit, Some(2));
    let output = stage.tell(&["paths", "--json"]);
    assert_eq!(output.json()[0]["trust"], "(built in)");
    assert!(kept(&stage).is_empty());
}

#[test]
fn trust_that_cannot_be_kept_is_told_and_the_run_goes_on() {
    let stage = Stage::new(DAY);
    stage.write("data/trust", "in the way");
    for _ in 0..2 {
        let output = run(&stage, &[]);
        assert!(output.err.contains("Warning: "), "{output:?}");
        assert!(
            output.err.contains("daymark could not keep what you trust"),
            "{output:?}"
        );
    }
    assert_eq!(stage.read("data/trust"), "in the way");
}

#[test]
fn a_damaged_file_is_told_and_mended() {
    let stage = Stage::new(DAY);
    run(&stage, &[]);
    let file = kept(&stage).remove(0);
    fs::write(&file, "{\"v\": 1,").unwrap();
    let output = run(&stage, &[]);
    assert!(
        output.err.contains("Warning: The kept trust is not used"),
        "{output:?}"
    );
    assert!(output.err.contains(FIRST), "{output:?}");
    assert_eq!(run(&stage, &[]).err, "");
}

#[test]
fn several_runs_at_once_leave_one_whole_file() {
    let stage = Stage::new(DAY);
    let plan = stage.argument("plan");
    let runs: Vec<_> = (0..8)
        .map(|walk| {
            let walk = format!("walk-{walk}");
            let words = ["run", &plan, "--day", "1", "--walk", &walk];
            let mut run = stage.command(&words);
            run.stdout(Stdio::null()).stderr(Stdio::piped());
            run.spawn().unwrap()
        })
        .collect();
    for run in runs {
        let output = Told::from(run.wait_with_output().unwrap());
        assert_eq!(output.exit, Some(0), "{output:?}");
        assert!(!output.err.contains("Warning"), "{output:?}");
    }
    assert_eq!(kept(&stage).len(), 1);
    assert_eq!(run(&stage, &["--walk", "last"]).err, "");
}

#[test]
fn a_path_of_any_bytes_is_known_again() {
    let stage = Stage::new(DAY);
    let home = stage.path("home");
    for name in [
        b"pl\xffan".as_slice(),
        b"pl\xfean",
        b"new\nline",
        "pl\u{fffd}an".as_bytes(),
        b"PLAN",
        b"Plan",
    ] {
        let folder = home.join(OsStr::from_bytes(name));
        fs::create_dir(&folder).unwrap();
        for file in ["plan.yaml", "day-01.yaml"] {
            fs::copy(stage.path("plan").join(file), folder.join(file)).unwrap();
        }
        for is_first in [true, false] {
            let mut run = stage.command(&["run", "--day", "1"]);
            let output = Told {
                exit: None,
                out: String::new(),
                err: String::from_utf8_lossy(&run.arg(&folder).output().unwrap().stderr).into(),
            };
            assert_eq!(output.err.contains(FIRST), is_first, "{name:?}: {output:?}");
        }
    }
    assert_eq!(kept(&stage).len(), 6);
}

#[test]
fn paths_names_the_file() {
    let stage = Stage::new(DAY);
    let path = |stage: &Stage| {
        let paths = stage.daymark(&["paths", "--json"]);
        paths.json()[0]["trust"].as_str().unwrap().to_owned()
    };
    let named = path(&stage);
    assert!(!stage.has("data"));
    run(&stage, &[]);
    assert_eq!(kept(&stage), [PathBuf::from(named)]);
}
