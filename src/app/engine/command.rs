//! What a person decides, on a screen or on the command line.

use crate::port::Value;
use crate::progress::Outcome;
use crate::term::shell_integration::{EditedFile, Signal};

/// What a person decides about the walk.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The plan may run what it says.
    Trust,
    /// The date of day 1 is another.
    Start(chrono::NaiveDate),
    /// A variable has this value.
    Set {
        /// The variable.
        name: String,
        /// Its value.
        value: Value,
    },
    /// Fetch a secret's value from where the plan says it is.
    Fetch(String),
    /// Run a step; a detached one that is still out there is picked up instead.
    Run {
        /// The step.
        id: String,
        /// What the person agreed to.
        consent: Approval,
    },
    /// Run what is open on a sheet, from a step on, until something wants a person; then ask its
    /// checks.
    RunAll {
        /// The sheet's id.
        day: String,
        /// The first step; else the first that is open.
        from: Option<String>,
    },
    /// A step is done already: ask its `unless`, and run nothing else.
    Done(String),
    /// Take a step back.
    Undo {
        /// The step.
        id: String,
        /// What the person agreed to.
        consent: Approval,
    },
    /// Tell what a copy step would change, and change nothing.
    Compare(String),
    /// End what runs on its hosts.
    Stop {
        /// The step.
        id: String,
        /// How.
        how: Signal,
    },
    /// Give up a step that waits for its time.
    GiveUp(String),
    /// Look on its hosts whether what was running there still lives.
    Look(String),
    /// Ask a check.
    Verify(String),
    /// Ask all checks that a sheet is to begin with.
    VerifyBefore(String),
    /// Ask a guard, and keep nothing.
    AskGuard(String),
    /// A manual step is done, or a check by eye holds.
    Attest {
        /// The step or check.
        id: String,
        /// What the person says.
        why: String,
    },
    /// Leave a step out, or waive a check.
    LeaveOut {
        /// The step or check.
        id: String,
        /// The reason; never empty.
        why: String,
    },
    /// Take a check's tick back.
    Untick(String),
    /// Say how a run ended that daymark cannot judge.
    SetResult {
        /// The step.
        id: String,
        /// How it ended.
        state: Outcome,
        /// What the person saw.
        why: String,
    },
    /// Answer a question of a sheet's quiz.
    Answer {
        /// The sheet's id.
        day: String,
        /// The question, counted from 0.
        question: usize,
        /// The answer, counted from 1.
        answer: usize,
    },
    /// Walk recurring work once more.
    BeginRound(String),
    /// Recurring work is done, walked or not.
    EndRound {
        /// The recurring work.
        id: String,
        /// What the person says.
        why: String,
    },
    /// Note what was done otherwise.
    Note {
        /// The sheet's id.
        day: String,
        /// The step or check it belongs to; else the day.
        id: Option<String>,
        /// The note.
        text: String,
    },
}

impl Command {
    /// What the person agreed to, where the decision is one that asks for it.
    pub fn consent_mut(&mut self) -> Option<&mut Approval> {
        match self {
            Command::Run { consent, .. } | Command::Undo { consent, .. } => Some(consent),
            _ => None,
        }
    }

    /// The same decision with more agreed to.
    #[must_use]
    pub fn agreeing(mut self, agree: impl FnOnce(&mut Approval)) -> Self {
        if let Some(consent) = self.consent_mut() {
            agree(consent);
        }
        self
    }
}

/// What a person agreed to before a step runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Approval {
    /// The step's danger.
    pub danger: bool,
    /// The production hosts they named.
    pub hosts: Vec<String>,
    /// Running the script without asking its `unless` first.
    pub without_unless: bool,
    /// Not waiting for the step's time any longer.
    pub without_wait: bool,
    /// Guards that are passed over, each with the reason.
    pub overrides: Vec<(String, String)>,
    /// Edited files that are overwritten.
    pub overwrite: Overwrite,
}

/// Which edited files a copy, or its undo, overwrites; each is kept beside its place first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Overwrite {
    /// None.
    #[default]
    Nothing,
    /// All that the comparison before it finds.
    AsFound,
    /// Those that the person was shown, by host, as long as they are as they were then.
    AsShown(Vec<(String, EditedFile)>),
}

impl Overwrite {
    /// Whether all these files on a host may be overwritten.
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
