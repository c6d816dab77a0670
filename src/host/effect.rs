//! The outputs of a host.

use super::run::Captured;
use crate::port::{Probe, Response, Script, StepRun, Target};
use crate::progress::{Query, Termination};
use crate::term::shell_integration::{Dialect, Signal};
use crate::term::{AnnotationKind, ShellId, Size};

/// An action for a host. The backend performs effects in order and decides nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum HostEffect {
    /// Send a response.
    Respond(Box<Response>),
    /// Use this target from now on.
    Retarget(Target),

    /// Start ssh on the terminal of this number. A failure is
    /// [`ConnectFailed`](super::HostEvent::ConnectFailed).
    Connect(u64),
    /// End ssh, if it runs.
    Disconnect,
    /// Type this into ssh's own terminal.
    TypeToSsh(Vec<u8>),

    /// Start the pane's shell on the terminal of this number. A failure is
    /// [`ShellNotStarted`](super::HostEvent::ShellNotStarted).
    StartShell(u64),
    /// Hang up the pane's shell.
    StopShell,
    /// Type this into the shell.
    Type(Vec<u8>),
    /// Type a line of daymark, hidden.
    TypeLine {
        line: Vec<u8>,
        /// Whether keys of the operator may be at the prompt. If so, they are cleared first.
        clear: bool,
    },
    /// Type the line that makes the foreground shell read its shell integration, hidden. A failure
    /// is [`NotAttached`](super::HostEvent::NotAttached).
    TypeAttachLine {
        /// The id that the shell gets.
        shell: ShellId,
        /// Whether keys of the operator may be at the prompt. If so, they are cleared first.
        clear: bool,
    },
    /// Send the shell integration after the attach line.
    SendIntegration(Dialect),
    /// Type the line that starts a step, hidden. A failure is
    /// [`StepNotSent`](super::HostEvent::StepNotSent).
    TypeStep {
        /// The shell at its prompt.
        shell: ShellId,
        /// The shell of the script; none for the shell at its prompt.
        script_shell: Option<String>,
        /// Whether keys of the operator may be at the prompt. If so, they are cleared first.
        clear: bool,
        /// The title, which replaces the line when the script is read.
        title: (String, AnnotationKind),
    },
    /// Send a step's script to the shell that reads it. A failure is
    /// [`StepNotSent`](super::HostEvent::StepNotSent).
    SendStep {
        /// The shell that the line was typed into.
        shell: ShellId,
        /// The dialect of the shell that reads the script.
        dialect: Dialect,
        /// The shell of the script; none for the shell that the line was typed into.
        script_shell: Option<String>,
        script: Script,
        /// How to keep and judge its output; none for a command that opens a nested shell.
        output: Option<OutputName>,
    },
    /// Stop waiting for the answer to a line: show echo and pass on replies again.
    ReleaseLine,
    /// Reject marks of the shells inside this one.
    ForgetShells(ShellId),
    /// Stop capturing the step in this shell.
    DropStep(ShellId),
    /// Stop capturing the step in this shell, and report its end.
    EndRun {
        run: Box<StepRun>,
        /// How it ended.
        termination: Termination,
        /// The shell that ran it.
        shell: ShellId,
    },
    /// Report the end of a run whose output is complete.
    RunEnded {
        run: Box<StepRun>,
        /// How it ended.
        termination: Termination,
        /// Its output.
        captured: Option<Box<Captured>>,
    },

    /// Write a line of daymark into the pane.
    Note(String, AnnotationKind),
    /// Scroll the pane to its newest line.
    ScrollToBottom,
    /// Buffer the emulator's replies, because the program that needs them is about to exit.
    HoldReplies,
    /// Drop the buffered replies.
    DropReplies,
    /// Give the pane and its terminals this size.
    Resize(Size),
    /// Read the known secrets again.
    MaskSecrets,

    /// Read a shell's foreground process, beside the pane. Ends as
    /// [`Foreground`](super::HostEvent::Foreground).
    ReadForeground {
        shell: ShellId,
        /// Its process and its terminal; none if daymark cannot read them.
        process: Option<(u32, String)>,
    },
    /// Send a signal to the processes of a shell. Ends as [`Signaled`](super::HostEvent::Signaled).
    Signal(u32, Signal),
    /// Run a probe, over the open connection if it needs one. Ends as
    /// [`ProbeEnded`](super::HostEvent::ProbeEnded).
    Probe(Box<Probe>),
}

/// How to keep and judge the output of a step.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputName {
    /// The name of its file.
    pub evidence: String,
    /// The patterns to find in it.
    pub query: Box<Query>,
    /// Whether it contains a new secret, so that the file is written at the end.
    pub secret: bool,
}
