//! Searches the list or text of the top screen.

use crate::app::app::{App, NoticeLevel};

/// Goes to the next matching line; `step` is the same as in [`Find::next`].
///
/// [`Find::next`]: crate::app::Find::next
pub fn find(app: &mut App, step: isize) {
    let lines = app.top().lines(app.engine.plan());
    let found = app.find.next(&lines, app.top().line(), step);
    app.find.missed = found.is_none() && !app.find.text.is_empty();
    match found {
        Some(line) => app.top_mut().go_to_line(line),
        None if app.find.missed => {
            let text = format!("No match for {}.", app.find.text);
            app.notify(NoticeLevel::Refused, text);
        }
        None => {}
    }
}
