//! What was changed in the plan since it was done.

use super::state::{deciding_attempt, passed_in, step_state};
use super::{Attempt, OutcomeSource, StepState, Walk};
use crate::plan::Step;

/// The run that passed a step which is done, where the plan has another script for it now, or other
/// files. None where nothing has changed, and where a person has said since that it stands.
pub fn changed_since_run<'w>(step: &Step, walk: &'w Walk) -> Option<&'w Attempt> {
    if step_state(step, walk) != StepState::Passed || walk.fix(&step.id).is_some() {
        return None;
    }
    let now = [step.record_text(), step.unless.clone().unwrap_or_default()];
    step.hosts.iter().find_map(|host| {
        let run = deciding_attempt(&step.id, host, walk)?;
        passed_in(run, walk)?;
        let (ended, _) = run.ended.as_ref()?;
        let is_other = ended.source != OutcomeSource::Operator && !now.contains(&run.command);
        is_other.then_some(run)
    })
}
