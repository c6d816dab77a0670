//! Waiting.

use std::time::Duration;

use crate::plan::{finding::RawDiagnostic, plan_index::PlanIndex};

use crate::plan::yaml::file::File;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// No step waits longer than the whole plan takes.
pub(super) fn end_within_the_plan(notes: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let last = notes.entries.iter().map(|(days, _)| days.last).max();
    let Some(last) = last else {
        return Vec::new();
    };
    let too_long = notes.waits.iter().filter(|(wait, _)| *wait > DAY * last);
    too_long
        .map(|(_, spot)| {
            let days = if last == 1 { "day" } else { "days" };
            let message = format!("the plan takes {last} {days}, and this waits longer");
            let finding = RawDiagnostic::error("long-wait", spot.span.clone(), message);
            (spot.file, finding)
        })
        .collect()
}
