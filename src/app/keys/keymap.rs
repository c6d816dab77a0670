//! One table of keys for the lookup, the footer, the help screen, the palette and the README.

use crate::app::Action;
use crate::term::{Key, KeyCode};

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// On the plan's screen.
    Home,
    /// On the parts of the plan that are no days.
    Overview,
    /// On what would be taken back.
    Ledger,
    /// On what a copy would change.
    Difference,
    /// On a day's list.
    Day,
    /// On a day's pane, before it has the keyboard.
    Pane,
    /// While the pane has the keyboard.
    Typing,
    /// In a form.
    Form,
    /// While writing several lines.
    Words,
    /// While writing one line.
    Line,
    /// On a question with a few answers.
    Choice,
    /// On the trust question.
    Trust,
    /// On a long text.
    Reader,
    /// On the list of all keys.
    Help,
    /// In the palette.
    Palette,
}

/// One key, where it means something, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub when: When,
    /// The key, as in `ctrl-s`.
    pub key: &'static str,
    /// What.
    pub action: Action,
    /// What it does, in a word or a few.
    pub label: &'static str,
    /// Whether the foot of the screen shows it.
    pub foot: bool,
}

const fn shown(when: When, key: &'static str, action: Action, label: &'static str) -> Binding {
    Binding {
        when,
        key,
        action,
        label,
        foot: true,
    }
}

const fn also(when: When, key: &'static str, action: Action, label: &'static str) -> Binding {
    Binding {
        when,
        key,
        action,
        label,
        foot: false,
    }
}

