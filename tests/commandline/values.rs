//! Values of variables: where they come from, and where none may go.

use std::fs;
use std::path::Path;

use crate::stage::{Stage, Told};

const DAY: &str = "steps:\n\
    - {id: tell, title: Tell, on: here, run: 'printf %s \"$NAME\" > name', changes: false}\n\
    - {id: use, title: Use, on: here, run: 'echo \"token $TOKEN\"; [ \"$TOKEN\" = \"$(cat token)\" ]', changes: false}\n\
    - {id: env, title: Look around, on: here, run: env > env, changes: false}\n";

const TOKEN: &str = "s3cr3t-t0ken-value";

fn run(stage: &Stage, step: &str, words: &[&str], environment: &[(&str, &str)]) -> Told {
    let plan = stage.argument("plan");
    let words = [&["run", &plan, "--day", "1", "--step", step], words].concat();
    let mut command = stage.command(&words);
    command.envs(environment.iter().copied());
    command.output().unwrap().into()
}

#[test]
fn the_command_line_beats_the_environment_which_beats_the_file() {
    let stage = Stage::new(DAY);
    stage.write("values.yaml", "NAME: file\n");
    let file = stage.argument("values.yaml");
    let (from_file, from_line) = (["--vars-file", &file], ["--var", "NAME=line"]);
    let both = [&from_file[..], &from_line].concat();
    let environment = [("DAYMARK_VAR_NAME", "env")];
    for (words, environment, name) in [
        (&from_file[..], &[][..], "file"),
        // The journal remembers it.
        (&[], &[], "file"),
        (&from_file, &environment, "env"),
        (&both, &environment, "line"),
    ] {
        let words = [words, &["--again"]].concat();
        let output = run(&stage, "tell", &words, environment);
        assert_eq!(output.exit, Some(0), "{output:?}");
        assert_eq!(stage.read("home/name"), name);
    }
}

#[test]
fn what_all_subcommands_share_stands_before_or_behind_them() {
    let stage = Stage::new(DAY);
    let plan = stage.argument("plan");
    let day = ["--day", "1", "--step", "tell"];
    let before = ["--walk", "other", "--var", "NAME=before"];
    let behind = ["--var", "ODD=behind"];
    let words = [&before[..], &["run", &plan], &day, &behind].concat();
    let output = stage.tell(&words);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert_eq!(stage.read("home/name"), "before");
    assert!(stage.has("data/walks/small/other/journal.jsonl"));
    let journal = stage.read("data/walks/small/other/journal.jsonl");
    assert!(journal.contains(r#""name":"ODD","value":"behind""#));

    let output = stage.tell(&["journal", "--walk", "other", "verify", &plan]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    // A word that is no option stands where it stands.
    let output = stage.tell(&["--walk", "other", &plan, "status"]);
    assert_eq!(output.exit, Some(2), "{output:?}");
}

#[test]
fn a_value_that_is_missing_waits_for_a_person() {
    let stage = Stage::new(DAY);
    let output = run(&stage, "tell", &[], &[]);
    assert_eq!(output.exit, Some(3), "{output:?}");
    assert!(output.err.contains("DAYMARK_VAR_NAME"), "{output:?}");
    assert!(!stage.has("home/name"));
}

#[test]
fn a_value_that_will_not_do_is_wrong_usage() {
    let stage = Stage::new(DAY);
    for (words, environment) in [
        (&["--var", "NAME=Not This"][..], &[][..]),
        (&["--var", "NAME"], &[]),
        (&["--var", "NAEM=x"], &[]),
        (&["--var", "TOKEN=s3cr3t-t0ken-value"], &[]),
        (&["--vars-file", "missing.yaml"], &[]),
        (&[], &[("DAYMARK_VAR_TOKEN", "short")]),
    ] {
        let output = run(&stage, "tell", words, environment);
        assert_eq!(output.exit, Some(2), "{words:?}: {output:?}");
        assert!(
            !output.err.is_empty() && !output.err.contains("s3cr3t"),
            "{output:?}"
        );
    }
    assert!(!stage.has("data"), "a walk was begun");
}

#[test]
fn a_secret_is_used_and_stands_nowhere() {
    let stage = Stage::new(DAY);
    stage.write("home/token", TOKEN);
    let output = run(&stage, "use", &["--json"], &[("DAYMARK_VAR_TOKEN", TOKEN)]);
    assert_eq!(output.exit, Some(0), "{output:?}");
    assert!(
        output.out.contains("token ••••") && !output.out.contains(TOKEN),
        "{output:?}"
    );
    assert!(!stage.done(&["report"]).contains(TOKEN));
    let kept = everything_below(&stage.path("data"));
    assert!(
        kept.contains("step_ended") && kept.contains("token ••••"),
        "{kept}"
    );
    assert!(!kept.contains(TOKEN), "{kept}");
    // It is asked for again.
    assert_eq!(run(&stage, "use", &["--again"], &[]).exit, Some(3));
}

#[test]
fn no_child_sees_what_was_given_to_daymark() {
    let stage = Stage::new(DAY);
    let output = run(
        &stage,
        "env",
        &["--var", "NAME=senex"],
        &[("DAYMARK_VAR_TOKEN", TOKEN)],
    );
    assert_eq!(output.exit, Some(0), "{output:?}");
    let environment = stage.read("home/env");
    assert!(
        !environment.contains(TOKEN) && !environment.contains("DAYMARK_"),
        "{environment}"
    );
    assert!(!environment.contains("NAME=senex"), "{environment}");
}

fn everything_below(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &everything_below(&path);
        } else {
            text += &String::from_utf8_lossy(&fs::read(path).unwrap());
        }
    }
    text
}
