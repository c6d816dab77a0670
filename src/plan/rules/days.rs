//! Days.

use crate::plan::{
    DayRange,
    diagnostic::RawDiagnostic,
    plan_index::PlanIndex,
    yaml::file::{File, FileSpan},
};

/// Entries begin at day 1 and follow each other; phases, weeks and risks stay within them.
pub(super) fn follow_each_other(notes: &PlanIndex, files: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let mut entries: Vec<&(DayRange, FileSpan)> = notes.entries.iter().collect();
    entries.sort_by_key(|(days, spot)| (days.first, spot.file));
    let day_files = files.len() - 1;
    // The days of a file that could not be read are no gap.
    let complete = entries.len() == day_files;
    let mut findings = Vec::new();
    let mut last = 0;
    let mut before: Option<&(DayRange, FileSpan)> = None;
    for entry in entries {
        let (days, spot) = entry;
        if let Some((earlier, at)) = before.filter(|_| days.first <= last) {
            let message = format!("day {} belongs to another entry already", days.first);
            let hint = format!("{} has days {earlier}", files[at.file].path);
            findings.push((
                spot.file,
                error("overlapping-days", spot, message).hint(hint),
            ));
        } else if complete && days.first > last + 1 {
            findings.push((spot.file, gap(last, *days, spot)));
        }
        if days.last > last {
            last = days.last;
            before = Some(entry);
        }
    }
    if complete {
        findings.extend(outside(notes, last));
    }
    findings
}

/// The finding for days between `last` and the next entry that no entry has.
fn gap(last: u32, next: DayRange, spot: &FileSpan) -> RawDiagnostic {
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
    error("missing-days", spot, message).hint(hint)
}

/// The findings for what stands on days that the plan does not have.
fn outside(notes: &PlanIndex, last: u32) -> impl Iterator<Item = (usize, RawDiagnostic)> {
    let outside = notes
        .day_ranges
        .iter()
        .filter(move |(days, _)| days.last > last);
    outside.map(move |(_, spot)| {
        let message = match last {
            0 => "the plan has no days: there is no day file".to_owned(),
            _ => format!("the plan ends with day {last}"),
        };
        (spot.file, error("days-outside", spot, message))
    })
}

fn error(code: &'static str, spot: &FileSpan, message: String) -> RawDiagnostic {
    RawDiagnostic::error(code, spot.span.clone(), message)
}
