//! How a result is kept.

use crate::port;
use crate::progress::{Outcome, OutcomeSource, RunResult, ScriptResult};

pub(super) fn ended(
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

pub(super) fn source(outcome: &ScriptResult) -> OutcomeSource {
    match outcome.termination.exit() {
        Some(_) => OutcomeSource::Exit,
        None => OutcomeSource::Lost,
    }
}
