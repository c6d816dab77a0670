//! Phases with their rollbacks, weeks and risks.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Step, check,
    common_keys::names,
    plan_index::ExpectedKind,
    step,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// A large section of a plan, with its goal and cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// The title, in the author's words.
    pub title: String,
    /// The first to the last day.
    pub days: DayRange,
    /// The goal, in the author's words.
    pub goal: Option<String>,
    /// The cost, in the author's words.
    pub cost: Option<String>,
    /// The load that it can serve, in the author's words.
    pub capacity: Option<String>,
    /// The results, in the author's words.
    pub deliverables: Vec<String>,
    /// The acceptance: checks that must pass for success.
    pub success: Vec<Check>,
    /// The rollback, if the author wrote one.
    pub rollback: Option<Rollback>,
}

/// A week, or a section that the author calls one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// The title, in the author's words.
    pub title: String,
    /// The first to the last day.
    pub days: DayRange,
}

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

/// The rollback of a phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollback {
    /// The situation in which to use it, in the author's words (`if`).
    pub condition: Option<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The checks after the steps.
    pub checks: Vec<Check>,
}

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

/// A risk, and the plan for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// The event that may happen, in the author's words.
    pub risk: String,
    /// The way to make it less likely.
    pub mitigation: Option<String>,
    /// The response if it happens.
    pub contingency: Option<String>,
    /// The days on which it may happen.
    pub days: Vec<DayRange>,
    /// Ids of the checks that detect it.
    pub checks: Vec<String>,
}

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