/// All keys. Within one place, the first binding of an action is the one that is shown.
pub const BINDINGS: &[Binding] = &[
    shown(When::Home, "enter", Action::Enter, "open"),
    shown(When::Home, "c", Action::Continue, "continue"),
    shown(When::Home, "d", Action::NoteDay, "deviation"),
    shown(When::Home, "p", Action::Overview, "parts of the plan"),
    shown(When::Home, "r", Action::Report, "report"),
    shown(When::Home, "=", Action::Variables, "variables"),
    shown(When::Home, "/", Action::Find, "find"),
    shown(When::Home, ":", Action::Palette, "commands"),
    shown(When::Home, "?", Action::Help, "help"),
    shown(When::Home, "q", Action::Quit, "leave"),
    also(When::Home, "up", Action::Up, "up"),
    also(When::Home, "k", Action::Up, "up"),
    also(When::Home, "down", Action::Down, "down"),
    also(When::Home, "j", Action::Down, "down"),
    also(When::Home, "g", Action::First, "first"),
    also(When::Home, "home", Action::First, "first"),
    also(When::Home, "G", Action::Last, "last"),
    also(When::Home, "end", Action::Last, "last"),
    also(When::Home, "pageup", Action::PageUp, "a screenful up"),
    also(When::Home, "pagedown", Action::PageDown, "a screenful down"),
    also(When::Home, "right", Action::Enter, "open"),
    also(When::Home, "l", Action::Enter, "open"),
    also(When::Home, "a", Action::Author, "the author's commands"),
    also(When::Home, "e", Action::Edit, "edit the runbook"),
    also(When::Home, "T", Action::Trust, "trust this plan"),
    also(When::Home, "n", Action::FindNext, "next found"),
    also(When::Home, "N", Action::FindPrevious, "found before"),
    also(When::Home, "1", Action::Phases, "phases"),
    also(When::Home, "2", Action::Risks, "risks"),
    also(When::Home, "3", Action::Recurring, "recurring work"),
    also(When::Home, "4", Action::Guards, "guards"),
    also(When::Home, "5", Action::NextActions, "next actions"),
    also(When::Home, "6", Action::Calendar, "calendar"),
    also(When::Home, "ctrl-c", Action::Quit, "leave"),
    shown(When::Overview, "enter", Action::Enter, "open"),
    shown(When::Overview, "b", Action::Begin, "begin a round"),
    shown(When::Overview, "space", Action::Tick, "say it is done"),
    shown(When::Overview, "v", Action::Verify, "ask"),
    shown(
        When::Overview,
        "U",
        Action::ShowUndoList,
        "what would be undone",
    ),
    shown(When::Overview, "/", Action::Find, "find"),
    shown(When::Overview, "?", Action::Help, "help"),
    shown(When::Overview, "esc", Action::Back, "plan"),
    also(When::Overview, "up", Action::Up, "up"),
    also(When::Overview, "k", Action::Up, "up"),
    also(When::Overview, "down", Action::Down, "down"),
    also(When::Overview, "j", Action::Down, "down"),
    also(When::Overview, "g", Action::First, "first"),
    also(When::Overview, "home", Action::First, "first"),
    also(When::Overview, "G", Action::Last, "last"),
    also(When::Overview, "end", Action::Last, "last"),
    also(When::Overview, "pageup", Action::PageUp, "details up"),
    also(When::Overview, "pagedown", Action::PageDown, "details down"),
    also(When::Overview, "1", Action::Phases, "phases"),
    also(When::Overview, "2", Action::Risks, "risks"),
    also(When::Overview, "3", Action::Recurring, "recurring work"),
    also(When::Overview, "4", Action::Guards, "guards"),
    also(When::Overview, "5", Action::NextActions, "next actions"),
    also(When::Overview, "6", Action::Calendar, "calendar"),
    also(When::Overview, "T", Action::Trust, "trust this plan"),
    also(When::Overview, "n", Action::FindNext, "next found"),
    also(When::Overview, "N", Action::FindPrevious, "found before"),
    also(When::Overview, ":", Action::Palette, "commands"),
    also(When::Overview, "left", Action::Back, "plan"),
    also(When::Overview, "h", Action::Back, "plan"),
    also(When::Overview, "q", Action::Quit, "leave"),
    also(When::Overview, "ctrl-c", Action::Quit, "leave"),
    shown(When::Ledger, "u", Action::Undo, "undo"),
    shown(When::Ledger, "esc", Action::Back, "back"),
    also(When::Ledger, "enter", Action::Undo, "undo"),
    also(When::Ledger, "up", Action::Up, "up"),
    also(When::Ledger, "k", Action::Up, "up"),
    also(When::Ledger, "down", Action::Down, "down"),
    also(When::Ledger, "j", Action::Down, "down"),
    also(When::Ledger, "g", Action::First, "first"),
    also(When::Ledger, "G", Action::Last, "last"),
    also(When::Ledger, "?", Action::Help, "help"),
    also(When::Ledger, "q", Action::Back, "back"),
    also(When::Ledger, "ctrl-c", Action::Back, "back"),
    shown(When::Difference, "y", Action::Yes, "write it"),
    shown(When::Difference, "n", Action::No, "leave it"),
    shown(
        When::Difference,
        "space",
        Action::PageDown,
        "a screenful down",
    ),
    also(When::Difference, "down", Action::Down, "down"),
    also(When::Difference, "j", Action::Down, "down"),
    also(When::Difference, "up", Action::Up, "up"),
    also(When::Difference, "k", Action::Up, "up"),
    also(
        When::Difference,
        "pagedown",
        Action::PageDown,
        "a screenful down",
    ),
    also(When::Difference, "pageup", Action::PageUp, "a screenful up"),
    also(When::Difference, "g", Action::First, "to the top"),
    also(When::Difference, "G", Action::Last, "to the end"),
    also(When::Difference, "esc", Action::No, "leave it"),
    also(When::Difference, "q", Action::No, "leave it"),
    also(When::Difference, "ctrl-c", Action::No, "leave it"),
    shown(When::Day, "enter", Action::Enter, "run"),
    shown(When::Day, "v", Action::Verify, "verify"),
    shown(When::Day, "space", Action::Tick, "tick"),
    shown(When::Day, "s", Action::Skip, "skip"),
    shown(When::Day, "S", Action::Stop, "stop it"),
    shown(When::Day, "x", Action::EndByHand, "say how it ended"),
    shown(When::Day, "u", Action::Undo, "undo"),
    shown(When::Day, "l", Action::OpenLink, "open the link"),
    shown(When::Day, "b", Action::Begin, "begin"),
    shown(When::Day, "m", Action::Attach, "attach"),
    shown(When::Day, "t", Action::Reconnect, "connection"),
    shown(When::Day, "d", Action::Note, "deviation"),
    shown(When::Day, "i", Action::Details, "details"),
    shown(When::Day, "tab", Action::Pane, "pane"),
    shown(When::Day, "w", Action::NextPane, "next host's pane"),
    shown(When::Day, "o", Action::Output, "output"),
    shown(When::Day, "z", Action::Zoom, "zoom"),
    shown(When::Day, "a", Action::Author, "author"),
    shown(When::Day, "?", Action::Help, "help"),
    shown(When::Day, "esc", Action::Back, "plan"),
    also(
        When::Day,
        "V",
        Action::VerifyAll,
        "verify all checks of the day",
    ),
    also(When::Day, "R", Action::ForceRun, "run, done already or not"),
    also(When::Day, "A", Action::RunAll, "run all that is open"),
    also(When::Day, ">", Action::RunFrom, "run from here to the end"),
    also(When::Day, "U", Action::ShowUndoList, "what would be undone"),
    also(When::Day, "Q", Action::Quiz, "quiz of the day"),
    also(When::Day, "D", Action::NoteDay, "deviation of the day"),
    also(When::Day, "=", Action::Variables, "variables"),
    also(When::Day, "y", Action::Copy, "copy the command"),
    also(When::Day, "e", Action::Edit, "edit the runbook"),
    also(When::Day, "r", Action::Report, "report"),
    also(When::Day, "[", Action::PreviousDay, "the day before"),
    also(When::Day, "]", Action::NextDay, "the day after"),
    also(When::Day, "c", Action::Continue, "to the next thing to do"),
    also(When::Day, "T", Action::Trust, "trust this plan"),
    also(When::Day, "/", Action::Find, "find"),
    also(When::Day, "n", Action::FindNext, "next found"),
    also(When::Day, "N", Action::FindPrevious, "found before"),
    also(When::Day, ":", Action::Palette, "commands"),
    also(When::Day, "up", Action::Up, "up"),
    also(When::Day, "k", Action::Up, "up"),
    also(When::Day, "down", Action::Down, "down"),
    also(When::Day, "j", Action::Down, "down"),
    also(When::Day, "g", Action::First, "first"),
    also(When::Day, "home", Action::First, "first"),
    also(When::Day, "G", Action::Last, "last"),
    also(When::Day, "end", Action::Last, "last"),
    also(When::Day, "pageup", Action::PageUp, "details up"),
    also(When::Day, "pagedown", Action::PageDown, "details down"),
    also(When::Day, "left", Action::Back, "plan"),
    also(When::Day, "h", Action::Back, "plan"),
    also(When::Day, "q", Action::Quit, "leave"),
    also(When::Day, "ctrl-c", Action::Quit, "leave"),
    shown(When::Pane, "enter", Action::Enter, "give it the keyboard"),
    shown(When::Pane, "tab", Action::Pane, "list"),
    shown(When::Pane, "w", Action::NextPane, "next host's pane"),
    shown(When::Pane, "z", Action::Zoom, "zoom"),
    shown(When::Pane, "pageup", Action::PageUp, "older lines"),
    shown(When::Pane, "pagedown", Action::PageDown, "newer lines"),
    shown(When::Pane, "S", Action::Stop, "stop it"),
    shown(When::Pane, "x", Action::EndByHand, "say how it ended"),
    shown(When::Pane, "m", Action::Attach, "attach"),
    shown(When::Pane, "t", Action::Reconnect, "connection"),
    shown(When::Pane, "?", Action::Help, "help"),
    also(When::Pane, "up", Action::Up, "a line older"),
    also(When::Pane, "k", Action::Up, "a line older"),
    also(When::Pane, "down", Action::Down, "a line newer"),
    also(When::Pane, "j", Action::Down, "a line newer"),
    also(When::Pane, "g", Action::First, "to the oldest line"),
    also(When::Pane, "G", Action::Last, "to the newest line"),
    also(When::Pane, ":", Action::Palette, "commands"),
    also(When::Pane, "esc", Action::Pane, "list"),
    also(When::Pane, "q", Action::Quit, "leave"),
    also(When::Pane, "ctrl-c", Action::Quit, "leave"),
    shown(
        When::Typing,
        "ctrl-]",
        Action::KeyboardBack,
        "gives the keyboard back",
    ),
    shown(When::Form, "enter", Action::Enter, "next"),
    shown(When::Form, "ctrl-s", Action::Save, "save"),
    shown(When::Form, "esc", Action::Back, "cancel"),
    also(When::Form, "tab", Action::NextField, "next field"),
    also(When::Form, "down", Action::NextField, "next field"),
    also(
        When::Form,
        "shift-tab",
        Action::PreviousField,
        "field before",
    ),
    also(When::Form, "up", Action::PreviousField, "field before"),
    also(When::Form, "ctrl-f", Action::Fetch, "fetch this secret"),
    also(When::Form, "ctrl-c", Action::Back, "cancel"),
    shown(When::Words, "ctrl-s", Action::Save, "save"),
    shown(When::Words, "esc", Action::Back, "cancel"),
    also(When::Words, "alt-enter", Action::Save, "save"),
    also(When::Words, "ctrl-c", Action::Back, "cancel"),
    shown(When::Line, "enter", Action::Save, "go on"),
    shown(When::Line, "esc", Action::Back, "cancel"),
    also(When::Line, "ctrl-c", Action::Back, "cancel"),
    shown(When::Choice, "enter", Action::Enter, "choose"),
    shown(When::Choice, "esc", Action::Back, "cancel"),
    also(When::Choice, "up", Action::Up, "up"),
    also(When::Choice, "k", Action::Up, "up"),
    also(When::Choice, "down", Action::Down, "down"),
    also(When::Choice, "j", Action::Down, "down"),
    also(When::Choice, "y", Action::Yes, "yes"),
    also(When::Choice, "n", Action::No, "no"),
    also(When::Choice, "q", Action::Back, "cancel"),
    also(When::Choice, "ctrl-c", Action::Back, "cancel"),
    shown(When::Trust, "y", Action::Yes, "trust it"),
    shown(When::Trust, "n", Action::No, "only read it"),
    shown(When::Trust, "space", Action::PageDown, "a screenful down"),
    also(When::Trust, "down", Action::Down, "down"),
    also(When::Trust, "j", Action::Down, "down"),
    also(When::Trust, "up", Action::Up, "up"),
    also(When::Trust, "k", Action::Up, "up"),
    also(
        When::Trust,
        "pagedown",
        Action::PageDown,
        "a screenful down",
    ),
    also(When::Trust, "pageup", Action::PageUp, "a screenful up"),
    also(When::Trust, "enter", Action::No, "only read it"),
    also(When::Trust, "esc", Action::No, "only read it"),
    also(When::Trust, "q", Action::Quit, "leave"),
    also(When::Trust, "ctrl-c", Action::Quit, "leave"),
    shown(When::Reader, "space", Action::PageDown, "a screenful down"),
    shown(When::Reader, "/", Action::Find, "find"),
    shown(When::Reader, "y", Action::Copy, "copy"),
    shown(When::Reader, "w", Action::WriteReport, "write to a file"),
    shown(When::Reader, "esc", Action::Back, "back"),
    also(When::Reader, "down", Action::Down, "down"),
    also(When::Reader, "j", Action::Down, "down"),
    also(When::Reader, "up", Action::Up, "up"),
    also(When::Reader, "k", Action::Up, "up"),
    also(
        When::Reader,
        "pagedown",
        Action::PageDown,
        "a screenful down",
    ),
    also(When::Reader, "pageup", Action::PageUp, "a screenful up"),
    also(When::Reader, "g", Action::First, "to the top"),
    also(When::Reader, "G", Action::Last, "to the end"),
    also(When::Reader, "n", Action::FindNext, "next found"),
    also(When::Reader, "N", Action::FindPrevious, "found before"),
    also(When::Reader, "q", Action::Back, "back"),
    also(When::Reader, "ctrl-c", Action::Back, "back"),
    shown(When::Help, "space", Action::PageDown, "a screenful down"),
    shown(When::Help, "esc", Action::Back, "back"),
    also(When::Help, "down", Action::Down, "down"),
    also(When::Help, "j", Action::Down, "down"),
    also(When::Help, "up", Action::Up, "up"),
    also(When::Help, "k", Action::Up, "up"),
    also(When::Help, "pagedown", Action::PageDown, "a screenful down"),
    also(When::Help, "pageup", Action::PageUp, "a screenful up"),
    also(When::Help, "q", Action::Back, "back"),
    also(When::Help, "?", Action::Back, "back"),
    also(When::Help, "ctrl-c", Action::Back, "back"),
    shown(When::Palette, "enter", Action::Enter, "do it"),
    shown(When::Palette, "esc", Action::Back, "back"),
    also(When::Palette, "up", Action::Up, "up"),
    also(When::Palette, "down", Action::Down, "down"),
    also(When::Palette, "ctrl-c", Action::Back, "back"),
];

/// What a key means in a place.
pub fn lookup(when: When, key: &Key) -> Option<Action> {
    let name = key_name(key);
    bindings(when)
        .find(|binding| binding.key == name)
        .map(|binding| binding.action)
}

/// The keys of a place, in the order of the table.
pub fn bindings(when: When) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.when == when)
}

/// The name of a key, as the table writes it.
pub fn key_name(key: &Key) -> String {
    let (base, shift_shows) = match key.code {
        // A terminal without the kitty protocol cannot tell Ctrl-] from Ctrl-5.
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
