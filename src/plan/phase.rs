//! The large parts of a plan.

use serde::{Deserialize, Serialize};

use super::{Check, DayRange, Rollback, check, rollback, stretch};

use crate::plan::yaml::fields::Fields;

use crate::plan::yaml::read_context::ReadContext;

use crate::plan::yaml::tree::Node;

/// A large part of a plan, with its goal and price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// What it is called.
    pub title: String,
    /// The days it covers.
    pub days: DayRange,
    /// What it is for.
    pub goal: Option<String>,
    /// What it costs, in the author's words.
    pub cost: Option<String>,
    /// What it can carry, in the author's words.
    pub capacity: Option<String>,
    /// What is there when it is done.
    pub deliverables: Vec<String>,
    /// What must hold for it to be a success.
    pub success: Vec<Check>,
    /// The way back from it.
    pub rollback: Option<Rollback>,
}

/// A week, or what the author calls one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// What it is called.
    pub title: String,
    /// The days it covers.
    pub days: DayRange,
}

/// Reads a phase.
pub(super) fn read<'p>(node: &'p Node<'p>, page: ReadContext<'p>) -> Option<Phase> {
    Fields::read(node, "a phase", page, |fields| {
        let title = fields.required("title").text();
        let days = stretch::one(fields.required("days"));
        let goal = fields.optional("goal").text();
        let cost = fields.optional("cost").text();
        let capacity = fields.optional("capacity").text();
        let deliverables = fields.optional("deliverables").texts("deliverables");
        let success = check::read_all(fields.optional("success"), 0);
        let rollback = rollback::read(fields.optional("rollback"));
        Some(Phase {
            title: title?,
            days: days?,
            goal,
            cost,
            capacity,
            deliverables,
            success,
            rollback,
        })
    })
}

/// Reads a week.
pub(super) fn read_week<'p>(node: &'p Node<'p>, page: ReadContext<'p>) -> Option<Week> {
    Fields::read(node, "a week", page, |fields| {
        let title = fields.required("title").text();
        let days = stretch::one(fields.required("days"));
        Some(Week {
            title: title?,
            days: days?,
        })
    })
}
