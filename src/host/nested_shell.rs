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
    /// The identity that its shell integration reported.
    pub(super) identity: Option<ShellIdentity>,
    pub(super) entered: EnteredBy,
    /// Whether an interrupted step left its variables in it.
    pub(super) left_over: bool,
}

/// Who opened a nested shell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EnteredBy {
    /// It is the pane's own shell.
    Pane,
    /// daymark did, with this command of the plan, and also leaves it.
    Plan(Script),
    /// The operator did, with this command.
    Operator(String),
}

/// The state of a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShellState {
    /// It has not shown a marked prompt yet.
    Booting,
    /// It runs a program.
    Busy,
    /// A program has ended, and the prompt comes next.
    Settling,
    /// It shows a prompt.
    Prompt {
        /// Whether the operator has typed at it.
        typed: bool,
    },
    /// It has no shell integration.
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

    /// A program has ended. Before the first prompt, that is a program of the login files.
    pub(super) fn settles(&mut self) {
        if self.state != ShellState::Booting {
            self.state = ShellState::Settling;
        }
    }

    /// The command that opened it; none for the pane's own shell.
    pub(super) fn command(&self) -> Option<String> {
        match &self.entered {
            EnteredBy::Pane => None,
            EnteredBy::Plan(script) => Some(script.text.clone()),
            EnteredBy::Operator(command) => Some(command.clone()),
        }
    }
}
