//! What we ask of the world.

use std::time::Duration;

use super::{Fetch, Script, Target, Value};
use crate::plan::Facts;
use crate::progress::{Event, Query};
use crate::term::Key;
use crate::term::shell_integration::Signal;

pub use crate::progress::evidence_name;

/// Ties an answer to its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// What we ask of the world.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Write events to the journal, in this order, and sync them. Answered by
    /// [`Answer::Kept`](super::Answer::Kept).
    Append(Vec<Event>),
    /// Run a step in the living shell of a host, opening what is not open yet.
    Run(StepRun),
    /// Stop watching a run whose end the operator told by hand. The remote program is left alone.
    StopWatching(RequestId),
    /// End what a run has started on its host, never its shell. The run's own end tells what came
    /// of it; where nothing could be ended, [`Answer::Told`](super::Answer::Told) says why.
    Stop {
        /// The run.
        ticket: RequestId,
        /// How.
        how: Signal,
    },
    /// Come back after a while. Answered by [`Answer::Woke`](super::Answer::Woke).
    StartTimer {
        /// Comes back with the answer.
        ticket: RequestId,
        /// How long.
        after: Duration,
    },
    /// Bring our marks to the shell that stands in front in a host's pane: from then on steps run
    /// inside it. Answered by [`Answer::Inside`](super::Answer::Inside), or by
    /// [`Answer::Told`](super::Answer::Told) where it did not take them.
    Attach {
        /// The host.
        host: String,
    },
    /// Try to connect to a host again, and go on trying; what comes of it is told as
    /// [`Link`](super::Link).
    Reconnect {
        /// The host.
        host: String,
    },
    /// Give that up.
    StopReconnecting {
        /// The host.
        host: String,
    },
    /// Ask a script beside the pane, on the same connection, opening it if need be.
    Probe(Probe),
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
    /// Keep the facts that the operator trusts, for this plan's folder. Answered by
    /// [`Answer::Told`](super::Answer::Told) where they cannot be kept.
    KeepTrust(Facts),
    /// Keep where the operator stands; may be lost without harm.
    SaveUiState(String),
    /// Write a file the operator asked for.
    WriteFile {
        /// Where, relative to the folder the program was started in.
        path: String,
        /// What.
        text: String,
    },
    /// Put text on the operator's clipboard, through their terminal.
    Copy(String),
    /// Open a link in the operator's browser; nothing but `http` and `https` is opened.
    OpenLink(String),
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
pub struct StepRun {
    /// Comes back with the answers.
    pub ticket: RequestId,
    /// Where.
    pub target: Target,
    /// What the pane shows above its output.
    pub title: String,
    /// What.
    pub script: Script,
    /// The name to keep its output under.
    pub evidence: String,
    /// What is to be found in its output.
    pub query: Box<Query>,
    /// Whether the value it saves is a secret. What to mask in its output is known at its end, so
    /// none of the output is kept before.
    pub secret: bool,
    /// Commands that lead to where it runs, outermost first: `sudo -u postgres -i`. They are
    /// entered before it, and left before the next run on the host that has others. Each must
    /// lead to a shell; what variables it names, it gets, and hands on as it does by itself.
    pub inside: Vec<Script>,
    /// Whether it cuts its own connection: the world then connects again by itself, and the run's
    /// end is [`Fate::Disconnected`](crate::progress::Fate::Disconnected).
    pub disconnects: bool,
    /// Whether it asks the operator: the pane is theirs until its end. Keys reach every step; this
    /// tells those who show it.
    pub interactive: bool,
}

/// A script to ask beside the pane.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Comes back with the answer.
    pub ticket: RequestId,
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
    /// What is to be found in its output.
    pub query: Box<Query>,
    /// The name to keep its output under; none where it is no evidence.
    pub evidence: Option<String>,
}
