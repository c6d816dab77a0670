//! Functions that print text.

use std::io::{self, Write as _};

use crate::text::Printable;

/// Prints text on standard output, without adding a newline.
///
/// # Errors
/// The reader has closed the output, or another write error.
#[expect(clippy::disallowed_methods, reason = "takes only what is printable")]
pub fn print(text: &Printable) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes())?;
    output.flush()
}

/// Prints text and a newline on standard error. Write errors are ignored.
#[expect(clippy::disallowed_methods, reason = "takes only what is printable")]
pub fn complain(lines: &Printable) {
    let _ = writeln!(io::stderr().lock(), "{lines}");
}

/// Prints text on standard error without a newline, such as a question or unfinished output.
#[expect(clippy::disallowed_methods, reason = "takes only what is printable")]
pub fn ask(part: &Printable) {
    let mut error = io::stderr().lock();
    let _ = error
        .write_all(part.as_bytes())
        .and_then(|()| error.flush());
}
