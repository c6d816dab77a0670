//! Movements in lists and texts.

use crate::app::Action;

/// The number of lines that a page moves.
const PAGE: usize = 10;

/// Returns the cursor after a movement in a list of `count` lines; none if the action is no
/// movement.
pub fn moved(action: Action, cursor: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    match action {
        Action::Up => Some(cursor.saturating_sub(1)),
        Action::Down => Some((cursor + 1).min(last)),
        Action::First => Some(0),
        Action::Last => Some(last),
        Action::PageUp => Some(cursor.saturating_sub(PAGE)),
        Action::PageDown => Some((cursor + PAGE).min(last)),
        _ => None,
    }
}

/// Scrolls a text of `lines` lines; `top` is the first one on the screen.
pub fn scroll_text(top: &mut usize, action: Action, lines: usize) {
    let last = lines.saturating_sub(PAGE);
    *top = moved(action, *top, lines).unwrap_or(*top).min(last);
}
