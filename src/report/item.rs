//! A step or check of a section: its state, its attempts and the operators' decisions.

use chrono::NaiveDate;

use super::field::Field;
use super::fields::{check_fields, step_fields};
use crate::plan::{Check, Step};
use crate::progress::{
    Attempt, Attribution, CheckRun, CheckState, Deviation, Evidence, ManualDecision, RunResult,
    StepState, Walk, changed_since_run, check_state, reopened_by, step_state,
};

/// A step or check with its history.
#[derive(Debug, Clone)]
pub struct SectionItem<'a> {
    /// The step or check in the plan.
    pub source: ItemSource<'a>,
    /// The current state.
    pub state: ItemState,
    /// The operator's decision that overrides the attempts.
    pub decision: Option<&'a ManualDecision>,
    /// The undone step that reopened this one.
    pub reopened_by: Option<&'a str>,
    /// The attempt that passed before the plan changed the step.
    pub changed_since: Option<&'a Attempt>,
    /// Deviations noted for this item, oldest first.
    pub deviations: Vec<&'a Deviation>,
    walk: &'a Walk,
}

/// The step or check behind an item.
#[derive(Debug, Clone, Copy)]
pub enum ItemSource<'a> {
    Step(&'a Step),
    Check(&'a Check),
}

/// The state of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    Step(StepState),
    Check(CheckState),
}

/// One attempt: a step, its undo or a check that ran on one host.
#[derive(Debug, Clone, Copy)]
pub struct ItemAttempt<'a> {
    /// The kind of script that ran.
    pub kind: AttemptKind,
    /// The number of the attempt, from 1: on its host for a step, in the walk for a check.
    pub number: u32,
    /// The host's name.
    pub host: &'a str,
    /// The script as it ran.
    pub command: &'a str,
    /// The operator who started it, and when.
    pub started: &'a Attribution,
    /// The result and its source; none before the end.
    pub ended: Option<(&'a RunResult, &'a Attribution)>,
}

/// The kind of script that an attempt ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptKind {
    /// The step.
    Run,
    /// The step's undo.
    Undo,
    Check,
}

impl ItemState {
    /// Returns the word for screens and JSON.
    pub fn word(self) -> &'static str {
        match self {
            ItemState::Step(state) => state.word(),
            ItemState::Check(state) => state.word(),
        }
    }

    /// Returns whether the item is done, so that its day can be done.
    pub fn is_done(self) -> bool {
        match self {
            ItemState::Step(state) => state.is_done(),
            ItemState::Check(state) => state.is_done(),
        }
    }

    /// Returns whether the item failed.
    pub fn is_failed(self) -> bool {
        matches!(
            self,
            ItemState::Step(StepState::Failed) | ItemState::Check(CheckState::Failed)
        )
    }

    /// Returns whether nothing has happened to the item yet.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            ItemState::Step(StepState::Open) | ItemState::Check(CheckState::Open)
        )
    }
}

impl<'a> SectionItem<'a> {
    /// Returns a step of the plan with its history.
    pub fn step(step: &'a Step, walk: &'a Walk) -> Self {
        Self {
            state: ItemState::Step(step_state(step, walk)),
            reopened_by: reopened_by(step, walk),
            changed_since: changed_since_run(step, walk),
            ..Self::new(ItemSource::Step(step), walk)
        }
    }

    /// Returns a check of the plan with its history.
    pub fn check(check: &'a Check, walk: &'a Walk) -> Self {
        Self {
            state: ItemState::Check(check_state(check, walk)),
            ..Self::new(ItemSource::Check(check), walk)
        }
    }

    fn new(source: ItemSource<'a>, walk: &'a Walk) -> Self {
        let id = source.id();
        let is_its = |noted: &&Deviation| noted.id.as_deref() == Some(id);
        Self {
            source,
            state: ItemState::Step(StepState::Open),
            decision: walk.manual_decision(id),
            reopened_by: None,
            changed_since: None,
            deviations: walk.deviations.iter().filter(is_its).collect(),
            walk,
        }
    }

