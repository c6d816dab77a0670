//! Options that stand before a subcommand.

use std::ffi::OsString;

use clap::{Arg, Command};

/// The words of a command line, with the options before a subcommand moved behind it: what is
/// given in both places then counts together, as if it all stood in one.
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

/// How many words an option takes, itself included; none where the word is no option we know.
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
