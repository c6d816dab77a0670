//! Handles the keys of the trust screen.

use crate::app::Action;
use crate::app::actions::parts::cursor::scroll_text;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::screen::Screen;
use crate::app::screens::trust::Trust;
use crate::port::Request;

impl ScreenActions for Trust {
    fn open(app: &mut App) {
        app.ask_trust();
    }

    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Trust(trust)) = app.screens.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Yes => {
                app.screens.pop();
                return execute(app, Command::Trust);
            }
            Action::No => {
                app.screens.pop();
                app.notify(
                    NoticeLevel::Plain,
                    "Read-only: this plan runs no commands. Press T to trust it.",
                );
            }
            Action::Quit => return vec![Request::Leave],
            _ => scroll_text(&mut trust.top, action, trust.lines.len()),
        }
        Vec::new()
    }
}
