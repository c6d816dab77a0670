//! Handles the keys of the palette.

use crate::app::Action;
use crate::app::actions::parts::cursor::moved;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::App;
use crate::app::screens::palette::Palette;
use crate::app::screens::screen::Screen;
use crate::port::Request;

impl ScreenActions for Palette {
    fn open(app: &mut App) {
        let when = app.when();
        app.screens.push(Screen::Palette(Palette::new(when)));
    }

    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Palette(palette)) = app.screens.last_mut() else {
            return Vec::new();
        };
        let found = palette.found();
        match action {
            Action::Enter => {
                app.chosen_action = found.get(palette.cursor).map(|binding| binding.action);
                app.screens.pop();
            }
            Action::Back => {
                app.screens.pop();
            }
            _ => {
                palette.cursor =
                    moved(action, palette.cursor, found.len()).unwrap_or(palette.cursor);
            }
        }
        Vec::new()
    }
}
