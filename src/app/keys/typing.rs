//! Typed and pasted text: in a form, a text prompt, the search, or the program in the pane.

use ratatui_textarea::{Input, Key as InputKey, TextArea};

use crate::app::actions::find;
use crate::app::app::{App, NoticeLevel};
use crate::app::find::Find;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::app::screens::state::TextInput;
use crate::port::Request;
use crate::term::{Key, KeyCode, PaneId};

/// Handles a key without an entry in the key table.
pub fn key(app: &mut App, key: &Key) -> Vec<Request> {
    match app.top_mut().text_input() {
        Some(TextInput::Pane) => return to_pane(app, |pane| Request::Press { pane, key: *key }),
        Some(TextInput::Text(area)) => {
            area.input(input(key));
        }
        Some(TextInput::Line(area)) => one_line(area, key),
        Some(TextInput::Filter(text)) => edit(text, key),
        None => {}
    }
    Vec::new()
}

/// The most lines of a paste that a question shows.
const SHOWN: usize = 12;

/// Inserts pasted text. A single-line editor takes only the first line. Each line end, as a
/// terminal sends it (CR, LF or both), is one line break.
pub fn paste(app: &mut App, text: &str) -> Vec<Request> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let first_line = text.lines().next().unwrap_or_default();
    match app.top_mut().text_input() {
        Some(TextInput::Pane) => return paste_into_pane(app, text),
        Some(TextInput::Text(area)) => {
            area.insert_str(&text);
        }
        Some(TextInput::Line(area)) => {
            area.insert_str(first_line);
        }
        Some(TextInput::Filter(filter)) => filter.push_str(first_line),
        None => {}
    }
    Vec::new()
}

/// Pastes into the pane. Several lines on a production host ask first: a shell runs each of them.
fn paste_into_pane(app: &mut App, text: String) -> Vec<Request> {
    let host = app
        .pane_host()
        .and_then(|host| app.engine.plan().host(host));
    let production = host.filter(|host| host.production);
    let lines: Vec<&str> = text.lines().collect();
    let (Some(host), Some(pane), 2..) = (production, app.pane(), lines.len()) else {
        return to_pane(app, |pane| Request::Paste { pane, text });
    };
    let title = format!("Paste {} lines into {}?", lines.len(), host.name);
    let mut choice =
        Dialog::new(title, Vec::new()).notice(format!("{} is in production.", host.name));
    for line in lines.iter().take(SHOWN) {
        choice = choice.notice(*line);
    }
    if lines.len() > SHOWN {
        choice = choice.notice(format!("… and {} more lines", lines.len() - SHOWN));
    }
    choice.danger = true;
    choice.answers = vec![
        ("Do not paste".to_owned(), DialogAction::Nothing),
        (
            "Paste".to_owned(),
            DialogAction::Request(Request::Paste { pane, text }),
        ),
    ];
    app.screens.push(Screen::Dialog(choice));
    Vec::new()
}

/// Takes a key while the operator types a search.
pub fn find_key(app: &mut App, key: &Key) {
    match key.code {
        KeyCode::Enter => {
            app.find.typing = false;
            if !app.find.missed && !app.find.text.is_empty() {
                app.notify(
                    NoticeLevel::Plain,
                    "n goes to the next match, N to the previous one.",
                );
            }
        }
        KeyCode::Escape => app.find = Find::default(),
        KeyCode::Char('c') if key.modifiers.ctrl => app.find = Find::default(),
        _ => {
            edit(&mut app.find.text, key);
            find(app, 0);
        }
    }
}

fn to_pane(app: &App, request: impl FnOnce(PaneId) -> Request) -> Vec<Request> {
    app.pane().map(request).into_iter().collect()
}

fn one_line(area: &mut TextArea<'static>, key: &Key) {
    let breaks = key.code == KeyCode::Enter
        || (key.modifiers.ctrl && matches!(key.code, KeyCode::Char('m' | 'j')));
    if key.modifiers.ctrl && key.code == KeyCode::Char('u') {
        // As in the other one-line inputs and in a shell.
        area.delete_line_by_head();
    } else if !breaks {
        area.input(input(key));
    }
}

fn edit(text: &mut String, key: &Key) {
    match key.code {
        KeyCode::Backspace => {
            text.pop();
        }
        KeyCode::Char('u') if key.modifiers.ctrl => text.clear(),
        KeyCode::Char(character) if !key.modifiers.ctrl && !key.modifiers.alt => {
            text.push(character);
        }
        _ => {}
    }
}

/// Converts a key for the editor library.
fn input(key: &Key) -> Input {
    let code = match key.code {
        KeyCode::Char(character) => InputKey::Char(character),
        KeyCode::Enter => InputKey::Enter,
        KeyCode::Escape => InputKey::Esc,
        KeyCode::Tab => InputKey::Tab,
        KeyCode::Backspace => InputKey::Backspace,
        KeyCode::Delete => InputKey::Delete,
        KeyCode::Up => InputKey::Up,
        KeyCode::Down => InputKey::Down,
        KeyCode::Left => InputKey::Left,
        KeyCode::Right => InputKey::Right,
        KeyCode::Home => InputKey::Home,
        KeyCode::End => InputKey::End,
        KeyCode::PageUp => InputKey::PageUp,
        KeyCode::PageDown => InputKey::PageDown,
        KeyCode::Insert => InputKey::Null,
        KeyCode::Function(number) => InputKey::F(number),
    };
    Input {
        key: code,
        ctrl: key.modifiers.ctrl,
        alt: key.modifiers.alt,
        shift: key.modifiers.shift,
    }
}
