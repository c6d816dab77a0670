//! The exit status of a subcommand.

use std::process::ExitCode;

/// The exit status of a subcommand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// A check failed, the plan has errors, or another process has locked the walk.
    Failed,
    /// Wrong usage.
    Usage,
    /// Only a person can continue.
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
