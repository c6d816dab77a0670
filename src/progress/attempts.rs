//! Facts from the attempts of steps.

use super::state::{deciding_attempt, passed_in, step_state};
use super::{Attempt, OutcomeSource, StepState, Walk};
use crate::plan::{Plan, Procedure, Step};

/// A step with an interrupted run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interrupted<'p> {
    /// The procedure that contains the step.
    pub procedure: Procedure<'p>,
    pub step: &'p Step,
    /// The host it ran on.
    pub host: &'p str,
}

/// Returns all interrupted steps, in plan order.
pub fn interrupted<'p>(plan: &'p Plan, walk: &Walk) -> Vec<Interrupted<'p>> {
    let mut found = Vec::new();
    for procedure in plan.procedures() {
        for step in procedure.steps() {
            if step_state(step, walk) == StepState::Interrupted {
                found.extend(open_hosts(step, walk).map(|host| Interrupted {
                    procedure,
                    step,
                    host,
                }));
            }
        }
    }
    found
}

/// Returns the hosts on which a step's newest run has no end.
fn open_hosts<'p>(step: &'p Step, walk: &Walk) -> impl Iterator<Item = &'p str> {
    let open = |host: &&String| {
        walk.last_attempt(&step.id, host)
            .is_some_and(|attempt| attempt.ended.is_none())
    };
    step.hosts
        .iter()
        .filter(open)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Returns the run that passed a step whose script or files the plan has changed since. Returns
/// `None` if nothing changed, or if the operator has decided since to keep the result.
pub fn changed_since_run<'w>(step: &Step, walk: &'w Walk) -> Option<&'w Attempt> {
    if step_state(step, walk) != StepState::Passed || walk.manual_decision(&step.id).is_some() {
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

/// Returns whether an undo determines the state of a step on one of its hosts.
pub fn is_of_undo(step: &Step, walk: &Walk) -> bool {
    let last = |host: &String| deciding_attempt(&step.id, host, walk);
    let mut last = step.hosts.iter().filter_map(last);
    last.any(|attempt| attempt.undo)
}
