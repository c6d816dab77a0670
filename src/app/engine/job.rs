//! Running steps and checks, waiting steps, timers and the run queue.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::app::engine::{Approval, Command};
use crate::plan::Condition;
use crate::port::RequestId;
use crate::progress::Refusal;
use crate::term::shell_integration::{EditedFile, Signal};

/// A run of a step on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The id of its open request.
    pub request_id: RequestId,
    /// The step.
    pub id: String,
    pub host: String,
    /// The number of its attempt.
    pub attempt: u32,
    /// What it does with the step.
    pub intent: Intent,
    pub stage: Stage,
    /// What the operator approved.
    pub consent: Approval,
    /// The preconditions that remain before the script runs.
    pub questions: VecDeque<Precondition>,
    /// The number of nested shells around its own. The operator may have attached to one of them.
    pub depth: usize,
    /// The time spent on retries so far. For a reattached run: its duration before that.
    pub tried: Duration,
    /// The signal that was sent to it, after its timeout or by the operator.
    pub stopped: Option<Signal>,
    /// Whether its timeout is over and the operator decides.
    pub overdue: bool,
    /// The edited files that it overwrites with the operator's approval.
    pub overwrites: Vec<EditedFile>,
    /// What its script lacks, once the step's conditions are met.
    pub lacks: Option<Refusal>,
}

impl Job {
    /// Returns the next stronger signal.
    pub fn next_signal(&self) -> Signal {
        match self.stopped {
            None => Signal::Interrupt,
            Some(Signal::Interrupt) => Signal::Terminate,
            Some(Signal::Terminate | Signal::Kill) => Signal::Kill,
        }
    }
}

/// What a job does with its step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    Run,
    /// Verify with its `unless` that it is already done.
    Verify,
    Undo,
    /// Reattach to a detached run that an earlier session started.
    Reattach,
}

/// A precondition of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// A condition of the step's `when`.
    When {
        /// Its number among the step's conditions, from 1.
        number: usize,
        condition: Condition,
        /// The host on which it runs; `None` for the step's own host.
        on: Option<String>,
    },
    /// The step's `unless`.
    Unless,
    /// The comparison of files to copy with those on the host. It also finds files that were edited
    /// since daymark wrote them.
    Compare,
    Guard {
        /// The guard's name.
        name: String,
        /// The host on which it runs.
        host: String,
    },
}

/// The stage of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Its start is being written.
    Starting,
    /// A precondition is running.
    Asking(Precondition),
    /// This note, that it overwrites edited files, is being written.
    Noting(String),
    /// A probe reads the duration of the detached run from its host.
    Measuring,
    /// Its script runs in the pane.
    Running,
    /// Its script has run, and its `unless` determines the result.
    Proving,
    /// It failed, and is waiting for its retry.
    Pausing,
    /// Its end is being written.
    Ending,
}

/// A step with `wait` that the operator started.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingStep {
    /// The id of its timer.
    pub request_id: RequestId,
    /// The step.
    pub id: String,
    /// What the operator approved.
    pub consent: Approval,
    pub until: WaitCondition,
}

/// The condition that a waiting step waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum WaitCondition {
    /// A point in time.
    Time(DateTime<FixedOffset>),
    /// A check that passes.
    Check {
        /// The check.
        id: String,
        /// The time at which the wait is cancelled.
        by: DateTime<FixedOffset>,
    },
}

/// The purpose of a timer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timer {
    /// A waiting step may run.
    Held,
    /// A failed step runs again.
    Retry(RequestId),
    /// A step's timeout is over, or the time to react to a signal.
    Overdue(RequestId),
}

/// The remaining steps and checks of a procedure that runs as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct RunQueue {
    /// The procedure's id.
    pub day: String,
    /// The remaining steps, then checks.
    pub rest: VecDeque<String>,
    /// The running step or check.
    pub now: Option<String>,
    /// The command that these `before` checks come before; `None` for a whole procedure.
    pub then: Option<Command>,
}

/// A run of a check on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckJob {
    /// The id of its open request.
    pub request_id: RequestId,
    /// The check.
    pub id: String,
    pub host: String,
    /// The time spent so far, retries included.
    pub spent: Duration,
    /// Whether its start is being written.
    pub starting: bool,
}
