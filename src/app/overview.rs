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
pub enum Part {
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

impl Part {
    /// Under which heading it stands.
    pub fn heading(self) -> &'static str {
        match self {
            Part::Phase(_) | Part::Success(_) | Part::Rollback(_) => "PHASES",
            Part::Risk(_) => "RISKS",
            Part::Recurring(_) => "RECURRING WORK",
            Part::Guard(_) => "GUARDS",
            Part::NextAction(_) => "NEXT ACTIONS",
            Part::Calendar => "CALENDAR",
        }
    }

    /// What it is called.
    pub fn title(self, plan: &Plan) -> &str {
        match self {
            Part::Phase(at) => &plan.phases[at].title,
            Part::Success(_) => "what must hold",
            Part::Rollback(_) => "the way back",
            Part::Risk(at) => &plan.risks[at].risk,
            Part::Recurring(at) => &plan.recurring[at].what,
            Part::Guard(at) => &plan.guards[at].check.text,
            Part::NextAction(at) => &plan.next_actions[at],
            Part::Calendar => "days on which nobody works",
        }
    }

    /// The step or check it is about, where it is about one.
    pub fn item(self, plan: &Plan) -> Option<&str> {
        match self {
            Part::Risk(at) => plan.risks[at].checks.first().map(String::as_str),
            _ => None,
        }
    }

    /// The id of the sheet that it is, or that it is about.
    pub fn sheet(self, plan: &Plan) -> Option<String> {
        match self {
            Part::Success(at) => Some(format!("success-{}", at + 1)),
            Part::Rollback(at) => Some(format!("rollback-{}", at + 1)),
            Part::Recurring(at) => Some(plan.recurring[at].id.clone()),
            Part::Phase(at) => {
                let first = plan.entry_of(plan.phases[at].days.first)?;
                Some(first.days.to_string())
            }
            Part::Risk(at) => {
                let check = plan.risks[at].checks.first()?;
                Some(plan.check(check)?.0.id())
            }
            Part::Guard(_) | Part::NextAction(_) | Part::Calendar => None,
        }
    }
}

/// All parts, in the order they are shown.
pub fn parts(plan: &Plan) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, phase) in plan.phases.iter().enumerate() {
        parts.push(Part::Phase(at));
        parts.extend((!phase.success.is_empty()).then_some(Part::Success(at)));
        parts.extend(phase.rollback.is_some().then_some(Part::Rollback(at)));
    }
    parts.extend((0..plan.risks.len()).map(Part::Risk));
    parts.extend((0..plan.recurring.len()).map(Part::Recurring));
    parts.extend((0..plan.guards.len()).map(Part::Guard));
    parts.extend((0..plan.next_actions.len()).map(Part::NextAction));
    parts.push(Part::Calendar);
    parts
}
