//! Lines that ssh and programs print in a terminal, and their meaning.

use crate::text::{Printable, is_hidden};

/// Returns whether a line prompts for a password or a yes. Nothing else may be typed there.
pub fn is_input_prompt(line: &str) -> bool {
    let line = line.to_lowercase();
    let asks = [
        "password",
        "passphrase",
        "passcode",
        "verification code",
        "(yes/no",
    ];
    asks.iter().any(|word| line.contains(word)) || line.trim_end().ends_with('?')
}

/// Returns the last line with visible text, with its hidden characters made visible.
pub fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let is_visible = |character: char| !character.is_whitespace() && !is_hidden(character);
    let last = text.lines().rfind(|line| line.contains(is_visible));
    Printable::line(last.unwrap_or_default().trim()).into()
}

/// Returns whether the host rejected the login, or its key is not the known one. daymark does not
/// retry then, because `fail2ban` counts failed logins.
pub fn is_refusal(said: &[u8]) -> bool {
    const REFUSED: [&str; 6] = [
        "Permission denied",
        "Too many authentication failures",
        "Host key verification failed",
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "Bad configuration option",
        "no matching host key",
    ];
    // A host that shuts down or boots rejects every login for a moment (pam_nologin).
    const FOR_NOW: [&str; 2] = ["System is booting up", "going down"];
    let said = String::from_utf8_lossy(said);
    let contains = |words: &[&str]| words.iter().any(|word| said.contains(word));
    contains(&REFUSED) && !contains(&FOR_NOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_shows_hidden_characters() {
        let check = |said: &str, expect: &str| {
            assert_eq!(last_line(said.as_bytes()), expect, "{said:?}");
        };
        check("one\r\ntwo\r\n\r\n", "two");
        check("Password: ", "Password:");
        check("\u{1b}[2J\u{202e}drow\u{9b}", "^[[2J<U+202E>drow<U+009B>");
        check("said\n\u{200b}\u{7}\n", "said");
        check("", "");
    }
}
