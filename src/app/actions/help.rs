//! What an action does on the list of all keys.

use crate::app::actions::cursor::scroll_text;
use crate::app::app::{App, Screen};
use crate::app::{Action, BINDINGS};
use crate::port::Request;

/// Does what an action means on the list of all keys.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Help(help)) = app.screens.last_mut() else {
        return Vec::new();
    };
    if action == Action::Back {
        app.screens.pop();
    } else {
        scroll_text(&mut help.top, action, BINDINGS.len() + 30);
    }
    Vec::new()
}
