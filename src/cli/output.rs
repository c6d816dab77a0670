//! Prints to standard output.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Exit;
use crate::output::{complain, is_terminal, print};
use crate::text::{Printable, json};

/// Prints a line: a newline in it is written visibly.
pub(super) fn print_line(line: &str) {
    printed(&Printable::line(line));
    printed(&Printable::prose("\n"));
}

/// Prints a text of several lines.
pub(super) fn print_text(text: &str) {
    printed(&Printable::prose(text));
}

/// Prints a text of several lines that end with a carriage return and a newline.
pub(super) fn print_crlf(text: &str) {
    printed(&Printable::crlf(text));
}

/// Prints a text that was converted before.
pub(super) fn print_made(text: &Printable) {
    printed(text);
}

/// Prints a line of JSON: what hides in its texts is an escape.
pub(super) fn print_json(written: &str) {
    printed(&json(&format!("{written}\n")));
}

/// Prints a diagnostic, which has colours of its own, and an empty line.
pub(super) fn print_coloured(rendered: &str) {
    printed(&Printable::coloured(&format!("{rendered}\n\n")));
}

/// Whether the program goes on after standard output failed; else it ends at once.
static GOES_ON: AtomicBool = AtomicBool::new(false);
/// Whether something could not be printed.
static UNPRINTED: AtomicBool = AtomicBool::new(false);

/// Lets the program continue without standard output: steps run, and their results are recorded.
pub(super) fn go_on_unprinted() {
    GOES_ON.store(true, Ordering::Relaxed);
}

/// Returns the exit status of a subcommand that continued: failed if something was not printed.
pub(super) fn unless_unprinted(exit: Exit) -> Exit {
    match exit {
        Exit::Done if UNPRINTED.load(Ordering::Relaxed) => Exit::Failed,
        exit => exit,
    }
}

/// A reader that has seen enough, as in `daymark show | head`, ends the program as it ends others.
fn printed(text: &Printable) {
    let Err(error) = print(text) else { return };
    let seen_enough = error.kind() == ErrorKind::BrokenPipe;
    if !seen_enough && !UNPRINTED.swap(true, Ordering::Relaxed) {
        complain!("Error: Standard output takes nothing more: {error}");
    }
    if !GOES_ON.load(Ordering::Relaxed) {
        #[expect(
            clippy::disallowed_methods,
            reason = "no output can be lost here: a command that runs steps continues without output"
        )]
        std::process::exit(i32::from(!seen_enough));
    }
}

/// How wide a text on standard output may be: as the terminal, and no wider than reads well.
pub(super) fn columns() -> usize {
    const WIDEST: u16 = 100;
    let terminal = is_terminal()
        .then(crossterm::terminal::size)
        .and_then(Result::ok);
    let columns = terminal.map_or(WIDEST, |(columns, _)| columns);
    usize::from(columns.clamp(40, WIDEST))
}

/// Whether standard output shows colours.
pub(super) fn has_colors() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    is_terminal() && !dumb && !is_set("NO_COLOR")
}

/// Whether a variable of the environment is set to something (<https://no-color.org>).
pub(super) fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
