//! The operator's browser.

use std::process::{Command, Stdio};
use std::thread;

/// What hands a link to the browser that the operator chose.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};

/// Hands a link to the operator's browser, and waits for nothing.
///
/// # Errors
/// Says why it was not opened. Only `http` and `https` are: anything else may run a program.
pub(super) fn open(link: &str) -> Result<(), String> {
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
    // A browser may stay in front for as long as it likes; its end must be waited for all the same.
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
