//! The messages of the event loop.

use chrono::{DateTime, FixedOffset};

use crate::port::Response;
use crate::term::Key;

/// A message with its time. The core reads no clock.
#[derive(Debug, Clone)]
pub struct Stamped {
    pub at: DateTime<FixedOffset>,
    pub message: Message,
}

/// A message of the event loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse was clicked or its wheel turned.
    Mouse(Mouse),
    /// The operator's terminal has a new size, in cells.
    Resized {
        /// Width.
        columns: u16,
        /// Height.
        rows: u16,
    },
    /// The backend responded.
    Answer(Response),
    /// A second has passed while something runs.
    Tick,
    /// A signal or a closed terminal ends the program.
    Ended,
}

/// A click or a turn of the wheel, in cells of the whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// Click or wheel.
    pub kind: MouseKind,
    /// The column, counted from 0.
    pub column: u16,
    /// The row, counted from 0.
    pub row: u16,
}

/// Click or wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Click,
    /// The wheel turned away from the operator.
    WheelUp,
    /// The wheel turned towards the operator.
    WheelDown,
}
