//! Responses of the backend to the core.

use super::{Fetched, RequestId};
use crate::progress::{Durations, Event, Evidence, Record, ScriptResult, SessionId};
use crate::term::{ShellSession, StyledText};

/// A response of the backend to the core.
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
    /// Events could not be written. The journal drops them.
    AppendFailed {
        events: Vec<Event>,
        /// The reason.
        why: String,
    },
    /// The ends of runs could not be written. The journal retries every second, in their order, and
    /// sends [`Response::Appended`] when they are on disk.
    Unsaved {
        events: Vec<Event>,
        /// The reason.
        why: String,
    },
    /// Whether the disk has space for another start, or why not. Sent when it changes, before the
    /// response that it affects.
    Disk(Result<(), String>),
    /// The connection state of a host changed.
    Connection {
        host: String,
        /// The new state.
        state: ConnectionState,
    },
    /// The pane of a host printed something. Sent at most once a second.
    Printed {
        host: String,
    },
    /// The shell received a step's script. Its output begins.
    RunBegan {
        /// The run.
        request_id: RequestId,
        /// The session of its processes, to find them again (see
        /// [`alive_script`](crate::term::shell_integration::alive_script)). `None` where the shell
        /// runs on another host or in a container, or the host does not report it.
        session: Option<ShellSession>,
    },
    /// The foreground process of a host's pane changed. Only sent while a run prints nothing.
    Foreground {
        host: String,
        /// The run that started it; `None` if the operator typed it.
        request_id: Option<RequestId>,
        /// The process; `None` when the shell is in the foreground again.
        process: Option<Foreground>,
    },
    /// The nested shells of a pane changed.
    Inside {
        host: String,
        /// The commands that started them, outermost first; empty in the pane's own shell.
        commands: Vec<String>,
    },
    /// A run of a step ended.
    RunEnded(RequestId, Completion),
    TimerFired(RequestId),
    ProbeEnded(RequestId, Completion),
    /// A page of the text of a piece of evidence, with its colours.
    Evidence {
        /// Its file under `outputs/`.
        file: String,
        /// The text, or why it cannot be read.
        text: Result<StyledText, String>,
        /// Whether more pages follow.
        more: bool,
    },
    /// The fetch of a secret ended.
    Fetched {
        variable: String,
        /// The result.
        fetched: Fetched,
    },
    /// How long steps took in the other walks of the plan.
    Durations(Durations),
    /// A message for the operator: something was done, such as a file written, or why it failed.
    OperatorMessage(Result<String, String>),
}

/// The end of a script, with its output.
#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    /// The result. [`Termination::NotStarted`](crate::progress::Termination::NotStarted) means that
    /// the script never reached the host.
    pub outcome: ScriptResult,
    /// The stored output; `None` if none was requested or the script never ran.
    pub evidence: Option<Evidence>,
    /// The duration in seconds.
    pub seconds: f64,
}

/// The foreground process of a host's pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreground {
    /// Its command line.
    pub command: String,
    /// Whether it is a shell without shell integration, or a command that starts one. The operator
    /// can attach to it.
    pub is_shell: bool,
    /// Whether it reads keys without echo, as a password prompt does.
    pub hides_keys: bool,
}

/// The state of a host's connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionState {
    /// ssh is connecting. Its questions appear in the pane.
    Opening,
    /// ssh is connecting, and asks this question in the pane.
    Asking(String),
    /// The pane has a shell with shell integration.
    Ready {
        /// Whether the host rebooted since its previous shell; `None` without a previous shell, or
        /// where the host does not report it.
        rebooted: Option<bool>,
    },
    /// The pane has a shell without shell integration, for this reason. daymark cannot see there
    /// how a run ends.
    NoShellIntegration(String),
    /// daymark is reconnecting.
    Retrying {
        /// The number of the next attempt, from 1.
        attempt: u32,
        /// The seconds until that attempt.
        seconds: u64,
        /// The reason why the last attempt failed.
        why: String,
    },
    /// The host rejected the login, or its key differs from the known one. daymark reconnects only
    /// when the operator asks for it.
    Refused(String),
    /// The connection ended, for this reason. The shell's variables and working directory are lost.
    Lost(String),
}
