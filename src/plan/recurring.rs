//! Work that comes again.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Step, check, id,
    plan_index::IdKind,
    step,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// Work that comes again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recurring {
    /// Its own for the life of the plan.
    pub id: String,
    /// How often it comes.
    pub every: Frequency,
    /// The day from which it is due.
    pub since: u32,
    /// What is done, in the author's words.
    pub what: String,
    /// How it is done, in order.
    pub steps: Vec<Step>,
    /// What must hold when it is done.
    pub checks: Vec<Check>,
}

/// How often recurring work comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frequency {
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
}

impl Frequency {
    /// The word the plan uses.
    pub fn word(self) -> &'static str {
        match self {
            Frequency::Day => "day",
            Frequency::Week => "week",
            Frequency::Month => "month",
            Frequency::Quarter => "quarter",
        }
    }
}

/// Reads recurring work.
pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Recurring> {
    Fields::read(node, "recurring work", context, |fields| {
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
