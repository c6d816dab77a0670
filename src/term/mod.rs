//! What a terminal shows: grid, marks, key encoding, recording.

/// stub
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// c
    pub code: KeyCode,
    /// m
    pub modifiers: Modifiers,
}
/// stub
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers {
    /// c
    pub ctrl: bool,
    /// a
    pub alt: bool,
    /// s
    pub shift: bool,
}
/// stub
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyCode {
    Char(char),
    Enter,
    Escape,
    Tab,
    Backspace,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    Function(u8),
}
