//! Rules over days: entries leave no gap, and every range is within the plan.

use crate::plan::{
    DayRange,
    diagnostic::RawDiagnostic,
    plan_index::PlanIndex,
    yaml::file::{File, FileSpan},
};

/// Reports entries that overlap or leave a gap, and phases, weeks and risks outside the plan.
pub(super) fn follow_each_other(index: &PlanIndex, files: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let mut entries: Vec<&(DayRange, FileSpan)> = index.entries.iter().collect();
    entries.sort_by_key(|(days, span)| (days.first, span.file));
    let day_files = files.len() - 1;
    // If a runbook could not be read, its days look like a gap.
    let complete = entries.len() == day_files;
    let mut diagnostics = Vec::new();
    let mut last = 0;
    let mut before: Option<&(DayRange, FileSpan)> = None;
    for entry in entries {
        let (days, span) = entry;
        if let Some((earlier, at)) = before.filter(|_| days.first <= last) {
            let message = format!("day {} belongs to another entry already", days.first);
            let hint = format!("{} has days {earlier}", files[at.file].path);
            diagnostics.push((
                span.file,
                error("overlapping-days", span, message).hint(hint),
            ));
        } else if complete && days.first > last + 1 {
            diagnostics.push((span.file, gap(last, *days, span)));
        }
        if days.last > last {
            last = days.last;
            before = Some(entry);
        }
    }
    if complete {
        diagnostics.extend(outside(index, last));
    }
    diagnostics
}

/// Returns the diagnostic for missing days between `last` and the next entry.
fn gap(last: u32, next: DayRange, span: &FileSpan) -> RawDiagnostic {
    let missing = DayRange {
        first: last + 1,
        last: next.first - 1,
    };
    let message = match (last, missing.count()) {
        (0, _) => format!("the plan begins with day {}", next.first),
        (_, 1) => format!("day {missing} is missing before this entry"),
        _ => format!("days {missing} are missing before this entry"),
    };
    let hint = format!("add a day file with `days: {missing}`");
    error("missing-days", span, message).hint(hint)
}

/// Reports ranges that end after the last day of the plan.
fn outside(index: &PlanIndex, last: u32) -> impl Iterator<Item = (usize, RawDiagnostic)> {
    let outside = index
        .day_ranges
        .iter()
        .filter(move |(days, _)| days.last > last);
    outside.map(move |(_, span)| {
        let message = match last {
            0 => "the plan has no days: there is no day file".to_owned(),
            _ => format!("the plan ends with day {last}"),
        };
        (span.file, error("days-outside", span, message))
    })
}

fn error(code: &'static str, span: &FileSpan, message: String) -> RawDiagnostic {
    RawDiagnostic::error(code, span.bytes.clone(), message)
}
