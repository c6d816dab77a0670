//! The parts of the plan that are no days.

use crate::plan::Plan;

/// The parts of the plan that are no days: a list, and the chosen part in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The chosen part, counted from 0.
    pub cursor: usize,
    /// How far the chosen part is scrolled, in lines.
    pub scroll: usize,
}

/// A part of the plan that is no day; all are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanSection {
    /// A phase.
    Phase(usize),
    /// Whether a phase has reached what it was for.
    Success(usize),
    /// The way back from a phase.
    Rollback(usize),
    /// What may go wrong.
    Risk(usize),
    /// Work that comes again.
    Recurring(usize),
    /// What is asked right before steps.
    Guard(usize),
    /// What the author asks for right after reading.
    NextAction(usize),
    /// The days on which nobody works.
    Calendar,
}

impl PlanSection {
    /// Under which heading it stands.
    pub fn heading(self) -> &'static str {
        match self {
            PlanSection::Phase(_) | PlanSection::Success(_) | PlanSection::Rollback(_) => "PHASES",
            PlanSection::Risk(_) => "RISKS",
            PlanSection::Recurring(_) => "RECURRING WORK",
            PlanSection::Guard(_) => "GUARDS",
            PlanSection::NextAction(_) => "NEXT ACTIONS",
            PlanSection::Calendar => "CALENDAR",
        }
    }

    /// What it is called.
    pub fn title(self, plan: &Plan) -> &str {
        match self {
            PlanSection::Phase(at) => &plan.phases[at].title,
            PlanSection::Success(_) => "what must hold",
            PlanSection::Rollback(_) => "the way back",
            PlanSection::Risk(at) => &plan.risks[at].risk,
            PlanSection::Recurring(at) => &plan.recurring[at].what,
            PlanSection::Guard(at) => &plan.guards[at].check.text,
            PlanSection::NextAction(at) => &plan.next_actions[at],
            PlanSection::Calendar => "days on which nobody works",
        }
    }

    /// The step or check it is about, where it is about one.
    pub fn item(self, plan: &Plan) -> Option<&str> {
        match self {
            PlanSection::Risk(at) => plan.risks[at].checks.first().map(String::as_str),
            _ => None,
        }
    }

    /// The id of the sheet that it is, or that it is about.
    pub fn procedure(self, plan: &Plan) -> Option<String> {
        match self {
            PlanSection::Success(at) => Some(format!("success-{}", at + 1)),
            PlanSection::Rollback(at) => Some(format!("rollback-{}", at + 1)),
            PlanSection::Recurring(at) => Some(plan.recurring[at].id.clone()),
            PlanSection::Phase(at) => {
                let first = plan.entry_of(plan.phases[at].days.first)?;
                Some(first.days.to_string())
            }
            PlanSection::Risk(at) => {
                let check = plan.risks[at].checks.first()?;
                Some(plan.check(check)?.0.id())
            }
            PlanSection::Guard(_) | PlanSection::NextAction(_) | PlanSection::Calendar => None,
        }
    }
}

/// All parts, in the order they are shown.
pub fn parts(plan: &Plan) -> Vec<PlanSection> {
    let mut parts = Vec::new();
    for (at, phase) in plan.phases.iter().enumerate() {
        parts.push(PlanSection::Phase(at));
        parts.extend((!phase.success.is_empty()).then_some(PlanSection::Success(at)));
        parts.extend(
            phase
                .rollback
                .is_some()
                .then_some(PlanSection::Rollback(at)),
        );
    }
    parts.extend((0..plan.risks.len()).map(PlanSection::Risk));
    parts.extend((0..plan.recurring.len()).map(PlanSection::Recurring));
    parts.extend((0..plan.guards.len()).map(PlanSection::Guard));
    parts.extend((0..plan.next_actions.len()).map(PlanSection::NextAction));
    parts.push(PlanSection::Calendar);
    parts
}
