//! `daymark man`: prints a man page.

use clap::{Args, Command};
use clap_mangen::Man;

use super::exit::Exit;
use super::output::print_text;
use crate::output::complain;

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// Subcommand of the page (default: the program).
    subcommand: Option<String>,
}

/// Prints the page of the program, or of one of its subcommands.
pub(super) fn man(arguments: &ManArguments, mut program: Command) -> Exit {
    program.build();
    let name = arguments.subcommand.as_deref();
    let found = match name {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(command) = found else {
        complain!(
            "Error: There is no subcommand `{}`",
            name.unwrap_or_default()
        );
        complain!("Hint: `daymark --help` lists the subcommands");
        return Exit::Usage;
    };
    let mut page = Vec::new();
    // Writing to memory succeeds.
    let _ = Man::new(command.clone()).render(&mut page);
    print_text(&String::from_utf8_lossy(&page));
    Exit::Done
}
