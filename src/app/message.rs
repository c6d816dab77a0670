//! Messages from the event loop.

use chrono::{DateTime, FixedOffset};

use crate::port::Response;
use crate::term::Key;

/// A message with its time. The core has no clock.
#[derive(Debug, Clone)]
pub struct Stamped {
    /// The time.
    pub at: DateTime<FixedOffset>,
    /// The message.
    pub message: Message,
}

/// A message from the event loop.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// A mouse event.
    Mouse(Mouse),
    /// The operator's terminal has a new size, in cells.
    Resized {
        /// The width.
        columns: u16,
        /// The height.
        rows: u16,
    },
    /// A response of the backend.
    Answer(Response),
    /// A second passed while something is running.
    Tick,
    /// The program must end, because of a signal or a closed terminal.
    Ended,
}

/// A mouse event, in cells of the whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// The kind.
    pub kind: MouseKind,
    /// The column, from the left.
    pub column: u16,
    /// The row, from the top.
    pub row: u16,
}

/// The kind of a mouse event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button was pressed.
    Click,
    /// The wheel scrolled up.
    WheelUp,
    /// The wheel scrolled down.
    WheelDown,
}
