//! The key table. The lookup, the footer, the help screen, the palette and the reference use it.

use crate::app::Action;
use crate::app::screens::kind::ScreenKind;
use crate::term::{Key, KeyCode};

/// A context in which keys have a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// The home screen.
    Home,
    Overview,
    /// The list of a day.
    Day,
    UndoList,
    CopyPreview,
    /// The pane of a day, without the keyboard.
    Pane,
    /// The pane of a day, with the keyboard.
    Typing,
    /// The form for variables.
    Form,
    /// A text prompt of several lines.
    Text,
    /// A text prompt of one line.
    TextLine,
    Dialog,
    /// The question whether the plan is trusted.
    Trust,
    /// A long text.
    Pager,
    /// The help screen.
    Help,
    Palette,
}

/// A key and its action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// The key, for example `ctrl-s`.
    pub key: &'static str,
    /// The action that it starts.
    pub action: Action,
    /// The name of the action, at most three words.
    pub label: &'static str,
    /// Whether the footer shows it.
    pub foot: bool,
}

/// The keys of one context.
#[derive(Debug)]
pub struct KeyContext {
    /// The context.
    pub when: When,
    /// The heading above its keys.
    pub title: &'static str,
    /// The keys of the context alone. The footer shows the first key of an action.
    pub keys: &'static [Binding],
    /// The movements that the context shares. Its own keys take precedence.
    pub moves: &'static [&'static [Binding]],
}

const fn shown(key: &'static str, action: Action, label: &'static str) -> Binding {
    Binding {
        key,
        action,
        label,
        foot: true,
    }
}

const fn also(key: &'static str, action: Action, label: &'static str) -> Binding {
    Binding {
        key,
        action,
        label,
        foot: false,
    }
}

/// The movements that use no letters.
const ARROWS: &[Binding] = &[
    also("up", Action::Up, "up"),
    also("wheelup", Action::Up, "up"),
    also("down", Action::Down, "down"),
    also("wheeldown", Action::Down, "down"),
];

/// The movements by letters and by pages.
const JUMPS: &[Binding] = &[
    also("k", Action::Up, "up"),
    also("j", Action::Down, "down"),
    also("pageup", Action::PageUp, "page up"),
    also("pagedown", Action::PageDown, "page down"),
    also("home", Action::First, "first line"),
    also("g", Action::First, "first line"),
    also("end", Action::Last, "last line"),
    also("G", Action::Last, "last line"),
];

/// The movements in every list and text.
pub const MOVES: &[&[Binding]] = &[ARROWS, JUMPS];

