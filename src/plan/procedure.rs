//! What is walked: whatever has steps to go through, then checks to ask.

use super::{Check, DayRange, Entry, Phase, Recurring, Rollback, Step};

/// Something that is walked: its steps in order, then its checks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Procedure<'p> {
    /// What the plan has for one or several days.
    Entry(&'p Entry),
    /// Whether a phase, counted from 1, has reached what it was for.
    Success(usize, &'p Phase),
    /// The way back from a phase, counted from 1.
    Rollback(usize, &'p Phase, &'p Rollback),
    /// Work that comes again.
    Recurring(&'p Recurring),
}

impl<'p> From<&'p Entry> for Procedure<'p> {
    fn from(entry: &'p Entry) -> Self {
        Procedure::Entry(entry)
    }
}

impl<'p> Procedure<'p> {
    /// Its own in the plan, as on the command line, in JSON and in the journal: `8-9`, `success-1`,
    /// `rollback-1`, or the id of recurring work.
    pub fn id(self) -> String {
        match self {
            Procedure::Entry(entry) => entry.days.to_string(),
            Procedure::Success(phase, _) => format!("success-{phase}"),
            Procedure::Rollback(phase, ..) => format!("rollback-{phase}"),
            Procedure::Recurring(work) => work.id.clone(),
        }
    }

    /// What it is called; a phase's sheets are called after the phase.
    pub fn title(self) -> &'p str {
        match self {
            Procedure::Entry(entry) => &entry.title,
            Procedure::Success(_, phase) | Procedure::Rollback(_, phase, _) => &phase.title,
            Procedure::Recurring(work) => &work.what,
        }
    }

    /// How it is named before its title: `Day 8-9`, `Way back from phase 1`.
    pub fn name(self) -> String {
        match self {
            Procedure::Entry(entry) => format!("Day {}", entry.days),
            Procedure::Success(phase, _) => format!("Success of phase {phase}"),
            Procedure::Rollback(phase, ..) => format!("Way back from phase {phase}"),
            Procedure::Recurring(work) => format!("Every {}", work.every.word()),
        }
    }

    /// The days it belongs to; recurring work has none of its own.
    pub fn days(self) -> Option<DayRange> {
        match self {
            Procedure::Entry(entry) => Some(entry.days),
            Procedure::Success(_, phase) | Procedure::Rollback(_, phase, _) => Some(phase.days),
            Procedure::Recurring(_) => None,
        }
    }

    /// The entry it is, if it is one.
    pub fn entry(self) -> Option<&'p Entry> {
        match self {
            Procedure::Entry(entry) => Some(entry),
            Procedure::Success(..) | Procedure::Rollback(..) | Procedure::Recurring(_) => None,
        }
    }

    /// Checks that must hold before anything of it is done.
    pub fn before(self) -> &'p [Check] {
        self.entry().map_or(&[], |entry| &entry.before)
    }

    /// What to do, in order.
    pub fn steps(self) -> &'p [Step] {
        match self {
            Procedure::Entry(entry) => &entry.steps,
            Procedure::Success(..) => &[],
            Procedure::Rollback(_, _, rollback) => &rollback.steps,
            Procedure::Recurring(work) => &work.steps,
        }
    }

    /// What to verify when that is done.
    pub fn checks(self) -> &'p [Check] {
        match self {
            Procedure::Entry(entry) => &entry.checks,
            Procedure::Success(_, phase) => &phase.success,
            Procedure::Rollback(_, _, rollback) => &rollback.checks,
            Procedure::Recurring(work) => &work.checks,
        }
    }

    /// All its checks: those asked before it, then those asked when it is done.
    pub fn all_checks(self) -> impl Iterator<Item = &'p Check> {
        self.before().iter().chain(self.checks())
    }
}
