//! Results that used another value of a variable than it has now.

use super::state::{deciding_attempt, passed_in};
use super::{CheckState, StepState, Walk, check_state, step_state};
use crate::plan::{Check, Plan, Step};

/// A variable that has changed since a script used it. Secrets are never among them, because no
/// trace of their values is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherValue<'a> {
    /// The variable.
    pub name: &'a str,
    /// The value that was used.
    pub used: &'a str,
    /// The value now.
    pub now: &'a str,
}

/// Returns the variables that have changed since a step passed.
pub fn other_values_of_step<'a>(
    plan: &'a Plan,
    step: &'a Step,
    walk: &'a Walk,
) -> Vec<OtherValue<'a>> {
    if step_state(step, walk) != StepState::Passed {
        return Vec::new();
    }
    let run = step.hosts.iter().find_map(|host| {
        let run = deciding_attempt(&step.id, host, walk)?;
        passed_in(run, walk)?;
        Some(run)
    });
    let Some(run) = run else { return Vec::new() };
    let scripts = [step.script(), step.unless.as_deref()];
    let mut other = changed(plan, &scripts, &step.uses, run.started.seq, walk);
    let saved = step.save.as_ref().map(|save| save.variable.as_str());
    other.retain(|other| Some(other.name) != saved);
    other
}

/// Returns the variables that have changed since a check passed.
pub fn other_values_of_check<'a>(
    plan: &'a Plan,
    check: &'a Check,
    walk: &'a Walk,
) -> Vec<OtherValue<'a>> {
    let state = check_state(check, walk);
    if !matches!(state, CheckState::Passed | CheckState::Warned) {
        return Vec::new();
    }
    let runs = check.hosts.iter();
    let started = runs.filter_map(|host| Some(walk.last_answer(&check.id, host)?.started.seq));
    let Some(line) = started.min() else {
        return Vec::new();
    };
    changed(plan, &[check.run.as_deref()], &check.uses, line, walk)
}

/// Returns the variables of scripts that have changed since a journal line.
fn changed<'a>(
    plan: &'a Plan,
    scripts: &[Option<&str>],
    uses: &[String],
    line: u64,
    walk: &'a Walk,
) -> Vec<OtherValue<'a>> {
    let scripts: String = scripts
        .iter()
        .flatten()
        .map(|text| format!("{text}\n"))
        .collect();
    let variables = plan.required_variables(&scripts, uses).into_iter();
    let other = variables
        .filter(|variable| !variable.secret)
        .filter_map(|variable| {
            let default = variable.default.as_deref();
            let used = walk.value_at(&variable.name, line).or(default)?;
            let now = walk
                .variables
                .get(&variable.name)
                .map(String::as_str)
                .or(default)?;
            let name = variable.name.as_str();
            (used != now).then_some(OtherValue { name, used, now })
        });
    other.collect()
}
