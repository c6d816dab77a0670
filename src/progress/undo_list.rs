//! The undo list: the done steps, in the order of their undo.

use chrono::{DateTime, FixedOffset};

use super::{StepState, Walk, is_applied_on, step_state_on};
use crate::plan::{Plan, Procedure, Step};

/// A done step on one host.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UndoEntry<'p> {
    /// The procedure that contains the step.
    pub procedure: Procedure<'p>,
    pub step: &'p Step,
    pub host: &'p str,
    /// The time at which it was done.
    pub at: DateTime<FixedOffset>,
    /// Whether the step must run again because one of its dependencies was undone. Its changes are
    /// still in place on the host.
    pub is_open: bool,
}

impl UndoEntry<'_> {
    /// Returns whether the step can be undone.
    pub fn can_undo(&self) -> bool {
        self.step.undo.is_some() || !self.step.files().is_empty()
    }
}

/// Returns the done steps of a procedure, newest first.
pub fn undo_list<'p>(procedure: Procedure<'p>, walk: &Walk) -> Vec<UndoEntry<'p>> {
    let mut done = Vec::new();
    for step in procedure.steps().iter().filter(|step| step.changes) {
        for host in &step.hosts {
            if !is_applied_on(&step.id, host, walk) {
                continue;
            }
            let ended = walk
                .last_attempt(&step.id, host)
                .and_then(|attempt| attempt.ended.as_ref());
            if let Some((_, attribution)) = ended {
                done.push(UndoEntry {
                    procedure,
                    step,
                    host,
                    at: attribution.at,
                    is_open: step_state_on(step, host, walk) == StepState::Open,
                });
            }
        }
    }
    // Steps with the same time are undone from the last to the first.
    done.reverse();
    done.sort_by_key(|done| std::cmp::Reverse(done.at));
    done
}

/// Returns the done steps of a phase, newest first. Phases are counted from 1.
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
