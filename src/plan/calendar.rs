//! The days without work.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{
    format::{KeyRecord, ObjectFormat, ValueFormat},
    yaml::{field::Field, fields::Fields, tree::Node},
};

/// The weekdays and dates without work. The numbered days of the plan skip them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub skip: Vec<Weekday>,
    /// Dates to skip.
    pub holidays: Vec<NaiveDate>,
}

/// The weekdays as a plan spells them.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The days without work.
pub(super) static CALENDAR: ObjectFormat = ObjectFormat::new(
    "calendar",
    "`calendar`",
    "The days without work, which the numbered days of the plan skip.",
    &[&[
        KeyRecord::new(
            "skip",
            ValueFormat::Words(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
            "[sat, sun]",
            "Weekdays without work.",
        ),
        KeyRecord::new(
            "holidays",
            ValueFormat::Dates,
            "[2026-12-25]",
            "Dates without work.",
        ),
    ]],
);

/// Reads the plan's calendar. Without one, every day is a working day.
pub(super) fn read(field: Field) -> Calendar {
    let calendar = field.node().and_then(|node| {
        Fields::read(node, &CALENDAR, field.context(), |fields| {
            let skip = fields.optional("skip");
            let holidays = fields.optional("holidays");
            let calendar = Calendar {
                skip: skip.one_or_list("days such as `sat`", |node| weekday(skip, node)),
                holidays: holidays.one_or_list("dates", |node| date(holidays, node)),
            };
            if WEEKDAYS.iter().all(|(_, day)| calendar.skip.contains(day)) {
                let message = "on no day of the week is anything done";
                field
                    .context()
                    .error("no-days", &fields.key_span("skip"), message);
            }
            Some(calendar)
        })
    });
    calendar.unwrap_or_default()
}

fn weekday(field: Field, node: &Node) -> Option<Weekday> {
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    let known = WEEKDAYS.iter().find(|(word, _)| Some(*word) == written);
    if known.is_none() {
        field.wrong_value(
            node,
            "one of `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`",
        );
    }
    known.map(|(_, weekday)| *weekday)
}

fn date(field: Field, node: &Node) -> Option<NaiveDate> {
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    let date = written
        .filter(|text| text.len() == "2026-12-25".len())
        .and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
    if date.is_none() {
        field.wrong_value(node, "a date such as `2026-12-25`");
    }
    date
}
