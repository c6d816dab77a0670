//! The limits of a walk, compared with its report.

use super::document::{Document, ExceptionKind};
use crate::plan::Gate;

/// A limit that a walk exceeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceededLimit {
    /// What is counted.
    pub counted: String,
    /// How many there are.
    pub count: usize,
    /// How many there may be.
    pub limit: usize,
}

/// Returns the limits that a walk exceeds, in the order of the gate.
pub fn exceeded_limits(document: &Document, gate: &Gate) -> Vec<ExceededLimit> {
    let limits = gate.limits.iter().map(|(counted, limit)| ExceededLimit {
        counted: counted.clone(),
        count: count(document, counted),
        limit: *limit,
    });
    limits.filter(|found| found.count > found.limit).collect()
}

fn count(document: &Document, counted: &str) -> usize {
    let kind = match counted {
        "overdue" => {
            let overdue = |next: &&super::document::Upcoming| next.urgent && next.due.is_some();
            return document.next.iter().filter(overdue).count();
        }
        "damaged" => ExceptionKind::Damaged,
        "failed" => ExceptionKind::Failed,
        "unknown" => ExceptionKind::Unknown,
        "drifted" => ExceptionKind::Drifted,
        "overridden" => ExceptionKind::Overridden,
        "waived" => ExceptionKind::Waived,
        "skipped" => ExceptionKind::Skipped,
        "deviations" => ExceptionKind::Deviation,
        "attested" => ExceptionKind::Attested,
        "warned" => ExceptionKind::Warned,
        _ => return 0,
    };
    let groups = document.exceptions.iter();
    let groups = groups.filter(|group| group.kind == kind);
    groups.map(|group| group.exceptions.len()).sum()
}
