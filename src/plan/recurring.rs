//! Recurring work.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Step, check,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    id, phase,
    plan_index::IdKind,
    step,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// Work that is due at regular intervals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recurring {
    /// The id: unique in the plan, and the same for its whole life.
    pub id: String,
    /// The interval.
    pub every: Frequency,
    /// The day from which it is due, counted from 1.
    pub since: u32,
    /// The work, in the author's words (`do`).
    pub what: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The checks after the steps.
    pub checks: Vec<Check>,
}

/// The interval of recurring work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frequency {
    /// Once a day.
    Day,
    /// Once a week.
    Week,
    /// Once a month.
    Month,
    /// Once a quarter.
    Quarter,
}

impl Frequency {
    /// Returns the word that the plan uses.
    pub fn word(self) -> &'static str {
        match self {
            Frequency::Day => "day",
            Frequency::Week => "week",
            Frequency::Month => "month",
            Frequency::Quarter => "quarter",
        }
    }
}

/// Recurring work.
pub(super) static RECURRING: ObjectFormat = ObjectFormat::new(
    "recurring",
    "recurring work",
    "Work that is due at regular intervals.",
    &[&[
        KeyRecord::new(
            "id",
            ValueFormat::Id,
            "read-logs",
            "The id: unique in the plan, and the same for the life of the plan.",
        )
        .required(),
        KeyRecord::new(
            "every",
            ValueFormat::Word(&["day", "week", "month", "quarter"]),
            "week",
            "The interval.",
        )
        .required(),
        KeyRecord::new(
            "since",
            ValueFormat::Integer(1, DayRange::HIGHEST as i64),
            "2",
            "The first day on which it is due.",
        )
        .default("1"),
        KeyRecord::new(
            "do",
            ValueFormat::Text,
            "Read the logs",
            "The work in a few words.",
        )
        .required(),
        phase::STEPS,
        phase::CHECKS,
    ]],
);

pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Recurring> {
    Fields::read(node, &RECURRING, context, |fields| {
        let id = id::read(fields.required("id"), IdKind::Recurring);
        let every = read_every(fields.required("every"));
        let since = fields
            .optional("since")
            .integer(1..i64::from(DayRange::HIGHEST) + 1);
        let what = fields.required("do").text();
        let steps = step::read_all(fields.optional("steps"), 0);
        let checks = check::read_all(fields.optional("checks"), 0);
        let since = since.and_then(|day| u32::try_from(day).ok()).unwrap_or(1);
        Some(Recurring {
            id: id?,
            every: every?,
            since,
            what: what?,
            steps,
            checks,
        })
    })
}

fn read_every(field: Field) -> Option<Frequency> {
    let node = field.node()?;
    let all = [
        Frequency::Day,
        Frequency::Week,
        Frequency::Month,
        Frequency::Quarter,
    ];
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    let every = all.into_iter().find(|every| Some(every.word()) == written);
    if every.is_none() {
        field.wrong_value(node, "`day`, `week`, `month` or `quarter`");
    }
    every
}
