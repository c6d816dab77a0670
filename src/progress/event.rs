//! One thing that happened; all that is known of a walk is its events.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A walk through a plan began.
    WalkStarted {
        /// The plan's id.
        plan: String,
        /// The plan's title, for readers of the journal alone.
        title: String,
        /// SHA-256 over the plan's files.
        digest: String,
        /// The date of day 1.
        start: NaiveDate,
    },
    /// The operator moved the date of day 1.
    StartMoved {
        /// The date of day 1.
        start: NaiveDate,
    },
    /// The operator trusted the plan to run what it says.
    PlanTrusted {
        /// SHA-256 over what runs on this machine and the addresses of hosts.
        digest: String,
    },
    /// The plan's files were found changed.
    PlanChanged {
        /// SHA-256 over the plan's files, as they are now.
        digest: String,
    },
    /// A daymark opened the walk to write.
    SessionOpened {
        /// The program's version.
        daymark: String,
        /// Whether a person sat at a screen.
        screen: bool,
    },
    /// A variable that is no secret got a value.
    VariableSet {
        /// The variable.
        name: String,
        /// Its value.
        value: String,
    },
    /// A step is about to run; on disk before the host is touched.
    StepStarted {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// Where it runs.
        host: String,
        /// Counted from 1, a step and host.
        attempt: u32,
        /// The script as it runs.
        command: String,
    },
    /// A run of a step came to its end.
    StepEnded {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// Where it ran.
        host: String,
        /// Counted from 1, a step and host.
        attempt: u32,
        /// How it ended.
        #[serde(flatten)]
        ended: Ended,
    },
    /// A person says that a step done by hand is done.
    StepAttested {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// What they say.
        why: String,
    },
    /// A step is left out, with a reason.
    StepSkipped {
        /// The entry's id.
        day: String,
        /// The step.
        id: String,
        /// The reason.
        why: String,
    },
    /// A check is about to be asked; on disk before the host is touched.
    CheckAsked {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// Where it is asked.
        host: String,
        /// The script as it runs.
        command: String,
    },
    /// A check was answered.
    CheckAnswered {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// Where it was asked.
        host: String,
        /// How it ended.
        #[serde(flatten)]
        ended: Ended,
    },
    /// A person saw that a check holds.
    CheckAttested {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// What they say; may be empty.
        why: String,
    },
    /// A check is left out, with a reason.
    CheckWaived {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
        /// The reason.
        why: String,
    },
    /// A tick was taken back.
    CheckUnticked {
        /// The entry's id.
        day: String,
        /// The check.
        id: String,
    },
    /// What was done otherwise, and why.
    DeviationNoted {
        /// The entry's id.
        day: String,
        /// The step or check it belongs to; else the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The note.
        text: String,
    },
}

/// How a run or an asking ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// What it amounts to.
    pub state: Standing,
    /// The exit status, where one is known.
    pub exit: Option<i32>,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What tells.
    pub manner: Manner,
    /// Why it stands so, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// The output kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Evidence>,
}

/// What a run or an asking amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds.
    Passed,
    /// It holds, with a warning.
    Warned,
    /// It does not hold.
    Failed,
    /// It cannot be known.
    Unknown,
    /// It never reached the host, so nothing changed.
    NotRun,
}

/// What tells how a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// The exit status the host gave.
    Exit,
    /// The step's own `unless`, which held.
    Unless,
    /// The operator's word.
    Operator,
    /// A lost connection, an ended shell, a time-out: nothing told.
    Lost,
}

/// Output kept beside the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its file under `outputs/`.
    pub file: String,
    /// SHA-256 of what is kept, in hexadecimal.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}
