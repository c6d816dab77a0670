//! What the world answers.

use super::{Fetched, Ticket};
use crate::progress::{Evidence, Outcome, Record, Trace};

/// What the world answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Events are on disk, synced.
    Kept(Vec<Record>),
    /// Events could not be written, for this reason; nothing more is done for them.
    NotKept(String),
    /// A host's connection changed.
    Link {
        /// The host.
        host: String,
        /// How it stands now.
        link: Link,
    },
    /// A pane shows something new.
    PaneChanged,
    /// A step's script was received by the shell and its output begins.
    RunBegan(Ticket, Trace),
    /// A step came to its end.
    RunEnded(Ticket, Result),
    /// The time that was to be waited is over.
    Woke(Ticket),
    /// A script was asked.
    Asked(Ticket, Result),
    /// Kept output, as text, or why it cannot be read.
    Evidence {
        /// Its file under `outputs/`.
        file: String,
        /// The text, or the reason.
        text: std::result::Result<String, String>,
    },
    /// A secret was fetched, or not.
    Fetched {
        /// The variable.
        variable: String,
        /// What came of it.
        fetched: Fetched,
    },
    /// Something done for the operator, or why it could not be: a file written, text copied.
    Told(std::result::Result<String, String>),
}

/// How a script ended, with its output.
#[derive(Debug, Clone, PartialEq)]
pub struct Result {
    /// What it answered. [`Fate::NotAsked`](crate::progress::Fate::NotAsked) says that the
    /// script never reached the host.
    pub outcome: Outcome,
    /// The output kept; none where none was asked for or the script never ran.
    pub evidence: Option<Evidence>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// How a host's connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// It is being opened; its questions show in the pane.
    Opening,
    /// A shell with marks stands ready in the pane.
    Ready,
    /// A shell without marks runs in the pane, for this reason; ends cannot be known there.
    Plain(String),
    /// It ended, for this reason; what the shell knew is gone.
    Gone(String),
}
