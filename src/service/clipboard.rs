//! The operator's clipboard, through their terminal.

use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::output::terminal;
use crate::text::Printable;

/// Puts text on the clipboard with OSC 52 (xterm ctlseqs): it works over ssh too, where the
/// operator's terminal allows it; no terminal tells whether it did.
/// What is pasted is what was read: nothing in it hides.
pub(super) fn copy(text: &Printable) -> io::Result<()> {
    let mut terminal = terminal().lock();
    write!(terminal, "\x1b]52;c;{}\x07", STANDARD.encode(&**text))?;
    terminal.flush()
}
