//! Procedures: steps to run, then checks.

use super::{Check, DayRange, Entry, Phase, Recurring, Rollback, Step};

/// A procedure: its steps in order, then its checks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Procedure<'p> {
    /// The procedure of one or several days.
    Entry(&'p Entry),
    /// The acceptance of a phase. Phases are counted from 1.
    Success(usize, &'p Phase),
    /// The rollback of a phase. Phases are counted from 1.
    Rollback(usize, &'p Phase, &'p Rollback),
    /// Recurring work.
    Recurring(&'p Recurring),
}

impl<'p> From<&'p Entry> for Procedure<'p> {
    fn from(entry: &'p Entry) -> Self {
        Procedure::Entry(entry)
    }
}

impl<'p> Procedure<'p> {
    /// Returns the id used on the command line, in JSON and in the journal: `8-9`, `success-1`,
    /// `rollback-1`, or the id of recurring work.
    pub fn id(self) -> String {
        match self {
            Procedure::Entry(entry) => entry.days.to_string(),
            Procedure::Success(phase, _) => format!("success-{phase}"),
            Procedure::Rollback(phase, ..) => format!("rollback-{phase}"),
            Procedure::Recurring(work) => work.id.clone(),
        }
    }

    /// Returns the title. The procedures of a phase have the title of the phase.
    pub fn title(self) -> &'p str {
        match self {
            Procedure::Entry(entry) => &entry.title,
            Procedure::Success(_, phase) | Procedure::Rollback(_, phase, _) => &phase.title,
            Procedure::Recurring(work) => &work.what,
        }
    }

    /// Returns the label to print before the title, such as `Day 8-9` or `Success of phase 1`.
    pub fn name(self) -> String {
        match self {
            Procedure::Entry(entry) => format!("Day {}", entry.days),
            Procedure::Success(phase, _) => format!("Success of phase {phase}"),
            Procedure::Rollback(phase, ..) => format!("Rollback of phase {phase}"),
            Procedure::Recurring(work) => format!("Every {}", work.every.word()),
        }
    }

    /// Returns the days it belongs to, or `None` for recurring work.
    pub fn days(self) -> Option<DayRange> {
        match self {
            Procedure::Entry(entry) => Some(entry.days),
            Procedure::Success(_, phase) | Procedure::Rollback(_, phase, _) => Some(phase.days),
            Procedure::Recurring(_) => None,
        }
    }

    /// Returns the entry, if it is one.
    pub fn entry(self) -> Option<&'p Entry> {
        match self {
            Procedure::Entry(entry) => Some(entry),
            Procedure::Success(..) | Procedure::Rollback(..) | Procedure::Recurring(_) => None,
        }
    }

    /// Returns the checks that must pass before the first step. Only entries have them.
    pub fn before(self) -> &'p [Check] {
        self.entry().map_or(&[], |entry| &entry.before)
    }

    /// Returns the steps, in order.
    pub fn steps(self) -> &'p [Step] {
        match self {
            Procedure::Entry(entry) => &entry.steps,
            Procedure::Success(..) => &[],
            Procedure::Rollback(_, _, rollback) => &rollback.steps,
            Procedure::Recurring(work) => &work.steps,
        }
    }

    /// Returns the checks after the steps.
    pub fn checks(self) -> &'p [Check] {
        match self {
            Procedure::Entry(entry) => &entry.checks,
            Procedure::Success(_, phase) => &phase.success,
            Procedure::Rollback(_, _, rollback) => &rollback.checks,
            Procedure::Recurring(work) => &work.checks,
        }
    }

    /// Returns all checks: those before the steps, then those after.
    pub fn all_checks(self) -> impl Iterator<Item = &'p Check> {
        self.before().iter().chain(self.checks())
    }
}
