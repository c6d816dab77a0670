//! What wants attention.

use super::work::Work;
use crate::progress::{CheckState, StepState, check_state, interrupted, step_state};

/// One thing that wants attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// The sign before it.
    pub sign: char,
    /// What it is.
    pub text: String,
    /// The entry it stands in.
    pub day: String,
    /// The step or check it is about.
    pub id: String,
}

/// What wants attention, most urgent first: runs nobody saw the end of, then failures, then
/// answers that could not be had.
pub fn attention(work: &Work) -> Vec<Attention> {
    let mut found = Vec::new();
    for lost in interrupted(&work.plan, &work.walk) {
        found.push(Attention {
            sign: '?',
            text: format!("{} was interrupted on {}", lost.step.title, lost.host),
            day: lost.sheet.id(),
            id: lost.step.id.clone(),
        });
    }
    for entry in &work.plan.entries {
        let mut add = |sign, text: String, id: &str| {
            found.push(Attention {
                sign,
                text,
                day: entry.days.to_string(),
                id: id.to_owned(),
            });
        };
        for step in &entry.steps {
            match step_state(step, &work.walk) {
                StepState::Failed => add('✗', format!("{} failed", step.title), &step.id),
                StepState::Unknown => add(
                    '?',
                    format!("how {} ended is not known", step.title),
                    &step.id,
                ),
                _ => {}
            }
        }
        for check in &entry.checks {
            match check_state(check, &work.walk) {
                CheckState::Failed => add('✗', format!("{} does not hold", check.text), &check.id),
                CheckState::Unknown => {
                    add('?', format!("{} could not be asked", check.text), &check.id);
                }
                CheckState::Warned => add(
                    '!',
                    format!("{} holds, with a warning", check.text),
                    &check.id,
                ),
                _ => {}
            }
        }
    }
    found
}
