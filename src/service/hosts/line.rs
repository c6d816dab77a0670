//! What lines in a terminal say.

use crate::text::{Printable, is_hidden};

/// Whether a line asks for a password or a yes, so that nothing else may be typed there.
pub(super) fn is_input_prompt(line: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_hides_nothing() {
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
