//! Ids.

use std::collections::HashMap;

use crate::plan::{
    DayRange,
    finding::RawDiagnostic,
    plan_index::{IdKind, PlanIndex},
};

use crate::plan::yaml::file::{File, FileSpan};

/// An id stands once in the whole plan.
pub(super) fn are_unique(notes: &PlanIndex, files: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let mut firsts: HashMap<&str, &FileSpan> = HashMap::with_capacity(notes.ids.len());
    let mut findings = Vec::new();
    for (_, id) in &notes.ids {
        let first = *firsts.entry(&id.name).or_insert(&id.spot);
        if *first != id.spot {
            let place = files[first.file].place(first.span.start);
            let message = format!("the id `{}` is given twice", id.name);
            let hint = format!("the first is in {}:{}", place.file, place.line);
            let finding =
                RawDiagnostic::error("duplicate-id", id.spot.span.clone(), message).hint(hint);
            findings.push((id.spot.file, finding));
        }
    }
    findings
}

/// Recurring work is called by its id where days are called by their numbers, and the parts of
/// phases by theirs.
pub(super) fn are_no_days(notes: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let recurring = notes
        .ids
        .iter()
        .filter(|(thing, _)| *thing == IdKind::Recurring);
    let taken = recurring.filter(|(_, id)| {
        let number = ["success-", "rollback-"]
            .iter()
            .find_map(|part| id.name.strip_prefix(part));
        DayRange::parse(number.unwrap_or(&id.name)).is_some()
    });
    taken
        .map(|(_, id)| {
            let message = format!("`{}` is what the plan calls a part of its own", id.name);
            let finding = RawDiagnostic::error("bad-id", id.spot.span.clone(), message);
            (
                id.spot.file,
                finding.hint("an id of recurring work says what is done"),
            )
        })
        .collect()
}
