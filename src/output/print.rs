//! Printing text for people and programs.

use std::io::{self, Write as _};

use crate::text::Printable;

/// Prints a text on standard output as it is.
///
/// # Errors
/// Where no reader takes it any more.
#[expect(clippy::disallowed_methods, reason = "takes only what is printable")]
pub fn print(text: &Printable) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

/// Prints lines on standard error. Without a reader there, nothing can be done about it.
#[expect(clippy::disallowed_methods, reason = "takes only what is printable")]
pub fn complain(lines: &Printable) {
    let _ = writeln!(io::stderr().lock(), "{lines}");
}

/// Prints a part of a line on standard error: a question, or what a program has put out so far.
#[expect(clippy::disallowed_methods, reason = "takes only what is printable")]
pub fn ask(part: &Printable) {
    let mut error = io::stderr().lock();
    let _ = error
        .write_all(part.as_bytes())
        .and_then(|()| error.flush());
}
