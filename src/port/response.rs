//! What the world answers.

use super::{Fetched, RequestId};
use crate::progress::{Event, Evidence, Record, ScriptResult, SessionId};
use crate::term::{ShellSession, StyledText};

/// What the world answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// Events are on disk, synced.
    Appended(Vec<Record>),
    /// Another session wrote records, started or exited. The records are shown; no request follows
    /// from them.
    Observed {
        /// The new records, in order; may be empty.
        records: Vec<Record>,
        /// The session that writes the journal now.
        live: Option<SessionId>,
        /// The reason why this walk is read-only.
        read_only_reason: String,
    },
    /// Events could not be written; nothing more is done for them.
    AppendFailed {
        /// The events.
        events: Vec<Event>,
        /// Why.
        why: String,
    },
    /// The ends of what ran could not be written. They are held in memory and tried again every
    /// second, in their order; [`Answer::Kept`] answers when they are on disk.
    Unsaved {
        /// The events.
        events: Vec<Event>,
        /// Why.
        why: String,
    },
    /// Whether the disk has room for more to start, or why it has none; told when it changes, and
    /// before the answer that it concerns.
    Disk(std::result::Result<(), String>),
    /// A host's connection changed.
    Link {
        /// The host.
        host: String,
        /// How it stands now.
        link: ConnectionState,
    },
    /// Something was printed in a host's pane; told at most once a second.
    Printed {
        /// The host.
        host: String,
    },
    /// A step's script was received by the shell and its output begins.
    RunBegan {
        /// The run.
        ticket: RequestId,
        /// By what its processes can be found on its host, should it be lost (see
        /// [`alive_script`](crate::term::shell_integration::alive_script)); none where the shell stands on
        /// another host or in a container, or the host does not tell.
        session: Option<ShellSession>,
    },
    /// What stands in front in a host's pane, while something runs there without an end or new
    /// output; told when it changes.
    Front {
        /// The host.
        host: String,
        /// The run it belongs to; none where the operator typed it.
        ticket: Option<RequestId>,
        /// What stands there; none when the shell is back.
        front: Option<Foreground>,
    },
    /// Which shells stand inside the pane's own now.
    Inside {
        /// The host.
        host: String,
        /// The commands that led there, outermost first; empty in the pane's own shell.
        commands: Vec<String>,
    },
    /// A step came to its end.
    RunEnded(RequestId, Completion),
    /// The time that was to be waited is over.
    TimerFired(RequestId),
    /// A script was asked.
    ProbeEnded(RequestId, Completion),
    /// Kept output in its colours, or why it cannot be read.
    Evidence {
        /// Its file under `outputs/`.
        file: String,
        /// The text, or the reason.
        text: std::result::Result<StyledText, String>,
    },
    /// A secret was fetched, or not.
    Fetched {
        /// The variable.
        variable: String,
        /// What came of it.
        fetched: Fetched,
    },
    /// Something done for the operator, or why it could not be: a file written, text copied.
    OperatorMessage(std::result::Result<String, String>),
}

/// How a script ended, with its output.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    /// What it answered. [`Fate::NotAsked`](crate::progress::Fate::NotAsked) says that the
    /// script never reached the host.
    pub outcome: ScriptResult,
    /// The output kept; none where none was asked for or the script never ran.
    pub evidence: Option<Evidence>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// What stands in front in a host's pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreground {
    /// Its command line.
    pub command: String,
    /// Whether it is a shell without our marks, or a way into one, that can be attached to.
    pub is_shell: bool,
    /// Whether it reads what is typed without showing it: it asks for a password.
    pub hides_keys: bool,
}

/// How a host's connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionState {
    /// It is being opened; its questions show in the pane.
    Opening,
    /// The same, and this is asked there now.
    Asking(String),
    /// A shell with marks stands ready in the pane.
    Ready {
        /// Whether the host was started anew since its shell before this one; none where there
        /// was none, or the host does not tell.
        rebooted: Option<bool>,
    },
    /// A shell without marks runs in the pane, for this reason; ends cannot be known there.
    NoShellIntegration(String),
    /// It is tried again, for this reason.
    Retrying {
        /// Which attempt is next, counted from 1.
        attempt: u32,
        /// In how many seconds.
        seconds: u64,
        /// Why the last one failed.
        why: String,
    },
    /// The host did not let us in, or is not the one that was known, for this reason: it is not
    /// tried again unless a person asks.
    Refused(String),
    /// It ended, for this reason; what the shell knew is gone.
    Lost(String),
}
