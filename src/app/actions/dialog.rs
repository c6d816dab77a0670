//! The actions on a dialog.

use crate::app::Action;
use crate::app::actions::parts::cursor::moved;
use crate::app::actions::parts::quiz::ask_question;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::port::Request;

impl ScreenActions for Dialog {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Dialog(choice)) = app.screens.last_mut() else {
            return Vec::new();
        };
        let count = choice.answers.len();
        let picked = match action {
            Action::Enter => Some(choice.cursor),
            // A warning needs a deliberate choice: `y` does not confirm it.
            Action::Yes if choice.answers.len() == 2 && !choice.danger => Some(1),
            Action::No | Action::Back => {
                app.screens.pop();
                return Vec::new();
            }
            _ => {
                choice.cursor = moved(action, choice.cursor, count).unwrap_or(choice.cursor);
                None
            }
        };
        let Some((_, answer)) = picked.and_then(|index| choice.answers.get(index).cloned()) else {
            return Vec::new();
        };
        app.screens.pop();
        take(app, answer)
    }
}

/// Performs the action of an answer.
pub fn take(app: &mut App, pick: DialogAction) -> Vec<Request> {
    match pick {
        // Only the recovery screen waits, and it stays open.
        DialogAction::Nothing | DialogAction::Wait => Vec::new(),
        DialogAction::Command(decided) => execute(app, decided),
        DialogAction::Text(purpose) => {
            app.ask_text(purpose);
            Vec::new()
        }
        DialogAction::Request(request) => vec![request],
        DialogAction::Quiz(question) => {
            ask_question(app, question);
            Vec::new()
        }
        DialogAction::Discard => {
            app.screens.pop();
            app.notify(NoticeLevel::Plain, "Nothing was saved.");
            Vec::new()
        }
        DialogAction::Leave => vec![Request::Leave],
    }
}
