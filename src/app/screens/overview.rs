//! The overview: the sections of the plan other than its days.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::plan::{Guard, Phase, Plan, Recurring, Risk};

/// The overview: a list of sections, and the chosen one in full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// The chosen section, counted from 0.
    pub cursor: usize,
    /// The number of lines by which the chosen section is scrolled.
    pub scroll: usize,
}

impl ScreenState for Overview {
    fn when(&self) -> When {
        When::Overview
    }

    fn lines(&self, plan: &Plan) -> Vec<String> {
        let parts = parts(plan).into_iter();
        parts.map(|part| part.title().to_owned()).collect()
    }

    fn line(&self) -> usize {
        self.cursor
    }

    fn go_to_line(&mut self, line: usize) {
        *self = Self {
            cursor: line,
            scroll: 0,
        };
    }
}

/// A section of the plan other than its days. It borrows from the plan instead of storing a
/// position. Phases count from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlanSection<'p> {
    Phase(usize, &'p Phase),
    /// The acceptance of a phase.
    Success(usize, &'p Phase),
    /// The rollback of a phase.
    Rollback(usize, &'p Phase),
    Risk(&'p Risk),
    /// Recurring work.
    Recurring(&'p Recurring),
    Guard(&'p Guard),
    /// One of the author's next actions.
    NextAction(&'p str),
    /// The days without work.
    Calendar,
}

impl<'p> PlanSection<'p> {
    /// Returns its heading.
    pub fn heading(self) -> &'static str {
        match self {
            PlanSection::Phase(..) | PlanSection::Success(..) | PlanSection::Rollback(..) => {
                "PHASES"
            }
            PlanSection::Risk(_) => "RISKS",
            PlanSection::Recurring(_) => "RECURRING WORK",
            PlanSection::Guard(_) => "GUARDS",
            PlanSection::NextAction(_) => "NEXT ACTIONS",
            PlanSection::Calendar => "CALENDAR",
        }
    }

    /// Returns its title.
    pub fn title(self) -> &'p str {
        match self {
            PlanSection::Phase(_, phase) => &phase.title,
            PlanSection::Success(..) => "acceptance",
            PlanSection::Rollback(..) => "rollback",
            PlanSection::Risk(risk) => &risk.risk,
            PlanSection::Recurring(work) => &work.what,
            PlanSection::Guard(guard) => &guard.check.text,
            PlanSection::NextAction(action) => action,
            PlanSection::Calendar => "days without work",
        }
    }

    /// Returns the id of the check of a risk.
    pub fn item(self) -> Option<&'p str> {
        match self {
            PlanSection::Risk(risk) => risk.checks.first().map(String::as_str),
            _ => None,
        }
    }

    /// Returns the id of the procedure that it is, or that it points to.
    pub fn procedure(self, plan: &Plan) -> Option<String> {
        match self {
            PlanSection::Success(number, _) => Some(format!("success-{number}")),
            PlanSection::Rollback(number, _) => Some(format!("rollback-{number}")),
            PlanSection::Recurring(work) => Some(work.id.clone()),
            PlanSection::Phase(_, phase) => {
                let first = plan.entry_of(phase.days.first)?;
                Some(first.days.to_string())
            }
            PlanSection::Risk(risk) => {
                let check = risk.checks.first()?;
                Some(plan.check(check)?.0.id())
            }
            PlanSection::Guard(_) | PlanSection::NextAction(_) | PlanSection::Calendar => None,
        }
    }
}

/// Returns all sections in the order of the screen.
pub fn parts(plan: &Plan) -> Vec<PlanSection<'_>> {
    let mut parts = Vec::new();
    for (number, phase) in (1..).zip(&plan.phases) {
        parts.push(PlanSection::Phase(number, phase));
        let success = PlanSection::Success(number, phase);
        parts.extend((!phase.success.is_empty()).then_some(success));
        let rollback = PlanSection::Rollback(number, phase);
        parts.extend(phase.rollback.is_some().then_some(rollback));
    }
    parts.extend(plan.risks.iter().map(PlanSection::Risk));
    parts.extend(plan.recurring.iter().map(PlanSection::Recurring));
    parts.extend(plan.guards.iter().map(PlanSection::Guard));
    let actions = plan.next_actions.iter();
    parts.extend(actions.map(|action| PlanSection::NextAction(action)));
    parts.push(PlanSection::Calendar);
    parts
}
