//! Guards.

use crate::plan::{
    finding::RawDiagnostic,
    plan_index::{PlanIndex, SpannedName},
    text::{did_you_mean, excerpt},
};

use crate::plan::yaml::file::File;

/// What `guard` names is a guard of the plan.
pub(super) fn are_declared(notes: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &notes.declared_guards else {
        return Vec::new();
    };
    let names = || declared.iter().map(|guard| guard.name.as_str());
    let finding = |used: &SpannedName| {
        let message = format!("there is no guard `{}`", excerpt(&used.name));
        let hint = did_you_mean(&used.name, names())
            .unwrap_or_else(|| "declare it under `guards` in plan.yaml".to_owned());
        let finding = RawDiagnostic::error("unknown-guard", used.spot.span.clone(), message);
        (used.spot.file, finding.hint(hint))
    };
    let unknown = notes
        .used_guards
        .iter()
        .filter(|used| !names().any(|name| name == used.name));
    unknown.map(finding).collect()
}
