//! How long a step usually takes.

use super::{Outcome, OutcomeSource, Walk};

/// How long a step usually takes, in seconds: the middle one of the runs that passed. None where
/// none has.
pub fn median_seconds(id: &str, walk: &Walk) -> Option<f64> {
    let passed = walk.attempts(id).iter().filter(|attempt| !attempt.undo);
    let mut seconds: Vec<f64> = passed
        .filter_map(|attempt| {
            let (ended, _) = attempt.ended.as_ref()?;
            let ran = ended.source == OutcomeSource::Exit;
            let good = matches!(ended.state, Outcome::Passed | Outcome::Warned);
            (ran && good).then_some(ended.seconds)
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied()
}
