//! Where the program begins.

use std::process::ExitCode;
use std::sync::Arc;

use super::arguments::{Arguments, Subcommands};
use super::{check, journal, keys, note, open, paths, report, run, show, status};
use crate::output::report_panics;

/// Does what the command line says.
pub fn main() -> ExitCode {
    report_panics();
    take_no_end_from_limits();
    let Arguments {
        command,
        plan,
        globals,
    } = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(exit) => return exit.into(),
    };
    let exit = match command {
        None => open::open(&globals, plan.as_deref()),
        Some(Subcommands::Check(arguments)) => check::check(&arguments),
        Some(Subcommands::Show(arguments)) => show::show(&globals, &arguments),
        Some(Subcommands::Status(arguments)) => status::status(&globals, &arguments),
        Some(Subcommands::Run(arguments)) => run::run(&globals, &arguments),
        Some(Subcommands::Note(arguments)) => note::note(&globals, &arguments),
        Some(Subcommands::Journal(arguments)) => journal::journal(&globals, &arguments),
        Some(Subcommands::Report(arguments)) => report::report(&globals, &arguments),
        Some(Subcommands::Paths(arguments)) => paths::paths(&globals, &arguments),
        Some(Subcommands::Keys(arguments)) => keys::keys(&arguments),
    };
    exit.into()
}

/// A write past the limit of a file's length (`ulimit -f`) fails, and does not kill the program.
/// The signal is handled and not ignored: what is ignored stays so in every program we start.
fn take_no_end_from_limits() {
    // Where it cannot be handled, such a write is an end like that by any other signal.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}
