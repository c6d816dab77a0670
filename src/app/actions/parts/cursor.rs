//! Moves the cursor in lists and texts.

use crate::app::Action;

/// The lines of one page.
const SCREENFUL: usize = 10;

/// Returns the new cursor in a list of `count` lines, or `None` if the action is not a move.
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

/// Scrolls a text of `lines` lines.
pub fn scroll_text(top: &mut usize, action: Action, lines: usize) {
    let last = lines.saturating_sub(SCREENFUL);
    *top = moved(action, *top, lines).unwrap_or(*top).min(last);
}
