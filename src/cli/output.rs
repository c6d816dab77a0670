//! What is told on standard output.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

/// Tells a line.
///
/// A reader that has seen enough, as in `daymark show | head`, ends the program as it ends others.
pub(super) fn tell(line: &(impl Display + ?Sized)) {
    tell_text(&format!("{line}\n"));
}

/// Tells a text as it is.
pub(super) fn tell_text(text: &str) {
    let mut output = io::stdout().lock();
    if output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .is_err()
    {
        std::process::exit(0);
    }
}

/// How wide a text on standard output may be: as the terminal, and no wider than reads well.
pub(super) fn columns() -> usize {
    const WIDEST: u16 = 100;
    let terminal = io::stdout()
        .is_terminal()
        .then(crossterm::terminal::size)
        .and_then(Result::ok);
    let columns = terminal.map_or(WIDEST, |(columns, _)| columns);
    usize::from(columns.clamp(40, WIDEST))
}

/// Whether standard output shows colours.
pub(super) fn has_colors() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !dumb && !is_set("NO_COLOR")
}

/// Whether a variable of the environment is set to something (<https://no-color.org>).
pub(super) fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
