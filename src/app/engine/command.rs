//! The commands of the operator, from a screen or the command line.

use crate::port::Value;
use crate::progress::Outcome;
use crate::term::shell_integration::{EditedFile, Signal};

/// A command of the operator.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Trust the plan to run its scripts.
    Trust,
    /// Set the date of day 1.
    Start(chrono::NaiveDate),
    /// Set the value of a variable.
    Set {
        /// The variable.
        name: String,
        value: Value,
    },
    /// Fetch a secret from the source that the plan declares.
    Fetch(String),
    /// Run a step, or reattach to a detached run of it that is still on its host.
    Run {
        /// The step.
        id: String,
        /// What the operator approved.
        consent: Approval,
    },
    /// Run the open steps of a procedure in order until one needs the operator, then its checks.
    RunAll {
        /// The procedure's id.
        day: String,
        /// The first step; `None` for the first open one.
        from: Option<String>,
    },
    /// Verify with a step's `unless` that it is already done.
    Done(String),
    /// Undo a step.
    Undo {
        /// The step.
        id: String,
        /// What the operator approved.
        consent: Approval,
    },
    /// Show the changes that a copy step would make.
    Compare(String),
    /// Send a signal to a running step.
    Stop {
        /// The step.
        id: String,
        how: Signal,
    },
    /// Cancel a step that is waiting.
    GiveUp(String),
    /// Look for the processes of an interrupted step on its hosts.
    Look(String),
    /// Run a check.
    Verify(String),
    /// Run the checks before the steps of a procedure.
    VerifyBefore(String),
    /// Run a guard without recording it.
    AskGuard(String),
    /// Attest a manual step or a manual check.
    Attest {
        /// The step or check.
        id: String,
        /// The operator's words.
        why: String,
    },
    /// Skip a step, or waive a check.
    LeaveOut {
        /// The step or check.
        id: String,
        /// The reason; never empty.
        why: String,
    },
    /// Withdraw the tick of a check.
    Untick(String),
    /// Set the result of a run that daymark cannot judge.
    SetResult {
        /// The step.
        id: String,
        state: Outcome,
        /// What the operator saw.
        why: String,
    },
    /// Answer a question of a day's quiz.
    Answer {
        /// The procedure's id.
        day: String,
        /// The question, counted from 0.
        question: usize,
        /// The answer, counted from 1.
        answer: usize,
    },
    /// Start an occurrence of recurring work.
    BeginRound(String),
    /// Finish an occurrence of recurring work.
    EndRound {
        /// The recurring work.
        id: String,
        /// The operator's words.
        why: String,
    },
    /// Note a deviation from the plan.
    Note {
        /// The procedure's id.
        day: String,
        /// The step or check that it belongs to; `None` for the whole day.
        id: Option<String>,
        /// The note.
        text: String,
    },
}

impl Command {
    /// Returns the approval of a command that takes one.
    pub fn consent_mut(&mut self) -> Option<&mut Approval> {
        match self {
            Command::Run { consent, .. } | Command::Undo { consent, .. } => Some(consent),
            _ => None,
        }
    }

    /// Returns the same command with more approved.
    #[must_use]
    pub fn agreeing(mut self, agree: impl FnOnce(&mut Approval)) -> Self {
        if let Some(consent) = self.consent_mut() {
            agree(consent);
        }
        self
    }
}

/// What the operator approved before a step runs.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one question that the operator answered"
)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approval {
    /// The step's danger.
    pub danger: bool,
    /// The production hosts they named.
    pub hosts: Vec<String>,
    /// Running the script without its `unless` first.
    pub without_unless: bool,
    /// Running the step without the open `before` checks of its day.
    pub without_before: bool,
    /// Running the step before its time.
    pub without_wait: bool,
    /// The guards to override, each with a reason.
    pub overrides: Vec<(String, String)>,
    /// The edited files to overwrite.
    pub overwrite: Overwrite,
}

/// The edited files that a copy, or its undo, overwrites. Each is backed up beside its path first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// None.
    #[default]
    Nothing,
    /// All files that the comparison finds.
    AsFound,
    /// The files that the operator was shown, by host, if they are still the same.
    AsShown(Vec<(String, EditedFile)>),
}

impl Overwrite {
    /// Returns whether all these files on a host may be overwritten.
    pub fn allows(&self, host: &str, edited: &[EditedFile]) -> bool {
        let is_shown = |file: &EditedFile| match self {
            Overwrite::Nothing => false,
            Overwrite::AsFound => true,
            Overwrite::AsShown(shown) => shown.iter().any(|(on, seen)| {
                on == host && seen.index == file.index && seen.fingerprint == file.fingerprint
            }),
        };
        !edited.is_empty() && edited.iter().all(is_shown)
    }
}
