//! What was running when the program or the machine went away.

use super::{StepState, Walk, step_state};
use crate::plan::{Plan, Procedure, Step};

/// A step whose end nobody saw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interrupted<'p> {
    /// The sheet it stands in.
    pub procedure: Procedure<'p>,
    /// The step.
    pub step: &'p Step,
    /// The host it ran on.
    pub host: &'p str,
}

/// All steps whose end nobody saw, in plan order.
pub fn interrupted<'p>(plan: &'p Plan, walk: &Walk) -> Vec<Interrupted<'p>> {
    let mut found = Vec::new();
    for sheet in plan.procedures() {
        for step in sheet.steps() {
            if step_state(step, walk) == StepState::Interrupted {
                found.extend(open_hosts(step, walk).map(|host| Interrupted {
                    procedure: sheet,
                    step,
                    host,
                }));
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
