//! What is under way: runs of steps and askings of checks.

use std::time::Duration;

use crate::port::Ticket;

/// A step on its way on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Comes back with the answers of the request now under way.
    pub ticket: Ticket,
    /// The step.
    pub id: String,
    /// Where it runs.
    pub host: String,
    /// The number of its attempt.
    pub attempt: u32,
    /// How far it is.
    pub stage: Stage,
    /// Hosts whose turn comes when this one has passed.
    pub rest: Vec<String>,
    /// Whether its `unless` is asked before the script runs.
    pub ask_unless: bool,
    /// Whether its script runs where `unless` says that there is something to do.
    pub run_script: bool,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Its start is on its way to the disk.
    Starting,
    /// Its `unless` is being asked.
    AskingUnless,
    /// Its script runs in the pane.
    Running,
    /// Its end is on its way to the disk.
    Ending,
}

/// A check on its way on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquiry {
    /// Comes back with the answer.
    pub ticket: Ticket,
    /// The check.
    pub id: String,
    /// Where it is asked.
    pub host: String,
    /// How long it has been asked so far, waits included.
    pub spent: Duration,
    /// Whether its start is still on its way to the disk.
    pub starting: bool,
}
