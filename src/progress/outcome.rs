//! What the world answered to a script.

/// What the world answered to a script.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Whether it came to an end, and how.
    pub fate: Fate,
    /// Standard output; in a pane, all that was shown. Bytes that are not UTF-8 are replaced.
    pub stdout: String,
    /// Standard error, where it is kept apart.
    pub stderr: String,
}

/// Whether a script came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It ended with this exit status.
    Exited(i32),
    /// It ended the shell it ran in, with this exit status.
    ShellEnded(i32),
    /// It was ended when its time was up.
    TimedOut,
    /// It could not be asked, for this reason.
    NotAsked(String),
    /// The connection or the shell went away while it ran.
    Lost(String),
    /// The same, of a step that cuts its own connection.
    Disconnected(String),
}

impl Fate {
    /// The exit status, where there is one.
    pub fn exit(&self) -> Option<i32> {
        match self {
            Fate::Exited(exit) | Fate::ShellEnded(exit) => Some(*exit),
            Fate::TimedOut | Fate::NotAsked(_) | Fate::Lost(_) | Fate::Disconnected(_) => None,
        }
    }
}
