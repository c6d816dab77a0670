//! The walk against the calendar.

use chrono::NaiveDate;

use super::{Walk, date_of_day, day_of_date, was_done};
use crate::plan::Plan;

/// The walk against the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The date of day 1.
    pub start: NaiveDate,
    /// Today's numbered day; below 1 before the start, and may exceed the plan's last.
    pub day: i64,
    /// Today's day less the first day of the first entry that is not done: above 0 is behind.
    /// None when everything is done.
    pub slip: Option<i64>,
    /// When the plan ends if the slip stays as it is; ahead counts as on time.
    pub end: NaiveDate,
}

/// Sets the walk against a date.
pub fn schedule(plan: &Plan, walk: &Walk, today: NaiveDate) -> Schedule {
    let start = walk.start.unwrap_or(today);
    let day = day_of_date(&plan.calendar, start, today);
    let open = plan.entries.iter().find(|entry| !was_done(entry, walk));
    let slip = open.map(|entry| day - i64::from(entry.days.first));
    let behind = slip.map_or(0, |slip| u32::try_from(slip).unwrap_or(0));
    let end = date_of_day(
        &plan.calendar,
        start,
        plan.last_day().max(1).saturating_add(behind),
    );
    Schedule {
        start,
        day,
        slip,
        end,
    }
}
