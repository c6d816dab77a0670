//! What the world answered to a script.

use super::{Excerpt, Findings, OutputJudge, Query};

/// What the world answered to a script.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptResult {
    /// Whether it came to an end, and how.
    pub termination: Termination,
    /// What was found in the whole output.
    pub findings: Box<Findings>,
    /// Standard output as plain text, or the beginning and the end of it; in a pane, all that was
    /// shown.
    pub stdout: Box<Excerpt>,
    /// Standard error, where it is separate.
    pub stderr: Box<Excerpt>,
}

impl ScriptResult {
    /// Returns the outcome of a script without output.
    pub fn silent(fate: Termination) -> Self {
        Self {
            termination: fate,
            findings: Box::default(),
            stdout: Box::default(),
            stderr: Box::default(),
        }
    }

    /// Returns the outcome of a script whose whole output is at hand, as plain text.
    pub fn of(fate: Termination, query: &Query, stdout: &str, stderr: &str) -> Self {
        let found = OutputJudge::of(query, stdout);
        Self {
            termination: fate,
            findings: Box::new(found.or(OutputJudge::of(&query.patterns(), stderr))),
            stdout: Box::new(stdout.into()),
            stderr: Box::new(stderr.into()),
        }
    }
}

/// Whether a script came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Termination {
    /// It ended with this exit status.
    Exited(i32),
    /// It ended the shell it ran in, with this exit status.
    ShellEnded(i32),
    /// It was ended when its time was up.
    TimedOut,
    /// It could not be asked, for this reason.
    NotStarted(String),
    /// The connection or the shell went away while it ran.
    Lost(String),
    /// The same, of a step that cuts its own connection.
    Disconnected(String),
}

impl Termination {
    /// The exit status, where there is one.
    pub fn exit(&self) -> Option<i32> {
        match self {
            Termination::Exited(exit) | Termination::ShellEnded(exit) => Some(*exit),
            Termination::TimedOut
            | Termination::NotStarted(_)
            | Termination::Lost(_)
            | Termination::Disconnected(_) => None,
        }
    }
}
