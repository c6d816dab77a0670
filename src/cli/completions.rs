//! `daymark completions`: prints the script that lets a shell complete command lines of daymark.
//!
//! The script runs daymark, so that ids, days and walks of the named plan complete too.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Arg, Args, Command, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::{Bash, EnvCompleter, Fish, Zsh};

use super::exit::Exit;
use super::output::print_text;
use crate::plan::{Plan, read};
use crate::service::{WalkFolder, built_in, data_dir, plan_folder};

/// The environment variable that names the shell while it completes.
const VARIABLE: &str = "DAYMARK_COMPLETE";

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// Shell of the script.
    shell: Shell,
}

/// A shell with completions.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    /// Print a script for bash.
    Bash,
    /// Print a script for zsh.
    Zsh,
    /// Print a script for fish.
    Fish,
}

/// Prints the script of a shell.
pub(super) fn completions(arguments: &CompletionsArguments) -> Exit {
    let shell: &dyn EnvCompleter = match arguments.shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
    };
    let mut script = Vec::new();
    // Writing to memory succeeds.
    let _ = shell.write_registration(VARIABLE, "daymark", "daymark", "daymark", &mut script);
    print_text(&String::from_utf8_lossy(&script));
    Exit::Done
}

/// Answers a shell that completes a command line, and then ends the program.
pub(super) fn complete(command: fn() -> Command) {
    let factory = move || completing(command());
    CompleteEnv::with_factory(factory).var(VARIABLE).complete();
}

/// Adds the candidates to all arguments of a command and its subcommands.
fn completing(command: Command) -> Command {
    command
        .mut_args(with_candidates)
        .mut_subcommands(completing)
}

fn with_candidates(argument: Arg) -> Arg {
    let is_id = |names: &[_]| names.first().is_some_and(|name| name == "ID");
    let complete: fn(&OsStr) -> Vec<CompletionCandidate> = match argument.get_id().as_str() {
        "day" => days,
        "walk" => walks,
        _ if argument.get_value_names().is_some_and(is_id) => ids,
        _ => return argument,
    };
    argument.add(ArgValueCompleter::new(complete))
}

/// Returns the days of the plan that begin with `start`.
fn days(start: &OsStr) -> Vec<CompletionCandidate> {
    let Some(plan) = plan() else {
        return Vec::new();
    };
    let day = |entry: &crate::plan::Entry| (entry.days.to_string(), Some(entry.title.clone()));
    candidates(start, plan.entries.iter().map(day))
}

/// Returns the ids of the plan that begin with `start`: steps, checks and recurring work.
fn ids(start: &OsStr) -> Vec<CompletionCandidate> {
    let Some(plan) = plan() else {
        return Vec::new();
    };
    let recurring = plan.recurring.iter().map(|work| work.id.as_str());
    let ids = plan.ids().chain(recurring);
    candidates(start, ids.map(|id| (id.to_owned(), None)))
}

/// Returns the walks of the plan that begin with `start`.
fn walks(start: &OsStr) -> Vec<CompletionCandidate> {
    let names = || {
        let named = value_of("--data-dir").map(PathBuf::from);
        let named = named.or_else(|| std::env::var_os("DAYMARK_DATA_DIR").map(PathBuf::from));
        let data = named.or_else(data_dir)?;
        let walk = WalkFolder::new(&data, &plan()?.id, "main");
        let walks = std::fs::read_dir(walk.path().parent()?).ok()?;
        Some(walks.filter_map(|walk| walk.ok()?.file_name().into_string().ok()))
    };
    let names = names().into_iter().flatten();
    candidates(start, names.map(|name| (name, None)))
}

fn candidates(
    start: &OsStr,
    all: impl Iterator<Item = (String, Option<String>)>,
) -> Vec<CompletionCandidate> {
    let start = start.to_string_lossy();
    all.filter(|(text, _)| text.starts_with(start.as_ref()))
        .map(|(text, help)| CompletionCandidate::new(text).help(help.map(Into::into)))
        .collect()
}

/// Reads the plan that the command line names: the first word that is the folder of a plan, else
/// the built-in plan. Nothing of a plan runs.
fn plan() -> Option<Plan> {
    let folder = words().find(|word| Path::new(word).join("plan.yaml").is_file());
    match folder {
        None => Some(built_in()),
        Some(folder) => read(&plan_folder(Path::new(&folder)).ok()?).plan,
    }
}

/// Returns the value of an option on the command line.
fn value_of(option: &str) -> Option<String> {
    words().skip_while(|word| word != option).nth(1)
}

/// Returns the words of the command line that the shell completes.
fn words() -> impl Iterator<Item = String> {
    let all = std::env::args_os().skip_while(|word| word != "--").skip(1);
    all.filter_map(|word| word.into_string().ok())
}
