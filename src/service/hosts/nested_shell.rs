//! One of the shells inside one another in a pane.

use super::run::ShellTask;
use crate::port::Script;
use crate::term::shell_integration::Dialect;
use crate::term::{ShellId, ShellIdentity};

/// One of the shells inside one another in a pane.
pub(super) struct NestedShell {
    /// Which one.
    pub(super) id: ShellId,
    /// How it takes a step.
    pub(super) dialect: Dialect,
    /// How far it is.
    pub(super) state: ShellState,
    /// What it runs for us.
    pub(super) task: Option<ShellTask>,
    /// What it told of itself.
    pub(super) identity: Option<ShellIdentity>,
    /// Who led there.
    pub(super) entered: EnteredBy,
    /// Whether a step was broken off in it, and its variables are still there.
    pub(super) left_over: bool,
}

/// Who led to a shell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EnteredBy {
    /// It is the pane's own.
    Pane,
    /// We did, by this command of the plan; and we lead out again.
    Plan(Script),
    /// The operator did, by this command.
    Operator(String),
}

/// How far a shell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShellState {
    /// It has shown no prompt with our marks yet.
    Booting,
    /// A program runs in it.
    Busy,
    /// A program has ended, and the prompt is about to show.
    Settling,
    /// It shows a prompt, where something may have been typed.
    Prompt {
        /// Whether something was typed since.
        typed: bool,
    },
    /// It has no marks.
    Plain,
}

impl NestedShell {
    /// A shell that is about to tell of itself.
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

    /// A program has ended; before the first prompt none of ours has.
    pub(super) fn settles(&mut self) {
        if self.state != ShellState::Booting {
            self.state = ShellState::Settling;
        }
    }

    /// The command that led there; none for the pane's own shell.
    pub(super) fn command(&self) -> Option<String> {
        match &self.entered {
            EnteredBy::Pane => None,
            EnteredBy::Plan(script) => Some(script.text.clone()),
            EnteredBy::Operator(command) => Some(command.clone()),
        }
    }
}
