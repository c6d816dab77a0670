//! A walk's calendar as iCalendar (RFC 5545).

use chrono::{NaiveDate, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

use super::{CalendarItem, CalendarTime, ReportInput, calendar_items};
use crate::text::Printable;

/// The value of `PRODID`, by which daymark recognises a calendar of its own.
pub const CALENDAR_PRODUCT: &str = "-//daymark//daymark//EN";

/// Returns the calendar of a walk. Ids stay the same. `SEQUENCE` and `DTSTAMP` grow with the journal
/// and the clock, so that a calendar which subscribes to the file takes every change.
pub fn calendar_ics(input: &ReportInput<'_>) -> String {
    let mut calendar = Calendar::empty();
    let name = format!("{} ({})", input.plan.title, input.walk_name);
    let name = Printable::line(&name).to_string();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", CALENDAR_PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", &name),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for item in calendar_items(input) {
        calendar.push(event(input, &item));
    }
    calendar.to_string()
}

fn event(input: &ReportInput<'_>, item: &CalendarItem) -> Event {
    let ReportInput {
        plan, walk_name, ..
    } = *input;
    let mut event = Event::with_uid(&format!("{}.{walk_name}.{}@daymark", item.id, plan.id));
    event
        .timestamp(input.made_at.with_timezone(&Utc))
        .sequence(sequence(input))
        .summary(&Printable::line(&item.title))
        .status(if item.is_done {
            EventStatus::Confirmed
        } else {
            EventStatus::Tentative
        })
        .add_property("TRANSP", "TRANSPARENT");
    if !item.details.is_empty() {
        event.description(&Printable::prose(&item.details));
    }
    match item.time {
        CalendarTime::Moment(time) => event.starts(time.with_timezone(&Utc)),
        // The end is exclusive.
        CalendarTime::Days(first, last) => {
            event.starts(first).ends(last.succ_opt().unwrap_or(last))
        }
    };
    event.done()
}

/// Returns a number that grows with every event of the journal and with every day.
fn sequence(input: &ReportInput<'_>) -> u32 {
    let days = (input.made_at.date_naive() - NaiveDate::default()).num_days();
    let days = u64::try_from(days).unwrap_or(0);
    u32::try_from(input.walk.events.saturating_add(days)).unwrap_or(u32::MAX)
}
