//! One thing to do.

use super::{Expectation, Place};

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its own for the life of the plan, unique in the whole plan.
    pub id: String,
    /// The tasks it serves, counted from 1.
    pub tasks: Vec<usize>,
    /// What it does, in a few words.
    pub title: String,
    /// Where it runs: names of hosts, groups already spread; empty for a manual step.
    pub hosts: Vec<String>,
    /// The user its script runs as, through sudo on the host (`as`).
    pub user: Option<String>,
    /// What is done.
    pub action: Action,
    /// A script that succeeds when the step is already done.
    pub unless: Option<String>,
    /// Why there is no `unless`.
    pub no_unless: Option<String>,
    /// A script that takes the step back.
    pub undo: Option<String>,
    /// Why there is no `undo`.
    pub no_undo: Option<String>,
    /// Whether it changes the host; false only where the plan says so.
    pub changes: bool,
    /// What can go wrong, in a sentence; asks for a deliberate key.
    pub danger: Option<String>,
    /// Why it is done, and what to look at when it fails.
    pub explain: Option<String>,
    /// Where it departs from the author's commands, and why.
    pub differs: Option<String>,
    /// How long it takes, honestly.
    pub minutes: Option<u32>,
    /// Variables its scripts get besides those they name.
    pub uses: Vec<String>,
    /// How its end is judged.
    pub expect: Expectation,
    /// Where it stands in its file.
    pub place: Place,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Runs a script in the host's living shell.
    Run(String),
    /// Is done by hand, as told.
    Manual(String),
}

impl Step {
    /// The script it runs; none for a manual step.
    pub fn script(&self) -> Option<&str> {
        match &self.action {
            Action::Run(script) => Some(script),
            Action::Manual(_) => None,
        }
    }
}
