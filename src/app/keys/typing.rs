//! Keys that are text: into a form, a note, a search, or the program in the pane.

use ratatui_textarea::{Input, Key as InputKey, TextArea};

use crate::app::app::{App, NoticeLevel, Screen};
use crate::app::screens::day::Focus;
use crate::port::Request;
use crate::term::{Key, KeyCode};

/// Takes a key that the keymap does not know.
pub fn key(app: &mut App, key: &Key) -> Vec<Request> {
    match app.screens.last_mut() {
        Some(Screen::Form(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.refused = None;
                one_line(&mut field.area, key);
            }
            Vec::new()
        }
        Some(Screen::TextPrompt(words)) => {
            words.refused = None;
            if words.purpose.is_long() {
                words.area.input(input(key));
            } else {
                one_line(&mut words.area, key);
            }
            Vec::new()
        }
        Some(Screen::Palette(palette)) => {
            edit(&mut palette.text, key);
            palette.cursor = 0;
            Vec::new()
        }
        Some(Screen::Day(day)) if day.focus == Focus::Typing => to_pane(app, key),
        _ => Vec::new(),
    }
}

/// Takes pasted text.
pub fn paste(app: &mut App, text: &str) -> Vec<Request> {
    match app.screens.last_mut() {
        Some(Screen::Form(form)) => {
            if let Some(field) = form.fields.get_mut(form.cursor) {
                field.refused = None;
                field
                    .area
                    .insert_str(text.lines().next().unwrap_or_default());
            }
            Vec::new()
        }
        Some(Screen::TextPrompt(words)) => {
            words.area.insert_str(text);
            Vec::new()
        }
        Some(Screen::Day(day)) if day.focus == Focus::Typing => app
            .pane()
            .map(|pane| Request::Paste {
                pane,
                text: text.to_owned(),
            })
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Takes a key while something is looked for.
pub fn find_key(app: &mut App, key: &Key) {
    match key.code {
        KeyCode::Enter => {
            app.find.typing = false;
            if !app.find.missed && !app.find.text.is_empty() {
                app.notify(
                    NoticeLevel::Plain,
                    "n goes to the next one, N to the one before",
                );
            }
        }
        KeyCode::Escape => app.find = crate::app::Find::default(),
        KeyCode::Char('c') if key.modifiers.ctrl => app.find = crate::app::Find::default(),
        _ => {
            edit(&mut app.find.text, key);
            crate::app::actions::find(app, 0);
        }
    }
}

fn to_pane(app: &App, key: &Key) -> Vec<Request> {
    app.pane()
        .map(|pane| Request::Press { pane, key: *key })
        .into_iter()
        .collect()
}

fn one_line(area: &mut TextArea<'static>, key: &Key) {
    let breaks = key.code == KeyCode::Enter
        || (key.modifiers.ctrl && matches!(key.code, KeyCode::Char('m' | 'j')));
    if key.modifiers.ctrl && key.code == KeyCode::Char('u') {
        // As in every other line that is typed here, and in a shell.
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

/// A key as the editor's library has it.
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
