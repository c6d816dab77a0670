//! The large parts of a plan.

use serde::{Deserialize, Serialize};

use super::{
    Check, Days, Rollback, check, fields::Fields, page::Page, rollback, stretch, tree::Node,
};

/// A large part of a plan, with its goal and price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// What it is called.
    pub title: String,
    /// The days it covers.
    pub days: Days,
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
    pub days: Days,
}

/// Reads a phase.
pub(super) fn read<'p>(node: &'p Node<'p>, page: Page<'p>) -> Option<Phase> {
    Fields::read(node, "a phase", page, |fields| {
        let title = fields.need("title").text();
        let days = stretch::one(fields.need("days"));
        let goal = fields.get("goal").text();
        let cost = fields.get("cost").text();
        let capacity = fields.get("capacity").text();
        let deliverables = fields.get("deliverables").texts("deliverables");
        let success = check::read_all(fields.get("success"), 0);
        let rollback = rollback::read(fields.get("rollback"));
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
pub(super) fn read_week<'p>(node: &'p Node<'p>, page: Page<'p>) -> Option<Week> {
    Fields::read(node, "a week", page, |fields| {
        let title = fields.need("title").text();
        let days = stretch::one(fields.need("days"));
        Some(Week {
            title: title?,
            days: days?,
        })
    })
}
