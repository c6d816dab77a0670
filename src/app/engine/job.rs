//! What is under way: runs of steps and askings of checks.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::app::engine::Approval;
use crate::plan::Condition;
use crate::port::RequestId;
use crate::term::shell_integration::{EditedFile, Signal};

/// A step on its way on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Comes back with the answers of the request now under way.
    pub ticket: RequestId,
    /// The step.
    pub id: String,
    /// Where it runs.
    pub host: String,
    /// The number of its attempt.
    pub attempt: u32,
    /// What it is for.
    pub intent: Intent,
    /// How far it is.
    pub stage: Stage,
    /// What the person agreed to.
    pub consent: Approval,
    /// What is still to be asked before the script runs.
    pub questions: VecDeque<Precondition>,
    /// How many shells stand around its own: an operator may have attached to one of them.
    pub depth: usize,
    /// How long the step has been tried, over all attempts of this run; how long it had been at
    /// work when it was picked up.
    pub tried: Duration,
    /// What was sent to end it, where its time was up or the operator wished so.
    pub stopped: Option<Signal>,
    /// Whether it runs for longer than the plan allows, and the operator decides.
    pub overdue: bool,
    /// The edited files that it overwrites: found by the comparison, and agreed to.
    pub overwrites: Vec<EditedFile>,
}

impl Job {
    /// What is sent to end it, after what was sent already.
    pub fn next_signal(&self) -> Signal {
        match self.stopped {
            None => Signal::Interrupt,
            Some(Signal::Interrupt) => Signal::Terminate,
            Some(Signal::Terminate | Signal::Kill) => Signal::Kill,
        }
    }
}

/// What a job is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// To run the step.
    Run,
    /// To ask whether it is done, and to run nothing.
    Verify,
    /// To take the step back.
    Undo,
    /// To follow what an earlier session left running on the host.
    Reattach,
}

/// What is asked before a script runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// Whether a condition of the step's `when` holds.
    When {
        /// Its number among the step's conditions, from 1.
        number: usize,
        /// The condition.
        condition: Condition,
        /// Where it is asked; none for the host the step is to run on.
        on: Option<String>,
    },
    /// Whether the step is done already.
    Unless,
    /// Whether what is to be copied is there already; before an undo, and before a copy that differs:
    /// whether what is there was edited since daymark wrote it.
    Compare,
    /// Whether a guard lets it through.
    Guard {
        /// The guard.
        name: String,
        /// Where it is asked.
        host: String,
    },
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Its start is on its way to the disk.
    Starting,
    /// A question is being asked.
    Asking(Precondition),
    /// This note, that it overwrites edited files, is on its way to the disk.
    Noting(String),
    /// Its host is asked for how long it has been at work, before it is picked up.
    Measuring,
    /// Its script runs in the pane.
    Running,
    /// Its script has run, and its `unless` is asked for how it ended.
    Proving,
    /// It did not work, and is tried again after a while.
    Pausing,
    /// Its end is on its way to the disk.
    Ending,
}

/// A step that was asked for and waits for its time.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingStep {
    /// Comes back when time is up.
    pub ticket: RequestId,
    /// The step.
    pub id: String,
    /// What the person agreed to.
    pub consent: Approval,
    /// What it waits for.
    pub until: WaitCondition,
}

/// What a held step waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum WaitCondition {
    /// A point in time.
    Time(DateTime<FixedOffset>),
    /// That a check holds, until this point in time.
    Check {
        /// The check.
        id: String,
        /// When it is given up.
        by: DateTime<FixedOffset>,
    },
}

/// What a timer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timer {
    /// A held step's turn may have come.
    Held,
    /// A step is tried again.
    Retry(RequestId),
    /// A step's time is up, or what was sent to end it has had its time.
    Overdue(RequestId),
}

/// What is still to be done of a sheet that is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunQueue {
    /// The sheet's id.
    pub day: String,
    /// The steps that are still to be run, then the checks that are to be asked.
    pub rest: VecDeque<String>,
    /// The step that runs, or the check that is asked.
    pub now: Option<String>,
}

/// A check on its way on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckJob {
    /// Comes back with the answer.
    pub ticket: RequestId,
    /// The check.
    pub id: String,
    /// Where it is asked.
    pub host: String,
    /// How long it has been asked so far, waits included.
    pub spent: Duration,
    /// Whether its start is still on its way to the disk.
    pub starting: bool,
}
