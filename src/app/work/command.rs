//! What a person decides, on a screen or on the command line.

use crate::port::Value;
use crate::progress::Standing;

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
    /// Run a step.
    Run {
        /// The step.
        id: String,
        /// What the person agreed to.
        consent: Consent,
    },
    /// A step is done already: ask its `unless`, and run nothing else.
    Done(String),
    /// Ask a check.
    Verify(String),
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
    EndByHand {
        /// The step.
        id: String,
        /// How it ended.
        state: Standing,
        /// What the person saw.
        why: String,
    },
    /// Note what was done otherwise.
    Note {
        /// The entry's id.
        day: String,
        /// The step or check it belongs to; else the day.
        id: Option<String>,
        /// The note.
        text: String,
    },
}

/// What a person agreed to before a step runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// The step's danger.
    pub danger: bool,
    /// The production hosts they named.
    pub hosts: Vec<String>,
    /// Running the script without asking its `unless` first.
    pub without_unless: bool,
}
