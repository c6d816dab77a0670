//! Finds the characters of a text that must be made visible.

use super::Kind;
use super::hidden::{is_blank, is_cellless, is_hidden, is_mark};
use super::joined::Around;

/// The maximum number of combining marks on a character. Languages need four.
const MOST_MARKS: usize = 8;

/// Returns the characters that must be made visible, each with its byte position. Tabs and newlines
/// are excluded.
pub fn hidden_signs(text: &str, kind: Kind) -> impl Iterator<Item = (usize, char)> {
    let text = if is_plain(text) { "" } else { text };
    signs(text, kind)
        .filter(|sign| sign.hides)
        .map(|sign| (sign.at, sign.character))
}

/// Returns whether a text is ASCII without controls other than tab and newline. Most texts are.
pub(super) fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    text.bytes().all(plain)
}

pub(super) struct Sign {
    /// The position in the text, in bytes.
    pub(super) at: usize,
    pub(super) character: char,
    /// Whether the character must be made visible.
    pub(super) hides: bool,
}

/// Returns the characters of a text, and whether each must be made visible.
pub(super) fn signs(text: &str, kind: Kind) -> impl Iterator<Item = Sign> {
    let mut characters = text.char_indices().peekable();
    let mut around = Around::default();
    let mut marks = 0;
    std::iter::from_fn(move || {
        let (at, character) = characters.next()?;
        if character.is_ascii() {
            marks = 0;
        } else {
            marks = if is_mark(character) { marks + 1 } else { 0 };
            around.after = characters.peek().map(|(_, after)| *after);
        }
        let hides = match kind {
            _ if matches!(character, '\n' | '\t') => false,
            _ if marks > MOST_MARKS => true,
            Kind::Prose => is_hidden(character) && !around.needs(character),
            Kind::Code => is_hidden(character) || is_blank(character) || is_cellless(character),
        };
        around = around.next(character);
        Some(Sign {
            at,
            character,
            hides,
        })
    })
}
