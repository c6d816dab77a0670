//! What is asked of a host, and what is heard from its terminals.

use super::captured::Captured;
use crate::port::{Probe, RequestId, StepRun};
use crate::term::shell_integration::{ForegroundProcess, Signal};
use crate::term::{Key, MarkKind, ShellId, Size};

/// What is asked of a host.
pub(super) enum HostCommand {
    /// Open its connection and its pane.
    Open,
    /// Run a step.
    Run(StepRun),
    /// Stop watching a run.
    Release(RequestId),
    /// End what a run has started.
    Stop(RequestId, Signal),
    /// Bring our marks to the shell in front.
    Attach,
    /// Connect again, and go on trying.
    Reconnect,
    /// Try no more.
    StopReconnecting,
    /// Ask a script beside the pane.
    Ask(Probe),
    /// Press a key in the pane.
    Press(Key),
    /// Paste into the pane.
    Paste(String),
    /// The pane has this size now.
    Resize(Size),
    /// What must not be kept has changed.
    Secrets,
}

/// What is heard from a host's terminals, each with the number of the terminal.
pub(super) enum HostEvent {
    /// The shell has put something out.
    Bytes,
    /// One of the shells inside one another has written a mark.
    Mark(ShellId, MarkKind),
    /// The step that was sent to a shell begins.
    StepBegan(ShellId),
    /// The step that was sent to a shell has ended.
    StepEnded(ShellId, StepEnd),
    /// What a look at what stands in front of a shell has shown.
    Front(ShellId, ForegroundReading),
    /// An interrupt could not be sent beside the pane.
    NotInterrupted,
    /// The shell is gone, with this exit status.
    Ended(Option<i32>),
    /// On its way, the connection asks this; none when it asks no more.
    Asks(Option<String>),
    /// The connection stands.
    Connected,
    /// The connection is gone.
    Disconnected {
        /// What ssh said last.
        said: String,
        /// Whether the host did not let us in.
        refused: bool,
    },
}

/// What a look at what stands in front of a shell has shown.
pub(super) enum ForegroundReading {
    /// This.
    Front(ForegroundProcess),
    /// The shell itself.
    Shell,
    /// Nothing: it runs where we cannot look.
    Unknown,
}

/// How a step ended, as its shell told.
pub(super) struct StepEnd {
    /// Its exit status.
    pub(super) exit: i32,
    /// What it put out.
    pub(super) captured: Option<Captured>,
}