/// All keys, by context.
pub const KEYS: &[KeyContext] = &[
    KeyContext {
        when: When::Home,
        title: "Home",
        moves: MOVES,
        keys: &[
            shown("enter", Action::Enter, "open"),
            shown("c", Action::Continue, "continue"),
            shown("d", Action::NoteDay, "deviation"),
            shown("p", Action::Overview, "overview"),
            shown("r", Action::Report, "report"),
            shown("=", Action::Open(ScreenKind::Form), "variables"),
            shown("/", Action::Find, "find"),
            shown(":", Action::Open(ScreenKind::Palette), "commands"),
            shown("?", Action::Open(ScreenKind::Help), "help"),
            shown("q", Action::Quit, "quit"),
            also("right", Action::Enter, "open"),
            also("l", Action::Enter, "open"),
            also("a", Action::Author, "author's commands"),
            also("e", Action::Edit, "edit the runbook"),
            also("T", Action::Open(ScreenKind::Trust), "trust this plan"),
            also("n", Action::FindNext, "next match"),
            also("N", Action::FindPrevious, "previous match"),
            also("1", Action::Phases, "phases"),
            also("2", Action::Risks, "risks"),
            also("3", Action::Recurring, "recurring work"),
            also("4", Action::Guards, "guards"),
            also("5", Action::NextActions, "next actions"),
            also("6", Action::Calendar, "calendar"),
            also("ctrl-c", Action::Quit, "quit"),
        ],
    },
    KeyContext {
        when: When::Overview,
        title: "Overview",
        moves: MOVES,
        keys: &[
            shown("enter", Action::Enter, "open"),
            shown("b", Action::Begin, "start"),
            shown("space", Action::Tick, "mark done"),
            shown("v", Action::Verify, "verify"),
            shown("U", Action::ShowUndoList, "undo list"),
            shown("/", Action::Find, "find"),
            shown("?", Action::Open(ScreenKind::Help), "help"),
            shown("esc", Action::Back, "back"),
            also("pageup", Action::PageUp, "details up"),
            also("pagedown", Action::PageDown, "details down"),
            also("1", Action::Phases, "phases"),
            also("2", Action::Risks, "risks"),
            also("3", Action::Recurring, "recurring work"),
            also("4", Action::Guards, "guards"),
            also("5", Action::NextActions, "next actions"),
            also("6", Action::Calendar, "calendar"),
            also("T", Action::Open(ScreenKind::Trust), "trust this plan"),
            also("n", Action::FindNext, "next match"),
            also("N", Action::FindPrevious, "previous match"),
            also(":", Action::Open(ScreenKind::Palette), "commands"),
            also("left", Action::Back, "back"),
            also("h", Action::Back, "back"),
            also("q", Action::Quit, "quit"),
            also("ctrl-c", Action::Quit, "quit"),
        ],
    },
    KeyContext {
        when: When::Day,
        title: "Day",
        moves: MOVES,
        keys: &[
            shown("enter", Action::Enter, "run"),
            shown("v", Action::Verify, "verify"),
            shown("space", Action::Tick, "tick"),
            shown("s", Action::Skip, "skip"),
            shown("S", Action::Stop, "stop"),
            shown("x", Action::SetResult, "set result"),
            shown("u", Action::Undo, "undo"),
            shown("l", Action::OpenLink, "open link"),
            shown("b", Action::Begin, "start"),
            shown("m", Action::Attach, "attach"),
            shown("t", Action::Reconnect, "reconnect"),
            shown("d", Action::Note, "deviation"),
            shown("i", Action::Details, "details"),
            shown("tab", Action::Pane, "pane"),
            shown("w", Action::NextPane, "next pane"),
            shown("o", Action::Output, "output"),
            shown("z", Action::Zoom, "zoom"),
            shown("a", Action::Author, "author"),
            shown("?", Action::Open(ScreenKind::Help), "help"),
            shown("esc", Action::Back, "back"),
            also("V", Action::VerifyAll, "verify all checks"),
            also("R", Action::ForceRun, "force run"),
            also("A", Action::RunAll, "run all"),
            also(">", Action::RunFrom, "run from here"),
            also("U", Action::ShowUndoList, "undo list"),
            also("Q", Action::Quiz, "quiz"),
            also("D", Action::NoteDay, "day deviation"),
            also("=", Action::Open(ScreenKind::Form), "variables"),
            also("y", Action::Copy, "copy command"),
            also("e", Action::Edit, "edit the runbook"),
            also("r", Action::Report, "report"),
            also("[", Action::PreviousDay, "previous day"),
            also("]", Action::NextDay, "next day"),
            also("c", Action::Continue, "continue"),
            also("T", Action::Open(ScreenKind::Trust), "trust this plan"),
            also("/", Action::Find, "find"),
            also("n", Action::FindNext, "next match"),
            also("N", Action::FindPrevious, "previous match"),
            also(":", Action::Open(ScreenKind::Palette), "commands"),
            also("pageup", Action::PageUp, "details up"),
            also("pagedown", Action::PageDown, "details down"),
            also("left", Action::Back, "back"),
            also("h", Action::Back, "back"),
            also("q", Action::Quit, "quit"),
            also("ctrl-c", Action::Quit, "quit"),
        ],
    },
    KeyContext {
        when: When::UndoList,
        title: "Undo list",
        moves: MOVES,
        keys: &[
            shown("u", Action::Undo, "undo"),
            shown("esc", Action::Back, "back"),
            also("enter", Action::Undo, "undo"),
            also("?", Action::Open(ScreenKind::Help), "help"),
            also("q", Action::Back, "back"),
            also("ctrl-c", Action::Back, "back"),
        ],
    },
    KeyContext {
        when: When::CopyPreview,
        title: "Copy preview",
        moves: MOVES,
        keys: &[
            shown("y", Action::Yes, "write"),
            shown("n", Action::No, "cancel"),
            shown("space", Action::PageDown, "page down"),
            also("esc", Action::No, "cancel"),
            also("q", Action::No, "cancel"),
            also("ctrl-c", Action::No, "cancel"),
        ],
    },
    KeyContext {
        when: When::Pane,
        title: "Pane",
        moves: &[],
        keys: &[
            shown("enter", Action::Enter, "type here"),
            shown("tab", Action::Pane, "list"),
            shown("w", Action::NextPane, "next pane"),
            shown("z", Action::Zoom, "zoom"),
            shown("pageup", Action::PageUp, "older lines"),
            shown("pagedown", Action::PageDown, "newer lines"),
            shown("S", Action::Stop, "stop"),
            shown("x", Action::SetResult, "set result"),
            shown("m", Action::Attach, "attach"),
            shown("t", Action::Reconnect, "reconnect"),
            shown("?", Action::Open(ScreenKind::Help), "help"),
            also("up", Action::Up, "one line older"),
            also("k", Action::Up, "one line older"),
            also("down", Action::Down, "one line newer"),
            also("j", Action::Down, "one line newer"),
            also("g", Action::First, "oldest line"),
            also("G", Action::Last, "newest line"),
            also(":", Action::Open(ScreenKind::Palette), "commands"),
            also("esc", Action::Pane, "list"),
            also("q", Action::Quit, "quit"),
            also("ctrl-c", Action::Quit, "quit"),
        ],
    },
    KeyContext {
        when: When::Typing,
        title: "Pane with the keyboard",
        moves: &[],
        keys: &[shown(
            "ctrl-]",
            Action::KeyboardBack,
            "release the keyboard",
        )],
    },
    KeyContext {
        when: When::Form,
        title: "Form",
        moves: &[],
        keys: &[
            shown("enter", Action::Enter, "next"),
            shown("ctrl-s", Action::Save, "save"),
            shown("esc", Action::Back, "cancel"),
            also("tab", Action::NextField, "next field"),
            also("down", Action::NextField, "next field"),
            also("shift-tab", Action::PreviousField, "previous field"),
            also("up", Action::PreviousField, "previous field"),
            also("ctrl-f", Action::Fetch, "fetch secret"),
            also("ctrl-c", Action::Back, "cancel"),
        ],
    },
    KeyContext {
        when: When::Text,
        title: "Text",
        moves: &[],
        keys: &[
            shown("ctrl-s", Action::Save, "save"),
            shown("esc", Action::Back, "cancel"),
            also("alt-enter", Action::Save, "save"),
            also("ctrl-c", Action::Back, "cancel"),
        ],
    },
    KeyContext {
        when: When::TextLine,
        title: "One line of text",
        moves: &[],
        keys: &[
            shown("enter", Action::Save, "continue"),
            shown("esc", Action::Back, "cancel"),
            also("ctrl-c", Action::Back, "cancel"),
        ],
    },
    KeyContext {
        when: When::Dialog,
        title: "Dialog",
        moves: MOVES,
        keys: &[
            shown("enter", Action::Enter, "choose"),
            shown("esc", Action::Back, "cancel"),
            also("y", Action::Yes, "yes"),
            also("n", Action::No, "no"),
            also("q", Action::Back, "cancel"),
            also("ctrl-c", Action::Back, "cancel"),
        ],
    },
    KeyContext {
        when: When::Trust,
        title: "Trust",
        moves: MOVES,
        keys: &[
            shown("y", Action::Yes, "trust"),
            shown("n", Action::No, "read only"),
            shown("space", Action::PageDown, "page down"),
            also("enter", Action::No, "read only"),
            also("esc", Action::No, "read only"),
            also("q", Action::Quit, "quit"),
            also("ctrl-c", Action::Quit, "quit"),
        ],
    },
    KeyContext {
        when: When::Pager,
        title: "Report and output",
        moves: MOVES,
        keys: &[
            shown("space", Action::PageDown, "page down"),
            shown("/", Action::Find, "find"),
            shown("y", Action::Copy, "copy"),
            shown("w", Action::WriteReport, "write to file"),
            shown("esc", Action::Back, "back"),
            also("n", Action::FindNext, "next match"),
            also("N", Action::FindPrevious, "previous match"),
            also("q", Action::Back, "back"),
            also("ctrl-c", Action::Back, "back"),
        ],
    },
    KeyContext {
        when: When::Help,
        title: "Help",
        moves: MOVES,
        keys: &[
            shown("space", Action::PageDown, "page down"),
            shown("esc", Action::Back, "back"),
            also("q", Action::Back, "back"),
            also("?", Action::Back, "back"),
            also("ctrl-c", Action::Back, "back"),
        ],
    },
    KeyContext {
        when: When::Palette,
        title: "Commands",
        moves: &[ARROWS],
        keys: &[
            shown("enter", Action::Enter, "choose"),
            shown("esc", Action::Back, "back"),
            also("ctrl-c", Action::Back, "back"),
        ],
    },
];

