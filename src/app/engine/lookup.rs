//! Finds what a command names, or refuses it.

use crate::plan::{Check, Plan, Procedure, Step};
use crate::progress::{Needs, Refusal};

pub(in crate::app) fn find_step<'p>(
    plan: &'p Plan,
    id: &str,
) -> Result<(Procedure<'p>, &'p Step), Refusal> {
    plan.step(id)
        .ok_or_else(|| Refusal::new(format!("no step is called {id}"), ""))
}

pub(in crate::app) fn find_check<'p>(
    plan: &'p Plan,
    id: &str,
) -> Result<(Procedure<'p>, &'p Check), Refusal> {
    plan.check(id)
        .ok_or_else(|| Refusal::new(format!("no step or check is called {id}"), ""))
}

pub(in crate::app) fn values_missing(names: Vec<String>) -> Refusal {
    let why = format!("no value for {}", names.join(", "));
    Refusal::with_needs(
        Needs::Values(names),
        why,
        "give it in the form, with --vars-file, or as DAYMARK_VAR_NAME",
    )
}

/// Returns the operator's words, trimmed. Empty ones are refused.
pub(in crate::app) fn non_empty(text: &str, otherwise: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::new(otherwise, ""))
    } else {
        Ok(text.to_owned())
    }
}
