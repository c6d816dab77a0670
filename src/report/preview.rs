//! The preview of a run.

use serde_json::{Map, Value, json};

use super::field::object;
use super::fields::{check_fields, guard_fields, step_fields};
use super::item_text::{check_body, check_text, guard_text, step_body};
use super::show::variable_text;
use super::text::{folded, line};
use crate::plan::{Check, Guard, Plan, Step, Variable, Wait};

/// Returns everything that a run of a step checks, runs and writes, and the commands that fetch its
/// values. `width` is in columns.
pub fn step_preview(plan: &Plan, step: &Step, values: &[&Variable], width: usize) -> String {
    let mut text = String::new();
    commands_text(&mut text, values);
    step_body(&mut text, step);
    guards(plan, step).for_each(|guard| guard_text(&mut text, guard));
    if let Some(check) = awaited(plan, step) {
        check_text(&mut text, check);
    }
    folded(&text, width)
}

/// Returns everything that a run of a check does, and the commands that fetch its values. `width`
/// is in columns.
pub fn check_preview(check: &Check, values: &[&Variable], width: usize) -> String {
    let mut text = String::new();
    commands_text(&mut text, values);
    check_body(&mut text, check);
    folded(&text, width)
}

/// Returns the preview of a step as JSON: the step as in `show --json`, its guards, and the check
/// that it waits for.
pub fn step_preview_json(plan: &Plan, step: &Step) -> Value {
    let guards: Map<String, Value> = guards(plan, step)
        .map(|guard| (guard.name.clone(), object(&guard_fields(guard))))
        .collect();
    let awaited = awaited(plan, step).map(|check| object(&check_fields(check)));
    json!({"step": object(&step_fields(step)), "guards": guards, "until": awaited})
}

/// Returns the preview of a check as JSON.
pub fn check_preview_json(check: &Check) -> Value {
    json!({"check": object(&check_fields(check))})
}

/// Appends the commands that fetch variables on this machine.
fn commands_text(text: &mut String, values: &[&Variable]) {
    let has_command = |variable: &&&Variable| {
        let commands = [&variable.from, &variable.generate, &variable.keep];
        commands.into_iter().any(Option::is_some)
    };
    for variable in values.iter().filter(has_command) {
        line(text, format!("    value {}", variable_text(variable)));
    }
}

fn guards<'p>(plan: &'p Plan, step: &Step) -> impl Iterator<Item = &'p Guard> {
    step.guards.iter().filter_map(|name| plan.guard(name))
}

/// Returns the check that a step waits for.
fn awaited<'p>(plan: &'p Plan, step: &Step) -> Option<&'p Check> {
    match &step.wait {
        Some(Wait::Until { check, .. }) => plan.check(check).map(|(_, check)| check),
        _ => None,
    }
}
