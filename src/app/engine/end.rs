//! How a result is kept.

use crate::port;
use crate::progress::{Outcome, OutcomeSource, RunResult, ScriptResult};

pub(in crate::app) fn ended(
    state: Outcome,
    manner: OutcomeSource,
    reason: String,
    result: &port::Completion,
) -> RunResult {
    RunResult {
        state,
        exit: result.outcome.termination.exit(),
        seconds: result.seconds,
        source: manner,
        reason,
        output: result.evidence.clone(),
    }
}

pub(in crate::app) fn source(outcome: &ScriptResult) -> OutcomeSource {
    match outcome.termination.exit() {
        Some(_) => OutcomeSource::Exit,
        None => OutcomeSource::Lost,
    }
}
