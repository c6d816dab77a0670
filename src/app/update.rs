//! A message in, requests out: the only way the screens change.

use super::Action;
use super::app::App;
use super::message::{Message, Stamped};
use super::responses::handle_response;
use super::ui_state::UiState;
use crate::app::actions::{act, give_keyboard, look_again, scroll_pane};
use crate::app::keys::keymap::lookup;
use crate::app::keys::mouse::{Pointed, pointed};
use crate::app::keys::typing;
use crate::app::layout::day::pane_size;
use crate::app::screens::day::Focus;
use crate::port::Request;
use crate::term::{Key, PaneId};

/// Applies a message. Returns the requests to the backend.
pub fn update(app: &mut App, stamped: Stamped) -> Vec<Request> {
    app.now = stamped.at;
    app.engine.set_now(stamped.at);
    let before = UiState::of(app);
    let zoom = app.day().is_some_and(|day| day.zoom);
    let mut requests = match stamped.message {
        Message::Key(key) => key_pressed(app, &key),
        Message::Paste(text) => typing::paste(app, &text),
        Message::Mouse(mouse) => mouse_used(app, pointed(app, mouse)),
        Message::Resized { columns, rows } => {
            app.size = (columns, rows);
            resize(app)
        }
        Message::Answer(answer) => handle_response(app, &answer),
        Message::Tick => look_again(app),
        Message::Ended => vec![Request::Leave],
    };
    if app.day().is_some_and(|day| day.zoom) != zoom {
        requests.extend(resize(app));
    }
    let after = UiState::of(app);
    if after != before
        && !app.engine.is_read_only()
        && let Ok(text) = serde_json::to_string(&after)
    {
        requests.push(Request::SaveUiState(text));
    }
    requests
}

/// Returns the requests that give all panes the size of their area on the screen.
fn resize(app: &App) -> Vec<Request> {
    let zoom = app.day().is_some_and(|day| day.zoom);
    let (columns, rows) = pane_size(app.size.0, app.size.1, zoom);
    let hosts = app.engine.plan().hosts.iter();
    let resize = |pane| Request::Resize {
        pane,
        columns,
        rows,
    };
    hosts.map(|host| resize(PaneId::of(&host.name))).collect()
}

fn key_pressed(app: &mut App, key: &Key) -> Vec<Request> {
    app.notice = None;
    if app.find.typing {
        typing::find_key(app, key);
        return Vec::new();
    }
    let when = app.when();
    match lookup(when, key) {
        Some(action) => act(app, action),
        None => typing::key(app, key),
    }
}

fn mouse_used(app: &mut App, pointed: Pointed) -> Vec<Request> {
    match pointed {
        Pointed::Nothing => Vec::new(),
        Pointed::Action(action) => act(app, action),
        Pointed::Day(day) if app.home.cursor == day => act(app, Action::Enter),
        Pointed::Day(day) => {
            app.home.cursor = day;
            Vec::new()
        }
        Pointed::Item(item) => {
            if let Some(day) = app.day_mut() {
                day.cursor = item;
                day.scroll = 0;
                day.focus = Focus::List;
            }
            Vec::new()
        }
        Pointed::Type => give_keyboard(app),
        Pointed::Scroll(lines) => scroll_pane(app, lines),
    }
}
