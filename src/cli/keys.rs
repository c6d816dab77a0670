//! `daymark keys`: lists all keys.

use clap::Args;

use super::exit::Exit;
use super::output::print_text;
use crate::app::{keys_markdown, keys_text};

/// Arguments of `keys`.
#[derive(Debug, Args)]
pub(super) struct KeysArguments {
    /// Print a Markdown table.
    #[arg(long)]
    pub(super) markdown: bool,
}

/// Lists all keys.
pub(super) fn keys(arguments: &KeysArguments) -> Exit {
    let text = if arguments.markdown {
        keys_markdown()
    } else {
        keys_text()
    };
    print_text(&text);
    Exit::Done
}
