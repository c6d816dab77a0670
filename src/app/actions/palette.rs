//! What an action does in the palette.

use crate::app::Action;
use crate::app::actions::cursor::moved;
use crate::app::app::{App, Screen};

/// Does what an action means in the palette; tells the action that was chosen in it, which is done
/// on the screen below.
pub fn act(app: &mut App, action: Action) -> Option<Action> {
    let Some(Screen::Palette(palette)) = app.screens.last_mut() else {
        return None;
    };
    let found = palette.found();
    match action {
        Action::Enter => {
            let chosen = found.get(palette.cursor).map(|binding| binding.action);
            app.screens.pop();
            return chosen;
        }
        Action::Back => {
            app.screens.pop();
        }
        _ => palette.cursor = moved(action, palette.cursor, found.len()).unwrap_or(palette.cursor),
    }
    None
}
