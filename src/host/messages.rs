//! The inputs of a host: commands of the program and events of its terminals and probes.

use super::run::Captured;
use crate::port::{Completion, Probe, RequestId, StepRun, Target};
use crate::term::shell_integration::{ForegroundProcess, Signal};
use crate::term::{MarkKind, ShellId, Size};

/// A command of the program to a host.
#[derive(Debug, Clone, PartialEq)]
pub enum HostCommand {
    /// Open the connection and the pane's shell.
    Open(Target),
    /// Run a step.
    Run(StepRun),
    /// Run a script beside the pane.
    Probe(Probe),
    /// Stop watching a run.
    StopWatching(RequestId),
    /// End the processes of a run.
    Stop(RequestId, Signal),
    /// Attach to the foreground shell.
    Attach,
    /// Connect again, and keep trying.
    Reconnect,
    /// Cancel `Reconnect`.
    StopReconnecting,
    /// Type the operator's bytes in the pane.
    Type(Vec<u8>),
    /// Resize the pane.
    Resize(Size),
    /// Mask the changed set of known secrets.
    MaskSecrets,
}

/// An event of a host's terminals or of its probes.
///
/// An event of a terminal comes with the terminal's number. The host ignores earlier terminals.
#[derive(Debug, Clone, PartialEq)]
pub enum HostEvent {
    /// ssh could not be started, for this reason.
    ConnectFailed(String),
    /// ssh shows this question; none when it no longer waits for an answer.
    Asks(Option<String>),
    /// The connection is open.
    Connected,
    /// ssh has exited.
    Disconnected {
        /// The last line that ssh printed.
        said: String,
        /// Whether the host rejected the login, or its key is not the known one.
        refused: bool,
    },
    /// The shell could not be started, for this reason.
    ShellNotStarted(String),
    /// The shell printed something.
    Output,
    /// One of the nested shells wrote a mark.
    Mark(ShellId, MarkKind),
    /// The step's script could not be sent, for this reason.
    StepNotSent(String),
    /// The step in this shell has started.
    StepBegan(ShellId),
    /// The step in this shell has ended.
    StepEnded(ShellId, StepEnd),
    /// The attach line could not be typed, for this reason.
    NotAttached(String),
    /// The foreground process of this shell was read.
    Foreground(ShellId, ForegroundReading),
    /// A signal script has ended with this exit status, or without a result.
    Signaled(Signal, Option<i32>),
    /// The shell has exited, with this exit status; none where it is unknown.
    ShellEnded(Option<i32>),
    ProbeEnded {
        /// The probe.
        request_id: RequestId,
        /// Its result.
        completion: Box<Completion>,
        /// Whether the connection took the script. If not, the probe may run on the next
        /// connection.
        taken: bool,
    },
}

/// A reading of a shell's foreground process.
#[derive(Debug, Clone, PartialEq)]
pub enum ForegroundReading {
    Process(ForegroundProcess),
    /// The shell itself.
    Shell,
    /// Unknown: the shell runs where daymark cannot read its processes.
    Unknown {
        /// Whether the pane's last line prompts for a password or a yes.
        asks: bool,
    },
}

/// The end of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepEnd {
    /// The exit status in the mark of the shell that started it.
    pub exit: i32,
    /// The step's output; none if nothing of it was kept.
    pub captured: Option<Box<Captured>>,
    /// Whether the script began. If not, this is the last line that was printed instead, which may be
    /// empty.
    pub not_begun: Option<String>,
}
