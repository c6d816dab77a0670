//! The dependencies of steps and checks.

use std::collections::HashMap;

use super::{PlanParts, Procedure, Step};

/// Computes the dependencies of every step: the transitive closure of `after`. A step that changes
/// nothing reports the state at its time, so it also depends on every earlier step of its
/// procedure. A check depends on the steps of its tasks.
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
    for entry in &mut plan.entries {
        for check in &mut entry.checks {
            let is_proved = |step: &&Step| {
                step.changes && step.tasks.iter().any(|task| check.tasks.contains(task))
            };
            let proved = entry.steps.iter().filter(is_proved);
            check.depends_on = proved.map(|step| step.id.clone()).collect();
        }
    }
}

/// Returns the steps of every procedure.
fn procedures(plan: &mut PlanParts) -> impl Iterator<Item = &mut Vec<Step>> {
    let entries = plan.entries.iter_mut().map(|entry| &mut entry.steps);
    let rollbacks = plan.phases.iter_mut().flat_map(|phase| &mut phase.rollback);
    let recurring = plan.recurring.iter_mut().map(|work| &mut work.steps);
    entries
        .chain(rollbacks.map(|rollback| &mut rollback.steps))
        .chain(recurring)
}

/// Returns the steps reachable through `after`, nearest first. Checks have no dependencies.
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
