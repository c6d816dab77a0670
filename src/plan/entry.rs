//! Entries: the procedures of one or several days.

use serde::{Deserialize, Serialize};

use super::{
    Check, DayRange, Location, QuizQuestion, Step, check,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    quiz, step,
    step_format::STEP,
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

/// A day file.
pub static DAY: ObjectFormat = ObjectFormat::new(
    "day",
    "a day file",
    "The runbook of one or several days: a file beside `plan.yaml`.",
    &[&[
        KeyRecord::new(
            "days",
            ValueFormat::Days,
            "3-4",
            "The day, or the first and last day. Each day has one runbook.",
        )
        .required(),
        KeyRecord::new("title", ValueFormat::Text, "The first loaf", "The title.").required(),
        KeyRecord::new(
            "tasks",
            ValueFormat::Texts,
            "[Install the web server, Open the shop]",
            "The tasks, in the author's words. `task` of steps and checks refers to their numbers.",
        ),
        KeyRecord::new(
            "author",
            ValueFormat::Text,
            "apt install nginx",
            "The author's own commands, for comparison. They never run.",
        ),
        KeyRecord::new(
            "objective",
            ValueFormat::Text,
            "The shop answers.",
            "The goal of the day.",
        ),
        KeyRecord::new(
            "see",
            ValueFormat::Texts,
            "[docs/network.md]",
            "Documents to read.",
        ),
        KeyRecord::new(
            "before",
            ValueFormat::List(&check::CHECK),
            "[{id: has-disk, check: There is enough disk, on: shop, run: ./has-disk}]",
            "Checks that must pass before the first step.",
        ),
        KeyRecord::new(
            "steps",
            ValueFormat::List(&STEP),
            "[{id: look, title: Look around, on: shop, run: uptime, changes: false}]",
            "The steps, in order.",
        ),
        KeyRecord::new(
            "checks",
            ValueFormat::List(&check::CHECK),
            "[{id: smells-good, check: You saw the page in a browser}]",
            "The checks, after the steps.",
        ),
        KeyRecord::new(
            "quiz",
            ValueFormat::List(&quiz::QUESTION),
            "[{ask: What serves the shop?, answers: [nginx, apt], right: 1}]",
            "Questions for learners.",
        ),
    ]],
);

/// Reads a runbook.
pub(super) fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>) -> Option<Entry> {
    Fields::read(node, &DAY, context, |fields| {
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
