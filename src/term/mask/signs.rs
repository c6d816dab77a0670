//! A quick search for what shows nothing.

use super::effects::first_character;
use crate::text::is_hidden;

/// Returns whether there is anything except visible characters, tabs and line ends.
pub(super) fn has_signs(bytes: &[u8]) -> bool {
    has_controls(bytes) || has_hidden(bytes)
}

/// Returns whether there is a control except tabs and line ends.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler compares many bytes at a time"
)]
fn has_controls(bytes: &[u8]) -> bool {
    let is_control = |byte: u8, next: u8| {
        (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
            | (byte == 0x7f)
            | (byte == b'\r') & (next != b'\n')
    };
    let next = bytes.iter().skip(1);
    let signs = bytes.iter().zip(next);
    signs.fold(false, |any, (byte, next)| any | is_control(*byte, *next))
        || bytes.last().is_some_and(|last| is_control(*last, 0))
}

/// Returns whether there is a hidden character, or the beginning of a character at the end.
fn has_hidden(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        rest = &rest[at..];
        let (character, length) = first_character(rest);
        if character.map_or(rest.len() < 4, is_hidden) {
            return true;
        }
        rest = &rest[length..];
    }
    false
}
