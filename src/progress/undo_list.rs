//! What would be undone, in which order, and what has no way back.

use chrono::{DateTime, FixedOffset};

use super::{StepState, Walk, is_applied_on, step_state_on};
use crate::plan::{Plan, Procedure, Step};

/// A done step on one host, as the way back sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UndoEntry<'p> {
    /// The sheet it stands in.
    pub procedure: Procedure<'p>,
    /// The step.
    pub step: &'p Step,
    /// Where it was done.
    pub host: &'p str,
    /// When it was done.
    pub at: DateTime<FixedOffset>,
    /// Whether it is to be done again, since something it rests on was taken back. What it did
    /// stands on the host all the same.
    pub is_open: bool,
}

impl UndoEntry<'_> {
    /// Whether it can be taken back.
    pub fn can_undo(&self) -> bool {
        self.step.undo.is_some() || !self.step.files().is_empty()
    }
}

/// The done steps of a sheet, newest first.
pub fn undo_list<'p>(sheet: Procedure<'p>, walk: &Walk) -> Vec<UndoEntry<'p>> {
    let mut done = Vec::new();
    for step in sheet.steps().iter().filter(|step| step.changes) {
        for host in &step.hosts {
            if !is_applied_on(&step.id, host, walk) {
                continue;
            }
            let ended = walk
                .last_attempt(&step.id, host)
                .and_then(|attempt| attempt.ended.as_ref());
            if let Some((_, said)) = ended {
                done.push(UndoEntry {
                    procedure: sheet,
                    step,
                    host,
                    at: said.at,
                    is_open: step_state_on(step, host, walk) == StepState::Open,
                });
            }
        }
    }
    // Steps of one moment are undone from the last to the first.
    done.reverse();
    done.sort_by_key(|done| std::cmp::Reverse(done.at));
    done
}

/// The done steps of a phase, counted from 1, newest first.
pub fn phase_ledger<'p>(plan: &'p Plan, phase: usize, walk: &Walk) -> Vec<UndoEntry<'p>> {
    let Some(phase) = phase.checked_sub(1).and_then(|at| plan.phases.get(at)) else {
        return Vec::new();
    };
    let entries = plan
        .entries
        .iter()
        .filter(|entry| phase.days.contains(entry.days.first));
    let mut done: Vec<UndoEntry<'p>> = entries
        .flat_map(|entry| undo_list(Procedure::Entry(entry), walk))
        .collect();
    done.sort_by_key(|done| std::cmp::Reverse(done.at));
    done
}
