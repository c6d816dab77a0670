//! shellcheck has nothing to say about any script of the built-in plan.
//!
//! One call reads them all, since each start of it costs more than a script does. A script that is
//! right for a reason shellcheck cannot see says so itself: `# shellcheck disable=SC…  # why`.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot write to its own folder has failed"
)]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use daymark::plan::{Check, Condition, Plan, Procedure, SourceFile, Step, StepAction, read};
use daymark::service::built_in_files;

/// Where the plan's own files lie, so that one which sources another finds it.
const RUNBOOKS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/senex-trader");

#[test]
fn every_script_is_sound() {
    let sources = built_in_files();
    let plan = read(&sources)
        .plan
        .expect("`daymark check` tells what is wrong");
    let folder = tempfile::tempdir().unwrap();
    let mut files = written(&scripts(&plan), folder.path());
    assert!(!files.is_empty());
    files.extend(shell_files(&sources));
    let Some(output) = shellcheck(&files) else {
        eprintln!("skipped: shellcheck is not installed (apt-get install shellcheck)");
        return;
    };
    let output = output.replace(&format!("{}/", folder.path().display()), "");
    assert!(output.is_empty(), "{output}");
}

/// What the plan does on purpose: it hands scripts in single quotes to other shells, which expand
/// them there, and looks for secrets in the arguments of all processes, which pgrep cannot.
const ON_PURPOSE: &str = "--exclude=SC2016,SC2009";

/// What shellcheck says about files; nothing when it is not there.
fn shellcheck(files: &[PathBuf]) -> Option<String> {
    let mut command = Command::new("shellcheck");
    command
        .args(["--external-sources", "--format=gcc", ON_PURPOSE])
        .args(files);
    match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        output => {
            let output = output.unwrap();
            let output = [output.stdout, output.stderr].concat();
            Some(String::from_utf8(output).unwrap())
        }
    }
}

/// A script, and where it stands: the id of its owner and the key.
type Script<'p> = (String, &'p str);

/// All scripts that run on a host, or here.
fn scripts(plan: &Plan) -> Vec<Script<'_>> {
    let entries = plan.entries.iter().map(Procedure::Entry);
    let phases = || (1..).zip(&plan.phases);
    let success = phases().map(|(number, phase)| Procedure::Success(number, phase));
    let rollback = phases().filter_map(|(number, phase)| {
        let rollback = phase.rollback.as_ref()?;
        Some(Procedure::Rollback(number, phase, rollback))
    });
    let recurring = plan.recurring.iter().map(Procedure::Recurring);
    let procedures: Vec<Procedure> = entries
        .chain(success)
        .chain(rollback)
        .chain(recurring)
        .collect();
    let steps = procedures
        .iter()
        .flat_map(|procedure| procedure.steps())
        .flat_map(of_step);
    let checks = procedures
        .iter()
        .flat_map(|procedure| procedure.all_checks());
    let guards = plan.guards.iter().map(|guard| &guard.check);
    steps
        .chain(checks.chain(guards).filter_map(of_check))
        .collect()
}

fn of_step(step: &Step) -> Vec<Script<'_>> {
    let run = match &step.action {
        StepAction::Run(run) => Some(run.as_str()),
        _ => None,
    };
    let when = step.when.iter().filter_map(|condition| match condition {
        Condition::Script { run, .. } => Some(run.as_str()),
        _ => None,
    });
    let fixed = [
        ("run", run),
        ("unless", step.unless.as_deref()),
        ("undo", step.undo.as_deref()),
    ];
    let fixed = fixed
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)));
    fixed
        .chain(when.map(|text| ("when", text)))
        .map(|(key, text)| (format!("{}.{key}", step.id), text))
        .collect()
}

fn of_check(check: &Check) -> Option<Script<'_>> {
    Some((format!("{}.run", check.id), check.run.as_deref()?))
}

/// The scripts as files, each named after where it stands.
fn written(scripts: &[Script], folder: &Path) -> Vec<PathBuf> {
    let write = |(number, (place, text)): (usize, &Script)| {
        let path = folder.join(format!("{number}.{place}"));
        fs::write(&path, format!("# shellcheck shell=bash\n{text}\n")).unwrap();
        path
    };
    scripts.iter().enumerate().map(write).collect()
}

/// Those of the plan's files that a shell reads, by their ending or their first line.
fn shell_files(sources: &[SourceFile]) -> Vec<PathBuf> {
    let is_shell = |source: &&SourceFile| {
        let first = source.bytes.split(|byte| *byte == b'\n').next();
        let first = String::from_utf8_lossy(first.unwrap_or_default());
        let ends_so = Path::new(&source.path)
            .extension()
            .is_some_and(|end| end == "sh");
        let begins_so = first.starts_with("#!") && first.ends_with("sh");
        source.path.starts_with("files/") && (ends_so || begins_so)
    };
    let path = |source: &SourceFile| Path::new(RUNBOOKS).join(&source.path);
    sources.iter().filter(is_shell).map(path).collect()
}
