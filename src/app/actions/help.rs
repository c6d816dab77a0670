//! The actions on the help screen.

use crate::app::actions::parts::cursor::scroll_text;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::App;
use crate::app::screens::help::Help;
use crate::app::screens::screen::Screen;
use crate::app::{Action, key_sections};
use crate::port::Request;

impl ScreenActions for Help {
    fn open(app: &mut App) {
        let below = app.when();
        app.screens.push(Screen::Help(Help { below, top: 0 }));
    }

    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let sections = key_sections();
        let lines = sections.iter().map(|section| section.rows.len() + 2).sum();
        let Some(Screen::Help(help)) = app.screens.last_mut() else {
            return Vec::new();
        };
        if action == Action::Back {
            app.screens.pop();
        } else {
            scroll_text(&mut help.top, action, lines);
        }
        Vec::new()
    }
}
