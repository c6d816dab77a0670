//! `daymark keys`: all keys.

use super::arguments::KeysArguments;
use super::exit::Exit;
use super::output::print_text;
use crate::app::{keys_markdown, keys_text};

/// Tells all keys.
pub(super) fn keys(arguments: &KeysArguments) -> Exit {
    let told = if arguments.markdown {
        keys_markdown()
    } else {
        keys_text()
    };
    print_text(&told);
    Exit::Done
}
