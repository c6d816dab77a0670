//! What was running when the program or the machine went away.

use super::{StepState, Walk, step_state};
use crate::plan::{Entry, Plan, Step};

/// A step whose end nobody saw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interrupted<'p> {
    /// The entry it stands in.
    pub entry: &'p Entry,
    /// The step.
    pub step: &'p Step,
    /// The host it ran on.
    pub host: &'p str,
}

/// All steps whose end nobody saw, in plan order.
pub fn interrupted<'p>(plan: &'p Plan, walk: &Walk) -> Vec<Interrupted<'p>> {
    let mut found = Vec::new();
    for entry in &plan.entries {
        for step in &entry.steps {
            if step_state(step, walk) == StepState::Interrupted {
                found.extend(open_hosts(step, walk).map(|host| Interrupted { entry, step, host }));
            }
        }
    }
    found
}

/// The hosts on which a step's newest run has no end.
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
