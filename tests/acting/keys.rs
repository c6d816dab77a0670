//! Keys by their names.

use daymark::term::{Key, KeyCode, Modifiers};

/// Keys as the keymap names them, separated by blanks; text in quotes is typed as it stands.
pub fn parse(text: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        if index % 2 == 1 {
            keys.extend(part.chars().map(typed));
        } else {
            keys.extend(part.split_whitespace().map(named));
        }
    }
    keys
}

fn typed(character: char) -> Key {
    plain(if character == '\n' {
        KeyCode::Enter
    } else {
        KeyCode::Char(character)
    })
}

fn plain(code: KeyCode) -> Key {
    Key {
        code,
        modifiers: Modifiers::default(),
    }
}

fn named(name: &str) -> Key {
    let modified = [
        (
            "ctrl-",
            Modifiers {
                ctrl: true,
                ..Modifiers::default()
            },
        ),
        (
            "alt-",
            Modifiers {
                alt: true,
                ..Modifiers::default()
            },
        ),
        (
            "shift-",
            Modifiers {
                shift: true,
                ..Modifiers::default()
            },
        ),
    ];
    for (prefix, modifiers) in modified {
        if let Some(rest) = name.strip_prefix(prefix) {
            return Key {
                modifiers,
                ..named(rest)
            };
        }
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Escape,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        _ => {
            let mut letters = name.chars();
            let letter = letters.next().expect("a key has a name");
            assert!(letters.next().is_none(), "no key is called {name}");
            KeyCode::Char(letter)
        }
    };
    plain(code)
}
