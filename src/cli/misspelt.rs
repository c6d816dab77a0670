//! Words that are taken for a plan although something else is meant.

use std::path::Path;

use clap::Command;

use super::exit::Exit;
use crate::output::complain;
use crate::plan::did_you_mean;
use crate::text::Printable;

/// Refuses a plan that does not exist and whose name is one word: a misspelled subcommand.
///
/// # Errors
/// After reporting the subcommand that may be meant.
pub(super) fn no_subcommand(plan: Option<&Path>, command: &Command) -> Result<(), Exit> {
    let Some(word) = plan.filter(|plan| !plan.exists()).and_then(Path::to_str) else {
        return Ok(());
    };
    if word.contains('/') {
        return Ok(());
    }
    let names = command.get_subcommands().map(Command::get_name);
    let meant = did_you_mean(word, names);
    let is_top = command.get_name() == "daymark";
    if !is_top && meant.is_none() {
        return Ok(());
    }
    let word = Printable::name(word);
    complain!("Error: `{word}` is neither a subcommand nor the folder of a plan.");
    match meant {
        Some(meant) => complain!("Hint: {meant}"),
        None => complain!("Hint: `daymark --help` lists the subcommands"),
    }
    Err(Exit::Usage)
}

/// Returns whether a word names the folder of a plan.
pub(super) fn is_plan(word: &str) -> bool {
    Path::new(word).join("plan.yaml").is_file()
}
