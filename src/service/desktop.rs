//! The operator's desktop: their clipboard and their browser.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::output::terminal;
use crate::text::Printable;

/// The program that opens a link in the operator's browser.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// Copies text to the clipboard with OSC 52 (xterm ctlseqs), which works over ssh too. No terminal
/// reports whether it allowed the copy. The text is printable, so a paste hides nothing.
pub(super) fn copy(text: &Printable) -> io::Result<()> {
    let mut terminal = terminal().lock();
    write!(terminal, "\x1b]52;c;{}\x07", STANDARD.encode(&**text))?;
    terminal.flush()
}

/// Opens a link in the operator's browser, without waiting for it.
///
/// # Errors
/// Fails if the browser does not start. Only `http` and `https` links are opened: others may run a
/// program.
pub(super) fn open_link(link: &str) -> Result<(), String> {
    if !is_web(link) {
        return Err(format!("only http and https links are opened: {link}"));
    }
    let mut command = Command::new(OPENER);
    command
        .arg(link)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|error| format!("{OPENER} could not be started: {error}: y copies the link"))?;
    // The browser may run for any time, but its exit status must be collected.
    thread::spawn(move || child.wait());
    Ok(())
}

fn is_web(link: &str) -> bool {
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && !link.contains(|c: char| c.is_control() || c == ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_opened() {
        let check = |link: &str, expect: bool| assert_eq!(is_web(link), expect, "{link:?}");
        check("https://example.com/a?b=c", true);
        check("http://192.0.2.7", true);
        check("https://", false);
        check("file:///etc/passwd", false);
        check("-help", false);
        check("javascript:alert(1)", false);
        check("https://example.com/\n--x", false);
    }
}
