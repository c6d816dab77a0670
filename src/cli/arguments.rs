//! Arguments that subcommands share.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Arg, Args, Command};

/// Options of all subcommands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Shared options")]
pub(super) struct Globals {
    /// Folder of all walks.
    #[arg(long, global = true, value_name = "DIR", env = "DAYMARK_DATA_DIR")]
    pub(super) data_dir: Option<PathBuf>,
    /// Name of the walk.
    #[arg(long, global = true, value_name = "NAME", default_value = "main", value_parser = walk_name)]
    pub(super) walk: String,
    /// Set a variable, unless it is a secret.
    #[arg(long = "var", global = true, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(super) variables: Vec<(String, String)>,
    /// Read variables and secrets from a YAML file of `NAME: value` lines.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) vars_file: Option<PathBuf>,
    /// Use a theme: `daymark`, `plain`, or a file.
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// Run no step and write nothing; checks run, and their results are not recorded.
    #[arg(long, global = true)]
    pub(super) read_only: bool,
    /// Name of the operator (default: the login name).
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) operator: Option<String>,
    /// Set the date of day 1.
    #[arg(long, global = true, value_name = "DATE")]
    pub(super) start: Option<NaiveDate>,
}

/// A plan, and the form of the output.
#[derive(Debug, Args)]
pub(super) struct PlanArguments {
    /// Folder of the plan (default: the built-in plan).
    pub(super) plan: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Accepts the name of a walk, which is also the name of its folder.
fn walk_name(text: &str) -> Result<String, String> {
    let ordinary = |character: char| character.is_alphanumeric() || "-_.".contains(character);
    if text.is_empty() || text.starts_with('.') || !text.chars().all(ordinary) {
        return Err("the name of a walk has only letters, digits, `-`, `_` and `.`; it does not begin with `.`".to_owned());
    }
    Ok(text.to_owned())
}

fn assignment(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| "write NAME=VALUE".to_owned())
}

/// Moves options from before a subcommand to after it, so that options in both places count
/// together.
pub(super) fn behind_subcommand(command: &Command, words: Vec<OsString>) -> Vec<OsString> {
    let mut early = words;
    let mut at = 0;
    while let Some(taken) = early.get(at).and_then(|word| option(command, word)) {
        at += taken;
    }
    let named = early.get(at).and_then(|word| word.to_str());
    let Some(inner) = named.and_then(|name| command.find_subcommand(name)) else {
        return early;
    };
    let rest = early.split_off(at + 1);
    let subcommand = early.split_off(at);
    early.extend(rest);
    let early = behind_subcommand(inner, early);
    subcommand.into_iter().chain(early).collect()
}

/// Returns the number of words of an option, itself included; none for an unknown option.
fn option(command: &Command, word: &OsString) -> Option<usize> {
    let name = word.to_str()?.strip_prefix("--")?;
    let (name, has_value) = match name.split_once('=') {
        Some((name, _)) => (name, true),
        None => (name, false),
    };
    let is_it = |arg: &&Arg| arg.get_long() == Some(name);
    let found = command.get_arguments().find(is_it)?;
    let takes_next = found.get_action().takes_values() && !has_value;
    Some(1 + usize::from(takes_next))
}
