//! What a subcommand ends with.

use std::process::ExitCode;

/// What a subcommand ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// What was asked about is not so: a check failed, a plan has errors, a walk is in use.
    Failed,
    /// Wrong usage.
    Usage,
    /// A person has to decide.
    NeedsOperator,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::NeedsOperator => 3,
        })
    }
}
