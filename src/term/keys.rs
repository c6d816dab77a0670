//! The bytes that keys and pastes send to the program in a pane.
//!
//! The sequences are xterm's (ctlseqs, "PC-Style Function Keys" and "VT220-Style Function Keys").

use super::Modes;

/// A key press with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key without its modifiers.
    pub code: KeyCode,
    /// The modifiers held during the press.
    pub modifiers: Modifiers,
}

/// The modifier keys of a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    /// Control.
    pub ctrl: bool,
    /// Alt, also called Meta or Option.
    pub alt: bool,
    /// Shift. A shifted letter is its capital, with or without this flag.
    pub shift: bool,
}

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCode {
    /// A character.
    Char(char),
    /// Return.
    Enter,
    Escape,
    /// Tab. With shift it moves backwards.
    Tab,
    Backspace,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    /// F1 to F12.
    Function(u8),
}

impl Key {
    /// Returns the key without modifiers.
    pub fn plain(code: KeyCode) -> Self {
        Self {
            code,
            modifiers: Modifiers::default(),
        }
    }

    /// Returns the key for Ctrl and a character.
    pub fn ctrl(character: char) -> Self {
        let modifiers = Modifiers {
            ctrl: true,
            ..Modifiers::default()
        };
        Self {
            code: KeyCode::Char(character),
            modifiers,
        }
    }
}

/// Returns the bytes that a key sends under these modes.
pub fn key_bytes(key: Key, modes: Modes) -> Vec<u8> {
    match key.code {
        KeyCode::Char(character) => character_bytes(character, key.modifiers),
        KeyCode::Enter => with_alt(b"\r", key.modifiers),
        KeyCode::Escape => with_alt(b"\x1b", key.modifiers),
        KeyCode::Tab if key.modifiers.shift => b"\x1b[Z".to_vec(),
        KeyCode::Tab => with_alt(b"\t", key.modifiers),
        KeyCode::Backspace if key.modifiers.ctrl => with_alt(b"\x08", key.modifiers),
        KeyCode::Backspace => with_alt(b"\x7f", key.modifiers),
        KeyCode::Up => letter_bytes('A', key.modifiers, modes.application_cursor),
        KeyCode::Down => letter_bytes('B', key.modifiers, modes.application_cursor),
        KeyCode::Right => letter_bytes('C', key.modifiers, modes.application_cursor),
        KeyCode::Left => letter_bytes('D', key.modifiers, modes.application_cursor),
        KeyCode::Home => letter_bytes('H', key.modifiers, modes.application_cursor),
        KeyCode::End => letter_bytes('F', key.modifiers, modes.application_cursor),
        KeyCode::Insert => number_bytes(2, key.modifiers),
        KeyCode::Delete => number_bytes(3, key.modifiers),
        KeyCode::PageUp => number_bytes(5, key.modifiers),
        KeyCode::PageDown => number_bytes(6, key.modifiers),
        KeyCode::Function(number) => function_bytes(number, key.modifiers),
    }
}

/// Returns the bytes that a paste sends under these modes.
///
/// Control characters except tab and line end are removed: an `ESC [ 201 ~` in the text would end
/// the paste, and the program would read the rest as typed keys.
pub fn paste_bytes(text: &str, modes: Modes) -> Vec<u8> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let typed: String = text
        .chars()
        .filter(|character| matches!(character, '\n' | '\t') || !character.is_control())
        .map(|character| if character == '\n' { '\r' } else { character })
        .collect();
    if modes.bracketed_paste {
        format!("\x1b[200~{typed}\x1b[201~").into_bytes()
    } else {
        typed.into_bytes()
    }
}

fn with_alt(bytes: &[u8], modifiers: Modifiers) -> Vec<u8> {
    let mut out = if modifiers.alt {
        vec![0x1b]
    } else {
        Vec::new()
    };
    out.extend_from_slice(bytes);
    out
}

fn character_bytes(character: char, modifiers: Modifiers) -> Vec<u8> {
    let control = modifiers.ctrl.then(|| control(character)).flatten();
    let mut buffer = [0; 4];
    match control {
        Some(byte) => with_alt(&[byte], modifiers),
        None => with_alt(character.encode_utf8(&mut buffer).as_bytes(), modifiers),
    }
}

/// Returns the control character of a key: its low five bits. Digits follow xterm.
fn control(character: char) -> Option<u8> {
    match character {
        ' ' | '2' | '@' => Some(0),
        '3'..='7' => Some(character as u8 - b'3' + 0x1b),
        '8' | '?' => Some(0x7f),
        '/' => Some(0x1f),
        'a'..='z' | 'A'..='Z' | '['..='_' => Some(character as u8 & 0x1f),
        _ => None,
    }
}

/// Returns xterm's modifier parameter: 1, plus 1 for shift, 2 for alt and 4 for control. `None`
/// without modifiers.
fn parameter(modifiers: Modifiers) -> Option<u8> {
    let sum =
        u8::from(modifiers.shift) + 2 * u8::from(modifiers.alt) + 4 * u8::from(modifiers.ctrl);
    (sum > 0).then_some(1 + sum)
}

fn letter_bytes(letter: char, modifiers: Modifiers, application: bool) -> Vec<u8> {
    match parameter(modifiers) {
        Some(parameter) => format!("\x1b[1;{parameter}{letter}").into_bytes(),
        None if application => format!("\x1bO{letter}").into_bytes(),
        None => format!("\x1b[{letter}").into_bytes(),
    }
}

fn number_bytes(number: u8, modifiers: Modifiers) -> Vec<u8> {
    match parameter(modifiers) {
        Some(parameter) => format!("\x1b[{number};{parameter}~").into_bytes(),
        None => format!("\x1b[{number}~").into_bytes(),
    }
}

fn function_bytes(number: u8, modifiers: Modifiers) -> Vec<u8> {
    const NUMBERS: [u8; 8] = [15, 17, 18, 19, 20, 21, 23, 24];
    match number {
        1..=4 => letter_bytes(char::from(b'P' + number - 1), modifiers, true),
        5..=12 => number_bytes(NUMBERS[usize::from(number - 5)], modifiers),
        _ => Vec::new(),
    }
}
