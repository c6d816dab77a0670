//! Phases with their rollbacks, weeks and risks.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Step, check,
    common_keys::names,
    plan_index::ExpectedKind,
    step,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

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
pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Phase> {
    Fields::read(node, "a phase", context, |fields| {
        let title = fields.required("title").text();
        let days = fields.required("days").days();
        let goal = fields.optional("goal").text();
        let cost = fields.optional("cost").text();
        let capacity = fields.optional("capacity").text();
        let deliverables = fields.optional("deliverables").texts("deliverables");
        let success = check::read_all(fields.optional("success"), 0);
        let rollback = read_rollback(fields.optional("rollback"));
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
pub(super) fn read_week<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Week> {
    Fields::read(node, "a week", context, |fields| {
        let title = fields.required("title").text();
        let days = fields.required("days").days();
        Some(Week {
            title: title?,
            days: days?,
        })
    })
}

/// The way back from a phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollback {
    /// When to take it, in the author's words (`if`).
    pub condition: Option<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// What must hold afterwards.
    pub checks: Vec<Check>,
}

/// Reads `rollback`.
pub(super) fn read_rollback(field: Field) -> Option<Rollback> {
    Fields::read(field.node()?, "`rollback`", field.context(), |fields| {
        let condition = fields.optional("if").text();
        let steps = step::read_all(fields.optional("steps"), 0);
        let checks = check::read_all(fields.optional("checks"), 0);
        Some(Rollback {
            condition,
            steps,
            checks,
        })
    })
}

/// What may go wrong, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// What may happen.
    pub risk: String,
    /// What makes it less likely.
    pub mitigation: Option<String>,
    /// What to do when it happens.
    pub contingency: Option<String>,
    /// The days on which it shows.
    pub days: Vec<DayRange>,
    /// Ids of checks that show whether it has come true.
    pub checks: Vec<String>,
}

/// Reads a risk.
pub(super) fn read_risk<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Risk> {
    Fields::read(node, "a risk", context, |fields| {
        let risk = fields.required("risk").text();
        let mitigation = fields.optional("mitigation").text();
        let contingency = fields.optional("contingency").text();
        let days = fields.optional("days").day_list();
        let checks = names(&fields.optional("checks").references(ExpectedKind::Check));
        Some(Risk {
            risk: risk?,
            mitigation,
            contingency,
            days,
            checks,
        })
    })
}
