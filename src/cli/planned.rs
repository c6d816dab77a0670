//! What a run would run.

use crate::app::{Engine, Item};
use crate::plan::{Check, Procedure, Step};
use crate::progress::{check_state, needs_check, step_state};

use super::run_arguments::RunArguments;

/// Returns the steps and checks that `run` would run after its decisions, in order. Manual ones that
/// are open belong to them: the run stops there.
pub(super) fn planned<'p>(
    engine: &Engine,
    procedure: Procedure<'p>,
    arguments: &RunArguments,
) -> Vec<Item<'p>> {
    if !arguments.goes_on() {
        return Vec::new();
    }
    if let Some(id) = arguments.step.as_deref() {
        let is_named = |item: &Item<'_>| match item {
            Item::Step(step) => step.id == id && (arguments.again || is_open(engine, step)),
            Item::Check(check) => check.id == id,
        };
        return Item::all(procedure).filter(is_named).collect();
    }
    let from = arguments.from.as_deref();
    let steps = procedure.steps().iter();
    let steps = steps.skip_while(|step| from.is_some_and(|from| step.id != from));
    let steps: Vec<&Step> = steps
        .filter(|step| !arguments.verify && is_open(engine, step))
        .collect();
    let changes = steps.iter().any(|step| step.changes && !step.is_manual());
    let is_done = |check: &Check| check_state(check, engine.walk()).is_done();
    let before = procedure.before().iter();
    let before = before.filter(|check| !steps.is_empty() && !is_done(check));
    let checks = procedure.checks().iter().filter(|check| {
        let due = arguments.verify || changes || needs_check(procedure, check, engine.walk());
        !is_done(check) || check.run.is_some() && due
    });
    let before = before.map(Item::Check);
    let checks = checks.map(Item::Check);
    before
        .chain(steps.iter().copied().map(Item::Step))
        .chain(checks)
        .collect()
}

fn is_open(engine: &Engine, step: &Step) -> bool {
    !step_state(step, engine.walk()).is_done()
}
