//! What steps rest on.

use std::collections::HashMap;

use super::{PlanParts, Procedure, Step};

/// Tells every step what it rests on: the steps it comes after, and those that they come after. One
/// that changes nothing tells how things stood when it ran, and so rests on all that stands before
/// it in its sheet.
pub(super) fn plan(plan: &mut PlanParts) {
    let afters: HashMap<String, Vec<String>> = plan
        .procedures()
        .flat_map(Procedure::steps)
        .map(|step| (step.id.clone(), step.after.clone()))
        .collect();
    for steps in procedures(plan) {
        let mut before: Vec<String> = Vec::new();
        for step in steps {
            step.depends_on = reached(&afters, &step.after);
            if !step.changes {
                let others = before
                    .iter()
                    .rev()
                    .filter(|id| !step.depends_on.contains(id));
                step.depends_on.extend(others.cloned().collect::<Vec<_>>());
            }
            before.push(step.id.clone());
        }
    }
}

/// The steps of every sheet.
fn procedures(plan: &mut PlanParts) -> impl Iterator<Item = &mut Vec<Step>> {
    let entries = plan.entries.iter_mut().map(|entry| &mut entry.steps);
    let rollbacks = plan.phases.iter_mut().flat_map(|phase| &mut phase.rollback);
    let recurring = plan.recurring.iter_mut().map(|work| &mut work.steps);
    entries
        .chain(rollbacks.map(|rollback| &mut rollback.steps))
        .chain(recurring)
}

/// The steps that can be reached from some, nearest first; checks rest on nothing.
fn reached(afters: &HashMap<String, Vec<String>>, from: &[String]) -> Vec<String> {
    let mut reached: Vec<String> = Vec::new();
    let mut turn: Vec<&String> = from.iter().collect();
    while !turn.is_empty() {
        let mut next = Vec::new();
        for id in turn {
            if let Some(after) = afters.get(id).filter(|_| !reached.contains(id)) {
                reached.push(id.clone());
                next.extend(after);
            }
        }
        turn = next;
    }
    reached
}
