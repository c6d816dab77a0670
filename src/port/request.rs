//! Requests of the core to the backend.

use std::time::Duration;

use super::{Fetch, Script, Target, Value};
use crate::plan::Facts;
use crate::progress::{Event, Query};
use crate::term::shell_integration::Signal;
use crate::term::{Key, PaneId};

pub use crate::progress::evidence_name;

/// Identifies a request in its responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// A request of the core to the backend.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Write events to the journal, in this order, and sync them. The response is
    /// [`Response::Appended`](super::Response::Appended).
    Append(Vec<Event>),
    /// Run a step in the shell of a host's pane. Opens the connection and the pane first if needed.
    Run(StepRun),
    /// Stop watching a run whose result the operator set. The remote program keeps running.
    StopWatching(RequestId),
    /// Send a signal to the processes of a run, never to its shell. The run's own end reports the
    /// effect. If nothing could be signalled,
    /// [`Response::OperatorMessage`](super::Response::OperatorMessage) says why.
    Stop {
        /// The run.
        request_id: RequestId,
        how: Signal,
    },
    /// Start a timer. The response is [`Response::TimerFired`](super::Response::TimerFired).
    StartTimer {
        /// The id of the response.
        request_id: RequestId,
        /// The time until the timer fires.
        after: Duration,
        /// Whether time in which the machine sleeps counts.
        asleep: bool,
    },
    /// Install the shell integration in the foreground shell of a pane. Steps run inside it from
    /// then on. The response is [`Response::Inside`](super::Response::Inside), or
    /// [`Response::OperatorMessage`](super::Response::OperatorMessage) if the shell rejects it.
    Attach(PaneId),
    /// Reconnect to a host, and retry until it works. [`Response::Connection`](super::Response::Connection)
    /// reports each attempt.
    Reconnect { host: String },
    /// Cancel the reconnection.
    StopReconnecting { host: String },
    /// Run a script in a separate session beside the pane, on the same connection. Opens the
    /// connection first if needed.
    Probe(Probe),
    /// Open a host's connection and its pane.
    Open(Target),
    /// Press a key in a pane. The modes of the program there decide which bytes that sends.
    Press { pane: PaneId, key: Key },
    /// Paste text into a pane.
    Paste { pane: PaneId, text: String },
    /// Give a pane this size, now or when it opens.
    Resize {
        pane: PaneId,
        /// Width in cells.
        columns: u16,
        /// Height in cells.
        rows: u16,
    },
    /// Scroll a pane's view. A positive number scrolls to older lines.
    Scroll {
        pane: PaneId,
        /// The number of lines.
        lines: i32,
    },
    /// Fetch a secret. The command gets the operator's terminal, because it may ask for a
    /// passphrase.
    Fetch(Fetch),
    /// Mask this secret in everything that is stored from now on.
    Mask(Value),
    /// Read the evidence in this file for the screen.
    ReadEvidence(String),
    /// Store the facts that the operator trusts for this plan's folder. If that fails,
    /// [`Response::OperatorMessage`](super::Response::OperatorMessage) says why.
    KeepTrust(Facts),
    /// Store the open screen and the cursor, as JSON. Losing it does no harm.
    SaveUiState(String),
    /// Write a file that the operator asked for.
    WriteFile {
        /// The path, relative to the folder in which the program was started.
        path: String,
        /// The content.
        text: String,
    },
    /// Copy text to the operator's clipboard, through their terminal.
    Copy(String),
    /// Open a link in the operator's browser, if it is an `http` or `https` link.
    OpenLink(String),
    /// Open a file of the plan in the operator's editor.
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the plan that another part of the host obeys"
)]
pub struct StepRun {
    /// The id of the responses.
    pub request_id: RequestId,
    /// The host.
    pub target: Target,
    /// The title that the pane shows above the output.
    pub title: String,
    pub script: Script,
    /// The file name of its evidence.
    pub evidence: String,
    /// What to find in its output.
    pub query: Box<Query>,
    /// Whether the value that it saves is a secret. The text to mask is known only at the end, so
    /// no output is stored before.
    pub secret: bool,
    /// Commands that start the nested shells in which it runs, outermost first, such as
    /// `sudo -u postgres -i`. The shells are left before the next run on the host that has other
    /// commands. Each command gets the variables that it names, and passes them on as it usually
    /// does.
    pub inside: Vec<Script>,
    /// Whether it runs in the pane's shell itself, which it changes, and not in a shell of its own.
    pub in_shell: bool,
    /// Whether it disconnects its host. The backend then reconnects, and the run ends with
    /// [`Termination::Disconnected`](crate::progress::Termination::Disconnected).
    pub disconnects: bool,
    /// Whether it asks the operator for input. Keys reach every step; the screen shows this one.
    pub interactive: bool,
}

/// A script to run in a separate session beside the pane.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// The id of the response.
    pub request_id: RequestId,
    /// The host.
    pub target: Target,
    pub script: Script,
    /// The timeout, after which its process group on the host is killed.
    pub timeout: Duration,
    /// Whether it must use a new connection instead of an open master.
    pub fresh: bool,
    /// The delay before it runs.
    pub after: Duration,
    /// What to find in its output.
    pub query: Box<Query>,
    /// The file name of its evidence; `None` if its output is not stored.
    pub evidence: Option<String>,
}
