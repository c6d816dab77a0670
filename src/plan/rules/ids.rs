//! Ids.

use std::collections::HashMap;

use crate::plan::{
    file::{File, Spot},
    finding::Finding,
    notes::Notes,
};

/// An id stands once in the whole plan.
pub(super) fn are_unique(notes: &Notes, files: &[File]) -> Vec<(usize, Finding)> {
    let mut firsts: HashMap<&str, &Spot> = HashMap::with_capacity(notes.ids.len());
    let mut findings = Vec::new();
    for (_, id) in &notes.ids {
        let first = *firsts.entry(&id.name).or_insert(&id.spot);
        if *first != id.spot {
            let place = files[first.file].place(first.span.start);
            let message = format!("the id `{}` is given twice", id.name);
            let hint = format!("the first is in {}:{}", place.file, place.line);
            let finding = Finding::error("duplicate-id", id.spot.span.clone(), message).hint(hint);
            findings.push((id.spot.file, finding));
        }
    }
    findings
}
