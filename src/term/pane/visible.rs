//! What of a cell's text may be drawn.

use unicode_width::UnicodeWidthChar as _;

/// What is drawn for this character: itself, or a blank for what would steer the terminal.
///
/// Controls never come here from the emulator; that they would do no harm is made sure again.
pub(super) fn shown(character: char) -> char {
    match character.width() {
        Some(1 | 2) if !steers(character) => character,
        _ => ' ',
    }
}

/// Whether a combining character is drawn.
///
/// Joiners and variation selectors are not: they make terminals draw a cluster wider or
/// narrower than the cells it has here, and stale cells stay behind.
pub(super) fn combines(character: char) -> bool {
    let joins = matches!(character, '\u{200c}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    character.width() == Some(0) && !joins && !steers(character)
}

/// Controls, bidirectional marks (Unicode UAX #9 §2) and other invisible format characters.
pub(super) fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}'
            | '\u{061c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A host's text for a line of ours: what steers is left out, and the rest capped.
pub(super) fn tame(text: &str, longest: usize) -> String {
    text.chars()
        .filter(|&character| !steers(character))
        .take(longest)
        .collect()
}
