//! What the loop hands to the screens.

use chrono::{DateTime, FixedOffset};

use crate::port::Response;
use crate::term::Key;

/// A message with its time; time is data.
#[derive(Debug, Clone)]
pub struct Stamped {
    /// When it came.
    pub at: DateTime<FixedOffset>,
    /// What came.
    pub message: Message,
}

/// What the loop hands to the screens.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The operator's terminal has a new size, in cells.
    Resized {
        /// Width.
        columns: u16,
        /// Height.
        rows: u16,
    },
    /// The world answered.
    Answer(Response),
    /// A second went by while something runs.
    Tick,
    /// The program is asked to end, by a signal or a closed terminal.
    Ended,
}

/// What the mouse did, in cells of the whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// Where, from the left.
    pub column: u16,
    /// Where, from the top.
    pub row: u16,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The wheel turned away from the operator.
    WheelUp,
    /// The wheel turned towards the operator.
    WheelDown,
}
