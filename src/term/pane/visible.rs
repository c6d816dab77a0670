//! What of a cell's text may be drawn.

use unicode_width::UnicodeWidthChar as _;

use crate::text::{Printable, is_hidden};

/// What is drawn for this character: itself, or a sign as wide for what hides or has no width.
///
/// Controls never come here from the emulator; that they would do no harm is made sure again.
pub(super) fn visible(character: char) -> char {
    match character.width() {
        Some(1 | 2) if !is_hidden(character) => character,
        Some(1) => char::REPLACEMENT_CHARACTER,
        Some(2) => WIDE_REPLACEMENT,
        _ => ' ',
    }
}

/// The geta mark, which printers set for a character that they do not have; it is two cells wide.
const WIDE_REPLACEMENT: char = '〓';

/// Whether a combining character is drawn.
///
/// Nothing on the list is, not even a joiner or a selector: they make terminals draw a cluster
/// wider or narrower than the cells it has here, and stale cells stay behind.
pub(super) fn combines(character: char) -> bool {
    character.width() == Some(0) && !is_hidden(character)
}

/// A host's text for a line of ours: the beginning of it, with nothing hidden.
pub(super) fn sanitize(text: &str, longest: usize) -> String {
    let beginning: String = text.chars().take(longest).collect();
    Printable::line(&beginning).into()
}
