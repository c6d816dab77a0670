//! What each action does on each screen.

use crate::app::Action;
use crate::app::actions::{
    copy_preview, day, dialog, form, help, home, overview, pager, palette, pane, recovery,
    text_prompt, trust, undo_list,
};
use crate::app::app::{App, Screen};
use crate::app::screens::day::Focus;
use crate::port::Request;

/// Does what an action means on the screen that is seen.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    match app.screens.last() {
        None => home::act(app, action),
        Some(Screen::Day(day)) => match day.focus {
            Focus::List => day::act(app, action),
            Focus::Pane | Focus::Typing => pane::act(app, action),
        },
        Some(Screen::Overview(_)) => overview::act(app, action),
        Some(Screen::UndoList(_)) => undo_list::act(app, action),
        Some(Screen::CopyPreview(_)) => copy_preview::act(app, action),
        Some(Screen::Recovery(_)) => recovery::act(app, action),
        Some(Screen::Trust(_)) => trust::act(app, action),
        Some(Screen::Form(_)) => form::act(app, action),
        Some(Screen::Dialog(_)) => dialog::act(app, action),
        Some(Screen::TextPrompt(_)) => text_prompt::act(app, action),
        Some(Screen::Pager(_)) => pager::act(app, action),
        Some(Screen::Help(_)) => help::act(app, action),
        Some(Screen::Palette(_)) => palette::act(app, action)
            .map(|chosen| act(app, chosen))
            .unwrap_or_default(),
    }
}
