//! Moves in lists and texts.

use crate::app::Action;

/// How many lines a screenful moves.
const SCREENFUL: usize = 10;

/// Where a move leads in a list of `count` lines; none where the action is no move.
pub fn moved(action: Action, cursor: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    match action {
        Action::Up => Some(cursor.saturating_sub(1)),
        Action::Down => Some((cursor + 1).min(last)),
        Action::First => Some(0),
        Action::Last => Some(last),
        Action::PageUp => Some(cursor.saturating_sub(SCREENFUL)),
        Action::PageDown => Some((cursor + SCREENFUL).min(last)),
        _ => None,
    }
}

/// Moves the first line shown of a text with so many lines.
pub fn scroll_text(top: &mut usize, action: Action, lines: usize) {
    let last = lines.saturating_sub(SCREENFUL);
    *top = moved(action, *top, lines).unwrap_or(*top).min(last);
}
