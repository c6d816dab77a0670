//! How a result is kept.

use crate::port;
use crate::progress::{Ended, Manner, Outcome, Standing};

pub(super) fn ended(
    state: Standing,
    manner: Manner,
    because: String,
    result: &port::Result,
) -> Ended {
    Ended {
        state,
        exit: result.outcome.fate.exit(),
        seconds: result.seconds,
        manner,
        because,
        output: result.evidence.clone(),
    }
}

pub(super) fn manner(outcome: &Outcome) -> Manner {
    match outcome.fate.exit() {
        Some(_) => Manner::Exit,
        None => Manner::Lost,
    }
}
