//! What the plan has for one or several days.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Location, QuizQuestion, Step, check, quiz, step,
    yaml::{fields::Fields, read_context::ReadContext, tree::Node},
};

/// What the plan has for one or several days; a runbook is its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The days it covers.
    pub days: DayRange,
    /// What the days are called.
    pub title: String,
    /// What the days are for, in the author's words; steps and checks count them from 1.
    pub tasks: Vec<String>,
    /// The author's own commands, word for word.
    pub author: Option<String>,
    /// What is true when the days are done.
    pub objective: Option<String>,
    /// Documents the author points to.
    pub see: Vec<String>,
    /// What must hold before anything is done.
    pub before: Vec<Check>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// What to verify.
    pub checks: Vec<Check>,
    /// Questions for those who learn.
    pub quiz: Vec<QuizQuestion>,
    /// Where the entry stands in its file.
    pub location: Location,
}

/// Reads a day file.
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
