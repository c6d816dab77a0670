//! What a subcommand ends with.

use std::process::ExitCode;

/// What a subcommand ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// What was asked about is not so: a check failed, a plan has errors, a walk is in use.
    NotSo,
    /// Wrong usage.
    Usage,
    /// A person has to decide.
    Person,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::NotSo => 1,
            Exit::Usage => 2,
            Exit::Person => 3,
        })
    }
}
