//! Which characters of a text are written visibly.

use super::Kind;
use super::hidden::{is_blank, is_hidden, is_mark};
use super::joined::Around;

/// The most marks on one character; languages need four.
const MOST_MARKS: usize = 8;

/// Returns the characters of a text that are written visibly, each with its byte in the text.
/// Tabs and newlines are none of them.
pub fn hidden_signs(text: &str, kind: Kind) -> impl Iterator<Item = (usize, char)> {
    let text = if is_plain(text) { "" } else { text };
    signs(text, kind)
        .filter(|sign| sign.hides)
        .map(|sign| (sign.at, sign.character))
}

/// Returns whether a text is ASCII without controls but tabs and newlines, as most are.
pub(super) fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    text.bytes().all(plain)
}

/// A character of a text.
pub(super) struct Sign {
    /// Its byte in the text.
    pub(super) at: usize,
    /// The character.
    pub(super) character: char,
    /// Whether it is written visibly.
    pub(super) hides: bool,
}

/// Returns the characters of a text, each with whether it is written visibly.
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
            Kind::Code => is_hidden(character) || is_blank(character),
        };
        around = around.next(character);
        Some(Sign {
            at,
            character,
            hides,
        })
    })
}
