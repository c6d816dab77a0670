//! What steps rest on.

use std::collections::HashMap;

use super::{Plan, Sheet, Step};

/// Tells every step what it rests on: the steps it comes after, and those that they come after.
pub(super) fn plan(plan: &mut Plan) {
    let afters: HashMap<String, Vec<String>> = plan
        .sheets()
        .flat_map(Sheet::steps)
        .map(|step| (step.id.clone(), step.after.clone()))
        .collect();
    for step in steps(plan) {
        step.rests_on = reached(&afters, &step.after);
    }
}

fn steps(plan: &mut Plan) -> impl Iterator<Item = &mut Step> {
    let entries = plan.entries.iter_mut().flat_map(|entry| &mut entry.steps);
    let rollbacks = plan.phases.iter_mut().flat_map(|phase| &mut phase.rollback);
    let recurring = plan.recurring.iter_mut().flat_map(|work| &mut work.steps);
    entries
        .chain(rollbacks.flat_map(|rollback| &mut rollback.steps))
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
