//! Decides which characters of a cell are drawn.

use unicode_width::UnicodeWidthChar as _;

use crate::text::{Printable, is_hidden};

/// Returns the drawn character: itself, or a replacement as wide if it is hidden or has no width.
///
/// The emulator passes no control characters here. They would be replaced too.
pub(super) fn visible(character: char) -> char {
    match character.width() {
        Some(1 | 2) if !is_hidden(character) => character,
        Some(1) => char::REPLACEMENT_CHARACTER,
        Some(2) => WIDE_REPLACEMENT,
        _ => ' ',
    }
}

/// The geta mark, two columns wide: the printers' sign for a missing character.
const WIDE_REPLACEMENT: char = '〓';

/// Returns whether a combining character is drawn.
///
/// Hidden characters are not drawn, including joiners and variation selectors. They make terminals
/// draw a cluster wider or narrower than its cells, which leaves stale cells behind.
pub(super) fn combines(character: char) -> bool {
    character.width() == Some(0) && !is_hidden(character)
}

/// Returns the first `longest` characters of a host's text, with hidden characters made visible.
pub(super) fn sanitize(text: &str, longest: usize) -> String {
    let beginning: String = text.chars().take(longest).collect();
    Printable::line(&beginning).into()
}
