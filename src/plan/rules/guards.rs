//! Guards.

use crate::plan::{
    file::File,
    finding::Finding,
    notes::{Mention, Notes},
    words::{did_you_mean, shown},
};

/// What `guard` names is a guard of the plan.
pub(super) fn are_declared(notes: &Notes, _: &[File]) -> Vec<(usize, Finding)> {
    let Some(declared) = &notes.declared_guards else {
        return Vec::new();
    };
    let names = || declared.iter().map(|guard| guard.name.as_str());
    let finding = |used: &Mention| {
        let message = format!("there is no guard `{}`", shown(&used.name));
        let hint = did_you_mean(&used.name, names())
            .unwrap_or_else(|| "declare it under `guards` in plan.yaml".to_owned());
        let finding = Finding::error("unknown-guard", used.spot.span.clone(), message);
        (used.spot.file, finding.hint(hint))
    };
    let unknown = notes
        .used_guards
        .iter()
        .filter(|used| !names().any(|name| name == used.name));
    unknown.map(finding).collect()
}
