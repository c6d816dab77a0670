//! What each action does on each screen.

use super::{
    choice, day, difference, form, help, home, ledger, lost, overview, palette, pane, reader,
    trust, words,
};
use crate::app::Action;
use crate::app::app::{App, Screen};
use crate::app::day::Focus;
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
        Some(Screen::Ledger(_)) => ledger::act(app, action),
        Some(Screen::Difference(_)) => difference::act(app, action),
        Some(Screen::Lost(_)) => lost::act(app, action),
        Some(Screen::Trust(_)) => trust::act(app, action),
        Some(Screen::Form(_)) => form::act(app, action),
        Some(Screen::Choice(_)) => choice::act(app, action),
        Some(Screen::Words(_)) => words::act(app, action),
        Some(Screen::Reader(_)) => reader::act(app, action),
        Some(Screen::Help(_)) => help::act(app, action),
        Some(Screen::Palette(_)) => palette::act(app, action)
            .map(|chosen| act(app, chosen))
            .unwrap_or_default(),
    }
}
