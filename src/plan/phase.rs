//! Phases with their rollbacks, weeks and risks.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Step, check,
    common_keys::names,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    plan_index::ExpectedKind,
    step,
    step_format::STEP,
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

/// A phase.
pub(super) static PHASE: ObjectFormat = ObjectFormat::new(
    "phase",
    "a phase",
    "A large section of a plan, with its goal and cost.",
    &[&[
        TITLE,
        DAYS,
        KeyRecord::new(
            "goal",
            ValueFormat::Text,
            "The shop survives the loss of a server.",
            "The goal.",
        ),
        KeyRecord::new("cost", ValueFormat::Text, "~$50/month", "The running cost."),
        KeyRecord::new(
            "capacity",
            ValueFormat::Text,
            "1,000 users",
            "The capacity that it gives.",
        ),
        KeyRecord::new(
            "deliverables",
            ValueFormat::Texts,
            "[A server that answers]",
            "The results to deliver.",
        ),
        KeyRecord::new(
            "success",
            ValueFormat::List(&check::CHECK),
            "[{id: fast, check: Pages load in two seconds}]",
            "The checks that accept the phase.",
        ),
        KeyRecord::new(
            "rollback",
            ValueFormat::Object(&ROLLBACK),
            "{if: Pages are slow, checks: [{id: old-serves, check: The old server answers}]}",
            "The steps and checks that roll the phase back.",
        ),
    ]],
);

const TITLE: KeyRecord =
    KeyRecord::new("title", ValueFormat::Text, "Foundation", "The title.").required();

const DAYS: KeyRecord = KeyRecord::new(
    "days",
    ValueFormat::Days,
    "1-14",
    "The days, first to last.",
)
.required();

/// A week.
pub(super) static WEEK: ObjectFormat = ObjectFormat::new(
    "week",
    "a week",
    "A week, or a section that the author calls one.",
    &[&[TITLE, DAYS]],
);

/// The rollback of a phase.
pub(super) static ROLLBACK: ObjectFormat = ObjectFormat::new(
    "rollback",
    "`rollback`",
    "The steps and checks that roll a phase back.",
    &[&[
        KeyRecord::new(
            "if",
            ValueFormat::Text,
            "Pages take longer than ten seconds.",
            "The situation in which to roll back.",
        ),
        STEPS,
        CHECKS,
    ]],
);

/// The key `steps` of rollbacks and recurring work.
pub(super) const STEPS: KeyRecord = KeyRecord::new(
    "steps",
    ValueFormat::List(&STEP),
    "[{id: go-back, title: Go back, manual: Point the domain to the old server.}]",
    "The steps, in order.",
);

/// The key `checks` of rollbacks and recurring work.
pub(super) const CHECKS: KeyRecord = KeyRecord::new(
    "checks",
    ValueFormat::List(&check::CHECK),
    "[{id: old-serves, check: The old server answers}]",
    "The checks, after the steps.",
);

/// A risk.
pub(super) static RISK: ObjectFormat = ObjectFormat::new(
    "risk",
    "a risk",
    "A risk, and the plan for it.",
    &[&[
        KeyRecord::new(
            "risk",
            ValueFormat::Text,
            "The provider loses the server.",
            "The risk.",
        )
        .required(),
        KeyRecord::new(
            "mitigation",
            ValueFormat::Text,
            "A backup every night.",
            "The measure that makes it less likely or less harmful.",
        ),
        KeyRecord::new(
            "contingency",
            ValueFormat::Text,
            "Restore the backup on a new server.",
            "The measure if it happens.",
        ),
        KeyRecord::new(
            "days",
            ValueFormat::DayList,
            "[3, 5-6]",
            "The days on which it matters.",
        ),
        KeyRecord::new(
            "checks",
            ValueFormat::Names,
            "[backup-restores]",
            "Ids of the checks that watch it.",
        ),
    ]],
);

pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Phase> {
    Fields::read(node, &PHASE, context, |fields| {
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
    Fields::read(node, &WEEK, context, |fields| {
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
    Fields::read(field.node()?, &ROLLBACK, field.context(), |fields| {
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
    Fields::read(node, &RISK, context, |fields| {
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
