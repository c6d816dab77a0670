//! Performs an action on the screen on top.

use super::home;
use super::screen_actions::ScreenActions;
use crate::app::Action;
use crate::app::app::App;
use crate::app::screens::{Screen, ScreenKind};
use crate::port::Request;

macro_rules! dispatch {
    ($($(#[$doc:meta])* $module:ident: $screen:ident($state:ident),)+) => {
        fn on_screen(app: &mut App, action: Action) -> Vec<Request> {
            match app.screens.last() {
                None => home::act(app, action),
                $(
                    Some(Screen::$screen(_)) => {
                        crate::app::screens::$module::$state::act(app, action)
                    }
                )+
            }
        }

        fn open(app: &mut App, screen: ScreenKind) {
            match screen {
                $(ScreenKind::$screen => crate::app::screens::$module::$state::open(app),)+
            }
        }
    };
}

for_each_screen!(dispatch);

/// Performs an action on the screen on top.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    if let Action::Open(screen) = action {
        open(app, screen);
        return Vec::new();
    }
    let mut requests = on_screen(app, action);
    if let Some(chosen) = app.chosen_action.take() {
        requests.extend(act(app, chosen));
    }
    requests
}
