//! Entries: the procedures of one or several days.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Location, QuizQuestion, Step, check, quiz, step,
    yaml::{fields::Fields, read_context::ReadContext, tree::Node},
};

/// The procedure of one or several days. A runbook is its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The days it covers.
    pub days: DayRange,
    /// The title of these days.
    pub title: String,
    /// The author's tasks, word for word. Steps and checks refer to them by number, counted from 1.
    pub tasks: Vec<String>,
    /// The author's own commands, word for word.
    pub author: Option<String>,
    /// The state to reach by the end of these days.
    pub objective: Option<String>,
    /// Documents that the author refers to.
    pub see: Vec<String>,
    /// Checks that must pass before the first step.
    pub before: Vec<Check>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The checks after the steps.
    pub checks: Vec<Check>,
    /// Questions for learners.
    pub quiz: Vec<QuizQuestion>,
    /// The location of the first key.
    pub location: Location,
}

/// Reads a runbook.
pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Entry> {
    Fields::read(node, "a day file", context, |fields| {
        let days = fields.required("days").entry_days();
        let title = fields.required("title").text();
        let tasks = fields.optional("tasks").texts("sentences");
        let author = fields.optional("author").text();
        let objective = fields.optional("objective").text();
        let see = fields.optional("see").texts("documents");
        let count = tasks.len();
        let before = check::read_all(fields.optional("before"), count);
        let steps = step::read_all(fields.optional("steps"), count);
        let checks = check::read_all(fields.optional("checks"), count);
        let quiz = quiz::read_all(fields.optional("quiz"));
        let place = fields.location();
        Some(Entry {
            days: days?,
            title: title?,
            tasks,
            author,
            objective,
            see,
            before,
            steps,
            checks,
            quiz,
            location: place,
        })
    })
}
