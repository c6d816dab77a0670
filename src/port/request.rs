//! What we ask of the world.

use std::time::Duration;

use super::{Fetch, Script, Target, Value};
use crate::progress::Event;
use crate::term::Key;

/// Ties an answer to its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What we ask of the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Write events to the journal, in this order, and sync them. Answered by
    /// [`Answer::Kept`](super::Answer::Kept).
    Keep(Vec<Event>),
    /// Run a step in the living shell of a host, opening what is not open yet.
    Run(Run),
    /// Stop watching a run whose end the operator told by hand. The remote program is left alone.
    Release(Ticket),
    /// End what a step runs on its host, and never the shell it runs in.
    Stop {
        /// The run.
        ticket: Ticket,
        /// How.
        how: Signal,
    },
    /// Come back after a while. Answered by [`Answer::Woke`](super::Answer::Woke).
    Wake {
        /// Comes back with the answer.
        ticket: Ticket,
        /// How long.
        after: Duration,
    },
    /// Ask a script beside the pane, on the same connection, opening it if need be.
    Ask(Ask),
    /// Open a host's connection and its pane.
    Open(Target),
    /// Press a key in a host's pane; what it sends depends on the program's modes there.
    Press {
        /// The host.
        host: String,
        /// The key.
        key: Key,
    },
    /// Paste text into a host's pane.
    Paste {
        /// The host.
        host: String,
        /// The text.
        text: String,
    },
    /// Give every pane this size.
    Resize {
        /// Width in cells.
        columns: u16,
        /// Height in cells.
        rows: u16,
    },
    /// Move a pane's view through what scrolled away; above 0 is back in time.
    Scroll {
        /// The host.
        host: String,
        /// How many lines.
        lines: i32,
    },
    /// Fetch a secret, lending the operator's terminal to what may ask them for a passphrase.
    Fetch(Fetch),
    /// Strike this secret from everything kept and recorded from now on.
    Mask(Value),
    /// Read kept output for the screen.
    ReadEvidence(String),
    /// Keep where the operator stands; may be lost without harm.
    KeepPlace(String),
    /// Write a file the operator asked for.
    WriteFile {
        /// Where, relative to the folder the program was started in.
        path: String,
        /// What.
        text: String,
    },
    /// Put text on the operator's clipboard, through their terminal.
    Copy(String),
    /// Open the operator's editor at a line of one of the plan's files.
    Edit {
        /// The file, relative to the plan's folder.
        file: String,
        /// The line, counted from 1.
        line: usize,
    },
    /// End the program.
    Leave,
}

/// A step to run in a pane.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Comes back with the answers.
    pub ticket: Ticket,
    /// Where.
    pub target: Target,
    /// What the pane shows above its output.
    pub title: String,
    /// What.
    pub script: Script,
    /// The name to keep its output under.
    pub evidence: String,
    /// Commands that open the shells it runs in, outermost first.
    pub inside: Vec<String>,
    /// Whether it cuts its own connection.
    pub disconnects: bool,
    /// Whether it asks: keys are not held back.
    pub interactive: bool,
}

/// How a run is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// As by ctrl-c: `SIGINT`.
    Interrupt,
    /// `SIGTERM`.
    Terminate,
    /// `SIGKILL`.
    Kill,
}

impl Signal {
    /// Its name on the host (signal(7)).
    pub fn word(self) -> &'static str {
        match self {
            Signal::Interrupt => "INT",
            Signal::Terminate => "TERM",
            Signal::Kill => "KILL",
        }
    }
}

/// A script to ask beside the pane.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Comes back with the answer.
    pub ticket: Ticket,
    /// Where.
    pub target: Target,
    /// What.
    pub script: Script,
    /// How long it may take; its whole process group on the host is ended then.
    pub timeout: Duration,
    /// Whether it must prove a new connection, past every open master.
    pub fresh: bool,
    /// How long to wait before asking.
    pub after: Duration,
    /// The name to keep its output under; none where it is no evidence.
    pub evidence: Option<String>,
}
