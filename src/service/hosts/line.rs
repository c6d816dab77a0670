//! What lines in a terminal say.

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

/// The last line that says something, without what steers a terminal.
pub(super) fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().map(|line| {
        line.chars()
            .filter(|character| !character.is_control())
            .collect::<String>()
    });
    lines
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or_default()
        .trim()
        .to_owned()
}
