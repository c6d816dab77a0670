//! A section of a report: one procedure of the plan with its items.

use super::item::SectionItem;
use crate::plan::{Check, Procedure};
use crate::progress::{DayState, Deviation, QuizAnswer, UndoEntry, Walk, day_state, undo_list};

/// A procedure (an entry, a phase's success or rollback, recurring work) with its history.
#[derive(Debug, Clone)]
pub struct Section<'a> {
    /// The procedure in the plan.
    pub procedure: Procedure<'a>,
    /// The id, as on the command line and in the journal.
    pub id: String,
    /// The state of an entry; other procedures have none.
    pub state: Option<DayState>,
    /// The checks that precede its steps.
    pub before: Vec<SectionItem<'a>>,
    /// The steps, in order.
    pub steps: Vec<SectionItem<'a>>,
    /// The checks that follow its steps.
    pub checks: Vec<SectionItem<'a>>,
    /// All deviations of the procedure and of its items, oldest first.
    pub deviations: Vec<&'a Deviation>,
    /// The completed steps, newest first.
    pub undo_list: Vec<UndoEntry<'a>>,
    /// Answers to its quiz, oldest first.
    pub quiz: Vec<&'a QuizAnswer>,
}

impl<'a> Section<'a> {
    /// Returns a procedure with its history.
    pub fn new(procedure: Procedure<'a>, walk: &'a Walk) -> Self {
        let checks = |checks: &'a [Check]| {
            let item = |check| SectionItem::check(check, walk);
            checks.iter().map(item).collect()
        };
        let id = procedure.id();
        let steps = procedure.steps().iter();
        let deviations = walk.deviations.iter();
        let quiz = walk.quiz.iter();
        Self {
            state: procedure.entry().map(|entry| day_state(entry, walk)),
            before: checks(procedure.before()),
            steps: steps.map(|step| SectionItem::step(step, walk)).collect(),
            checks: checks(procedure.checks()),
            deviations: deviations.filter(|noted| noted.day == id).collect(),
            undo_list: undo_list(procedure, walk),
            quiz: quiz.filter(|answer| answer.day == id).collect(),
            procedure,
            id,
        }
    }

    /// Returns all items in the order of the walk.
    pub fn items(&self) -> impl Iterator<Item = &SectionItem<'a>> {
        self.before.iter().chain(&self.steps).chain(&self.checks)
    }

    /// Returns whether something has happened to the procedure.
    pub fn is_touched(&self) -> bool {
        match self.state {
            Some(state) => state != DayState::Open || !self.deviations.is_empty(),
            None => !self.deviations.is_empty() || self.items().any(SectionItem::is_touched),
        }
    }
}

/// Returns the number of items that are done.
pub fn count_done(items: &[SectionItem<'_>]) -> usize {
    items.iter().filter(|item| item.state.is_done()).count()
}
