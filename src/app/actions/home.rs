//! Handles the keys of the home screen.

use crate::app::Action;
use crate::app::actions::parts::cursor::moved;
use crate::app::actions::parts::global::anywhere;
use crate::app::actions::parts::open::open_procedure;
use crate::app::app::App;
use crate::plan::Procedure;
use crate::port::Request;

/// Performs an action on the home screen.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let count = app.engine.plan().entries.len();
    if let Some(cursor) = moved(action, app.home.cursor, count) {
        app.home.cursor = cursor;
        return Vec::new();
    }
    match action {
        Action::Enter => {
            if let Some(id) = app.procedure().map(Procedure::id) {
                open_procedure(app, &id, None);
            }
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}
