//! One of the nested shells in a pane.

use super::run::ShellTask;
use crate::port::Script;
use crate::term::shell_integration::Dialect;
use crate::term::{ShellId, ShellIdentity};

/// One of the nested shells in a pane.
pub(super) struct NestedShell {
    pub(super) id: ShellId,
    pub(super) dialect: Dialect,
    pub(super) state: ShellState,
    pub(super) task: Option<ShellTask>,
    /// The identity in its shell integration's report.
    pub(super) identity: Option<ShellIdentity>,
    pub(super) entered: EnteredBy,
    /// Whether an interrupted step left variables in the shell.
    pub(super) left_over: bool,
}

/// The program or person that opened a nested shell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EnteredBy {
    /// The pane's own shell.
    Pane,
    /// daymark, with this command of the plan. daymark also leaves the shell.
    Plan(Script),
    /// The operator, with this command.
    Operator(String),
}

/// The state of a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShellState {
    /// No marked prompt appeared yet.
    Booting,
    /// A program runs.
    Busy,
    /// A program has ended, and the prompt comes next.
    Settling,
    /// A prompt is visible.
    Prompt {
        /// Whether the operator has typed at the prompt.
        typed: bool,
    },
    /// The shell has no shell integration.
    Plain,
}

impl NestedShell {
    pub(super) fn new(id: ShellId, dialect: Dialect, entered: EnteredBy) -> Self {
        Self {
            id,
            dialect,
            state: ShellState::Booting,
            task: None,
            identity: None,
            entered,
            left_over: false,
        }
    }

    /// Records the end of a program. Before the first prompt, that is a program of the login files.
    pub(super) fn settles(&mut self) {
        if self.state != ShellState::Booting {
            self.state = ShellState::Settling;
        }
    }

    /// Returns the command that opened the shell; none for the pane's own.
    pub(super) fn command(&self) -> Option<String> {
        match &self.entered {
            EnteredBy::Pane => None,
            EnteredBy::Plan(script) => Some(script.text.clone()),
            EnteredBy::Operator(command) => Some(command.clone()),
        }
    }
}
