//! The words for results. Every format, screen and message uses these.

use chrono::{DateTime, FixedOffset};

use crate::progress::{OutcomeSource, RunResult};

/// The words for a step or check without a script.
pub const BY_HAND: &str = "by hand";

/// Returns an outcome with its source, except an exit status: `passed by its unless`.
pub fn outcome_text(result: &RunResult) -> String {
    let source = match result.source {
        OutcomeSource::Unless => " by its unless",
        OutcomeSource::When => " by its when",
        OutcomeSource::Equal => ": the file was already there",
        OutcomeSource::Edited => ": a file would be overwritten",
        OutcomeSource::Guard => ": a guard failed",
        OutcomeSource::Operator => " by decision",
        OutcomeSource::Exit | OutcomeSource::Lost => "",
    };
    format!("{}{source}", result.state.word())
}

/// Returns an exit status in words.
pub fn exit_text(exit: i32) -> String {
    format!("exit {exit}")
}

/// Returns a duration in seconds in words.
pub fn seconds_text(seconds: f64) -> String {
    format!("{seconds:.1} s")
}

/// Returns the exit status and the duration of a run that has an exit status.
pub fn measured_text(exit: Option<i32>, seconds: f64) -> Option<String> {
    exit.map(|exit| format!("{}, {}", exit_text(exit), seconds_text(seconds)))
}

/// Returns the hosts of a step or check, or the words for none.
pub fn hosts_text(hosts: &[String]) -> String {
    match hosts {
        [] => BY_HAND.to_owned(),
        hosts => hosts.join(", "),
    }
}

/// Returns a time in the UTC offset of its recording.
pub(super) fn stamp_text(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}
