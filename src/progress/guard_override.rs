//! The note of a guard that the operator overrode. Journals contain this text.

use super::Deviation;
use crate::plan::Step;

/// Returns the note for a guard that the operator overrode.
pub fn override_text(guard: &str, why: &str) -> String {
    format!("{}{why}", prefix(guard))
}

/// Returns the overridden guard and the reason, if a deviation of a step is such a note.
pub fn overridden_guard<'a>(step: &'a Step, noted: &'a Deviation) -> Option<(&'a str, &'a str)> {
    step.guards.iter().find_map(|guard| {
        let why = noted.attribution.text.strip_prefix(&prefix(guard))?;
        Some((guard.as_str(), why))
    })
}

fn prefix(guard: &str) -> String {
    format!("the guard {guard} was overridden: ")
}
