//! What an action does on the plan's screen.

use super::anywhere::anywhere;
use super::moves::moved;
use super::open::open_sheet;
use crate::app::Action;
use crate::app::app::App;
use crate::plan::Sheet;
use crate::port::Request;

/// Does what an action means on the plan's screen.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let count = app.work.plan.entries.len();
    if let Some(cursor) = moved(action, app.home.cursor, count) {
        app.home.cursor = cursor;
        return Vec::new();
    }
    match action {
        Action::Enter => {
            if let Some(id) = app.sheet().map(Sheet::id) {
                open_sheet(app, &id, None);
            }
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}