    /// Returns the id, which is unique in the plan.
    pub fn id(&self) -> &'a str {
        self.source.id()
    }

    /// Returns the title, or the text of a check.
    pub fn title(&self) -> &'a str {
        match self.source {
            ItemSource::Step(step) => &step.title,
            ItemSource::Check(check) => &check.text,
        }
    }

    /// Returns the hosts, groups expanded; empty for a manual step or check.
    pub fn hosts(&self) -> &'a [String] {
        match self.source {
            ItemSource::Step(step) => &step.hosts,
            ItemSource::Check(check) => &check.hosts,
        }
    }

    /// Returns the tasks of the day that it belongs to, counted from 1.
    pub fn tasks(&self) -> &'a [usize] {
        match self.source {
            ItemSource::Step(step) => &step.tasks,
            ItemSource::Check(check) => &check.tasks,
        }
    }

    /// Returns the time that the operator needs, in minutes; 0 if the plan does not set it.
    pub fn minutes(&self) -> u32 {
        match self.source {
            ItemSource::Step(step) => step.minutes.unwrap_or(0),
            ItemSource::Check(_) => 0,
        }
    }

    /// Returns whether daymark can run something for it.
    pub fn has_command(&self) -> bool {
        match self.source {
            ItemSource::Step(step) => !step.is_manual(),
            ItemSource::Check(check) => check.run.is_some(),
        }
    }

    /// Returns the dates on which something was recorded for it.
    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> + use<'a> {
        let decided = self.decision.map(|decision| decision.attribution().at);
        let runs = self.attempts().flat_map(|run| {
            let ended = run.ended.map(|(_, attribution)| attribution.at);
            std::iter::once(run.started.at).chain(ended)
        });
        runs.chain(decided).map(|at| at.date_naive())
    }

    /// Returns the fields that the plan sets, in the order of the text form.
    pub fn fields(&self) -> Vec<Field<'a>> {
        match self.source {
            ItemSource::Step(step) => step_fields(step),
            ItemSource::Check(check) => check_fields(check),
        }
    }

    /// Returns all attempts, oldest first, including failed ones.
    pub fn attempts(&self) -> impl DoubleEndedIterator<Item = ItemAttempt<'a>> + use<'a> {
        let runs = self.walk.attempts(self.id()).iter().map(of_step);
        let check_runs = self.walk.check_runs(self.id()).iter();
        let numbered = check_runs.enumerate().map(|(index, run)| ItemAttempt {
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            ..of_check(run)
        });
        runs.chain(numbered)
    }

    /// Returns the exit status of the newest attempt, if it has one.
    pub fn last_exit(&self) -> Option<i32> {
        let (result, _) = self.attempts().next_back()?.ended?;
        result.exit
    }

    /// Returns whether something has happened to the item.
    pub fn is_touched(&self) -> bool {
        !self.state.is_open() || self.reopened_by.is_some()
    }
}

impl<'a> ItemSource<'a> {
    fn id(self) -> &'a str {
        match self {
            ItemSource::Step(step) => &step.id,
            ItemSource::Check(check) => &check.id,
        }
    }
}

impl<'a> ItemAttempt<'a> {
    /// Returns the kept output, if there is any.
    pub fn evidence(&self) -> Option<&'a Evidence> {
        self.ended?.0.output.as_ref()
    }
}

fn of_step(attempt: &Attempt) -> ItemAttempt<'_> {
    ItemAttempt {
        kind: if attempt.undo {
            AttemptKind::Undo
        } else {
            AttemptKind::Run
        },
        number: attempt.number,
        host: &attempt.host,
        command: &attempt.command,
        started: &attempt.started,
        ended: attempt
            .ended
            .as_ref()
            .map(|(result, attribution)| (result, attribution)),
    }
}

fn of_check(run: &CheckRun) -> ItemAttempt<'_> {
    ItemAttempt {
        kind: AttemptKind::Check,
        number: 1,
        host: &run.host,
        command: &run.command,
        started: &run.started,
        ended: run
            .ended
            .as_ref()
            .map(|(result, attribution)| (result, attribution)),
    }
}
