//! What lines in a terminal say.

use crate::text::{Printable, is_hidden};

/// Whether a line asks for a password or a yes, so that nothing else may be typed there.
pub(super) fn looks_like_a_question(line: &str) -> bool {
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

/// The last line that says something, with nothing hidden.
pub(super) fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let says = |character: char| !character.is_whitespace() && !is_hidden(character);
    let last = text.lines().rfind(|line| line.contains(says));
    Printable::line(last.unwrap_or_default().trim()).into()
}