/// Returns the action of a key in a context.
pub fn lookup(when: When, key: &Key) -> Option<Action> {
    named(when, &key_name(key))
}

/// Returns the action of a key name in a context. The mouse wheel uses `wheelup` and `wheeldown`.
pub fn named(when: When, name: &str) -> Option<Action> {
    let found = bindings(when).find(|binding| binding.key == name);
    found.map(|binding| binding.action)
}

/// Returns the keys of a context: its own in the order of the table, then the shared movements.
pub fn bindings(when: When) -> impl Iterator<Item = &'static Binding> {
    let own = keys(when);
    let contexts = KEYS.iter().filter(move |context| context.when == when);
    let moves = contexts
        .flat_map(|context| context.moves)
        .copied()
        .flatten();
    let free = moves.filter(move |move_| own.iter().all(|key| key.key != move_.key));
    own.iter().chain(free)
}

/// Returns a context's own keys, in the order of the table.
pub fn keys(when: When) -> &'static [Binding] {
    let mut contexts = KEYS.iter();
    contexts
        .find(|context| context.when == when)
        .map_or(&[], |context| context.keys)
}

/// Returns the name of a key in the format of the table, for example `ctrl-s`.
pub fn key_name(key: &Key) -> String {
    let (base, shift_shows) = match key.code {
        // A terminal without the kitty protocol sends the same byte for Ctrl-] and Ctrl-5.
        KeyCode::Char('5') if key.modifiers.ctrl => ("]".to_owned(), false),
        KeyCode::Char(' ') => ("space".to_owned(), true),
        KeyCode::Char(character) => (character.to_string(), false),
        KeyCode::Enter => ("enter".to_owned(), true),
        KeyCode::Escape => ("esc".to_owned(), true),
        KeyCode::Tab => ("tab".to_owned(), true),
        KeyCode::Backspace => ("backspace".to_owned(), true),
        KeyCode::Up => ("up".to_owned(), true),
        KeyCode::Down => ("down".to_owned(), true),
        KeyCode::Left => ("left".to_owned(), true),
        KeyCode::Right => ("right".to_owned(), true),
        KeyCode::Home => ("home".to_owned(), true),
        KeyCode::End => ("end".to_owned(), true),
        KeyCode::PageUp => ("pageup".to_owned(), true),
        KeyCode::PageDown => ("pagedown".to_owned(), true),
        KeyCode::Insert => ("insert".to_owned(), true),
        KeyCode::Delete => ("delete".to_owned(), true),
        KeyCode::Function(number) => (format!("f{number}"), true),
    };
    let mut name = String::new();
    if key.modifiers.ctrl {
        name.push_str("ctrl-");
    }
    if key.modifiers.alt {
        name.push_str("alt-");
    }
    if key.modifiers.shift && shift_shows {
        name.push_str("shift-");
    }
    name + &base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_context_has_one_meaning() {
        for context in KEYS {
            let mut names: Vec<&str> = bindings(context.when).map(|bound| bound.key).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", context.title);
            assert!(
                KEYS.iter()
                    .filter(|other| other.when == context.when)
                    .count()
                    == 1
            );
        }
    }

    #[test]
    fn lists_and_texts_take_the_same_movements() {
        let check = |when: When, key: &str, expect: Option<Action>| {
            assert_eq!(named(when, key), expect, "{when:?} {key}");
        };
        for when in [
            When::Home,
            When::Overview,
            When::Day,
            When::UndoList,
            When::CopyPreview,
            When::Dialog,
            When::Trust,
            When::Pager,
            When::Help,
        ] {
            for (key, action) in [
                ("up", Action::Up),
                ("k", Action::Up),
                ("wheelup", Action::Up),
                ("down", Action::Down),
                ("j", Action::Down),
                ("wheeldown", Action::Down),
                ("pageup", Action::PageUp),
                ("pagedown", Action::PageDown),
                ("home", Action::First),
                ("g", Action::First),
                ("end", Action::Last),
                ("G", Action::Last),
            ] {
                check(when, key, Some(action));
            }
        }
        check(When::Palette, "down", Some(Action::Down));
        check(When::Palette, "j", None);
        check(When::Typing, "up", None);
        check(When::Form, "wheelup", None);
    }
}
