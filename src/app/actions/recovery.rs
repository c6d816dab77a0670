//! Handles the keys of the recovery screen.

use crate::app::actions::screen_actions::ScreenActions;
use crate::app::screens::recovery::Recovery;
use chrono::TimeDelta;

use crate::app::Action;
use crate::app::actions::dialog::take;
use crate::app::actions::parts::cursor::moved;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::dialog::DialogAction;
use crate::app::screens::screen::Screen;
use crate::port::Request;

/// The time between two checks of a run that the operator waits for.
const EVERY: TimeDelta = TimeDelta::seconds(5);

impl ScreenActions for Recovery {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::Recovery(lost)) = app.screens.last_mut() else {
            return Vec::new();
        };
        let answers = lost.choices(&app.engine).answers;
        match action {
            Action::Enter => {}
            Action::No | Action::Back => {
                app.screens.pop();
                return Vec::new();
            }
            _ => {
                lost.cursor = moved(action, lost.cursor, answers.len()).unwrap_or(lost.cursor);
                return Vec::new();
            }
        }
        match answers.into_iter().nth(lost.cursor) {
            Some((_, DialogAction::Wait)) => {
                lost.waits = true;
                look(app)
            }
            Some((_, DialogAction::Command(Command::Look(_)))) => look(app),
            Some((_, DialogAction::Request(request))) => vec![request],
            Some((_, pick)) => {
                app.screens.pop();
                take(app, pick)
            }
            None => Vec::new(),
        }
    }
}

/// Checks which processes are still running. The screen shows the result.
fn look(app: &mut App) -> Vec<Request> {
    let now = app.now;
    let Some(Screen::Recovery(lost)) = app.screens.last_mut() else {
        return Vec::new();
    };
    lost.looked = Some(now);
    let command = Command::Look(lost.id.clone());
    execute(app, command)
}

/// Checks the run again if the operator is waiting for its end. Called every second.
pub fn look_again(app: &mut App) -> Vec<Request> {
    let now = app.now;
    let Some(Screen::Recovery(lost)) = app.screens.last_mut() else {
        return Vec::new();
    };
    if !lost.waits || lost.is_looking(&app.engine) {
        return Vec::new();
    }
    if lost.is_gone(&app.engine) {
        lost.waits = false;
        app.notify(
            NoticeLevel::Plain,
            "The step is no longer running. Set its result.",
        );
        return Vec::new();
    }
    if lost.looked.is_some_and(|looked| now - looked < EVERY) {
        return Vec::new();
    }
    look(app)
}
