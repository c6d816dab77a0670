//! The operator's terminal.

use std::io::{self, IsTerminal as _, Stdout};

/// Returns standard output for drawing. Write only frames, whose cells are printable, and sequences
/// of daymark's own.
#[expect(
    clippy::disallowed_methods,
    reason = "what is drawn is made of printable cells"
)]
pub fn terminal() -> Stdout {
    io::stdout()
}

/// Returns whether standard output is a terminal.
#[expect(clippy::disallowed_methods, reason = "prints nothing")]
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}
