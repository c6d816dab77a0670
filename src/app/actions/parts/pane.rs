//! Actions on the pane of a day.

use crate::app::Action;
use crate::app::actions::parts::global::anywhere;
use crate::app::actions::parts::step::ask_end;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::refusal_text;
use crate::app::screens::day::Focus;
use crate::port::{ConnectionState, Request};
use crate::progress::StepState;

/// Performs an action on the pane.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let page = i32::from(app.size.1 / 2);
    match action {
        Action::Up => return scroll_pane(app, 1),
        Action::Down => return scroll_pane(app, -1),
        Action::PageUp => return scroll_pane(app, page),
        Action::PageDown => return scroll_pane(app, -page),
        Action::First => return scroll_pane(app, i32::MAX / 2),
        Action::Last => return scroll_pane(app, i32::MIN / 2),
        Action::Enter => return give_keyboard(app),
        Action::SetResult => {
            let running = app.engine.jobs().first().map(|job| job.id.clone());
            match running {
                Some(id) => ask_end(app, &id, StepState::Running),
                None => app.notify(NoticeLevel::Refused, "No step is running in this pane."),
            }
        }
        Action::KeyboardBack | Action::Pane | Action::Back => {
            if let Some(day) = app.day_mut() {
                day.focus = Focus::List;
                day.zoom = day.zoom && action == Action::KeyboardBack;
                if day.zoom {
                    day.focus = Focus::Pane;
                }
            }
        }
        Action::Zoom => {
            if let Some(day) = app.day_mut() {
                day.zoom = !day.zoom;
            }
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}

/// Gives the keyboard to the pane, and connects to its host if necessary.
pub fn give_keyboard(app: &mut App) -> Vec<Request> {
    let Some(host) = app.pane_host().map(str::to_owned) else {
        app.notify(NoticeLevel::Refused, "The chosen line has no host.");
        return Vec::new();
    };
    let is_open = app
        .engine
        .hosts()
        .connection(&host)
        .is_some_and(|state| !matches!(state, ConnectionState::Lost(_)));
    let requests = if is_open {
        Vec::new()
    } else {
        open_pane(app, &host)
    };
    if (is_open || !requests.is_empty())
        && let Some(day) = app.day_mut()
    {
        day.focus = Focus::Typing;
        day.host = Some(host);
    }
    requests
}

fn open_pane(app: &mut App, host: &str) -> Vec<Request> {
    if let Some(why) = app.engine.read_only_reason().map(str::to_owned) {
        app.notify(NoticeLevel::Refused, why);
        return Vec::new();
    }
    match app.engine.target(host) {
        Ok(target) => vec![Request::Open(target)],
        Err(refusal) => {
            app.notify(NoticeLevel::Refused, refusal_text(&refusal));
            Vec::new()
        }
    }
}

/// Scrolls the pane; a positive number goes back in time.
pub fn scroll_pane(app: &mut App, lines: i32) -> Vec<Request> {
    app.pane()
        .map(|pane| Request::Scroll { pane, lines })
        .into_iter()
        .collect()
}
