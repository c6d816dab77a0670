//! The document as plain data. Its JSON is the JSON report.

use chrono::{DateTime, FixedOffset, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::report::field::FieldPart;
use crate::term::StyledLine;

/// A report as plain data: every format is written from it. All texts are masked.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Document {
    /// The plan.
    pub plan: DocumentPlan,
    /// The name of the walk.
    pub walk: String,
    /// The part of the plan: `plan`, `phase 2` or `day 3-4`.
    pub scope: String,
    /// The clock of the report: slip, due dates and projected end are those of this time.
    pub made_at: DateTime<FixedOffset>,
    /// The state of the walk in short.
    pub summary: DocumentSummary,
    /// What did not go as planned, worst first.
    pub exceptions: Vec<ExceptionGroup>,
    /// What the next operator must know; only in a handover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
    /// What is next and what is overdue, most urgent first.
    pub next: Vec<Upcoming>,
    /// The planned and the actual dates of every day and phase.
    pub timeline: Vec<TimelineRow>,
    /// Days, phase ends, rollbacks and recurring work; empty in a brief report.
    pub sections: Vec<DocumentSection>,
    /// Recurring work: its occurrences and due dates.
    pub recurring: Vec<RecurringSummary>,
    /// The newest results of guards.
    pub guards: Vec<GuardSummary>,
    /// The plan's risks, with the states of the checks that reveal them.
    pub risks: Vec<RiskSummary>,
    /// The next actions that the plan's author lists.
    pub next_actions: Vec<String>,
    /// What the journal proves.
    pub integrity: Integrity,
}

/// The plan of a document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentPlan {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// SHA-256 over the plan's files.
    pub digest: String,
    /// Days of the week and dates without work.
    pub days_off: Vec<String>,
}

/// The state of a walk in short.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentSummary {
    /// The first sentence.
    pub headline: String,
    /// Further sentences.
    pub sentences: Vec<String>,
    /// The date of day 1; none before the walk starts.
    pub started: Option<NaiveDate>,
    /// The number of today's day.
    pub day: Option<i64>,
    /// The plan's last day.
    pub last_day: u32,
    /// Working days behind the plan; below 0 the walk is early. None when everything is done.
    pub slip: Option<i64>,
    /// The date on which the plan was to end.
    pub planned_end: Option<NaiveDate>,
    /// The date on which it ends if the slip stays the same.
    pub projected_end: Option<NaiveDate>,
    /// Days (entries) of the scope.
    pub days: Tally,
    /// Steps of these days.
    pub steps: Tally,
    /// Checks of these days.
    pub checks: Tally,
    /// Steps and checks that failed, drifted or are unknown now.
    pub failing: usize,
    /// Skipped, waived and overridden items, and deviations.
    pub against_plan: usize,
    /// The newest phase whose days are all done.
    pub reached: Option<PhaseReached>,
}

/// A count of done items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Those that are done.
    pub done: usize,
    /// All.
    pub total: usize,
}

/// A phase whose days are all done.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PhaseReached {
    /// The number of the phase, from 1.
    pub number: usize,
    /// The title.
    pub title: String,
    /// What it costs to run.
    pub cost: Option<String>,
    /// How much it can serve.
    pub capacity: Option<String>,
}

/// The kind of an exception. The order is the order of a report, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// The journal or an output is damaged.
    Damaged,
    /// It failed.
    Failed,
    /// Its result is unknown.
    Unknown,
    /// A check that passed once fails now.
    Drifted,
    /// A person ran a step although a guard failed or was not asked.
    Overridden,
    /// A person waived a check.
    Waived,
    /// A person skipped a step.
    Skipped,
    /// A person noted a deviation from the plan.
    Deviation,
    /// It must run again: it was undone, reopened, or the plan changed it.
    Again,
    /// A person attested it, although it has a command.
    Attested,
    /// It passed with a warning.
    Warned,
    /// It failed or was unknown at first, and passed later.
    Earlier,
    /// A person accepted damage of the journal.
    Accepted,
}

/// Exceptions of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExceptionGroup {
    /// The kind.
    pub kind: ExceptionKind,
    /// The kind in words.
    pub title: String,
    /// The exceptions, in the order of the plan.
    pub exceptions: Vec<ReportException>,
}

/// One thing that did not go as planned.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReportException {
    /// The procedure's id; empty for the journal.
    pub day: String,
    /// The step or check; none for a whole day.
    pub id: Option<String>,
    /// The short number of the step or check in its day.
    pub number: String,
    /// What is concerned.
    pub what: String,
    /// The reason, in a person's or the host's words.
    pub why: String,
    /// Who decided or ran it, and when.
    pub attribution: Option<Stamp>,
}

/// Something that is next or overdue.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Upcoming {
    /// The procedure's id.
    pub day: String,
    /// The step or check; none for a whole procedure.
    pub id: Option<String>,
    /// The short number of the step or check, or the name of the procedure.
    pub number: String,
    /// What is to be done.
    pub what: String,
    /// Where, why, and how long it takes.
    pub about: String,
    /// The date since which it is due; none for what is next.
    pub due: Option<NaiveDate>,
    /// Whether it is overdue or has failed.
    pub urgent: bool,
}

/// What the next operator must know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Handover {
    /// The journal line after which something counts as changed.
    pub since: u64,
    /// What runs now.
    pub running: Vec<HandoverLine>,
    /// What is open in the days that have started.
    pub open: Vec<HandoverLine>,
    /// Steps that wait for a time.
    pub waiting: Vec<HandoverLine>,
    /// What failed, drifted, warned, is unknown or was undone.
    pub watch: Vec<HandoverLine>,
    /// Deviations, skipped steps and waived checks, which are still in force.
    pub in_force: Vec<HandoverLine>,
    /// What has a new record.
    pub changed: Vec<HandoverLine>,
    /// Who took the walk over before, and when.
    pub accepted: Vec<Stamp>,
}

/// A step, check or day in a handover.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct HandoverLine {
    /// The procedure's id.
    pub day: String,
    /// The step or check; none for a whole day.
    pub id: Option<String>,
    /// The short number of the step or check in its day.
    pub number: String,
    /// The title.
    pub what: String,
    /// The state, the place or the words of a person.
    pub about: String,
    /// Who recorded it, and when.
    pub attribution: Option<Stamp>,
}

impl Handover {
    /// Returns the lists with their headings, in order.
    pub fn lists(&self) -> [(&'static str, &[HandoverLine]); 6] {
        [
            ("Running now", &self.running),
            ("To watch", &self.watch),
            ("Waiting", &self.waiting),
            ("Open", &self.open),
            ("Deviations still in force", &self.in_force),
            ("Changed since", &self.changed),
        ]
    }
}

/// The dates of a day or phase.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TimelineRow {
    /// The id of the entry, or `phase 2`.
    pub id: String,
    /// The title.
    pub title: String,
    /// Whether it is a phase.
    pub phase: bool,
    /// `open`, `started` or `done`.
    pub state: String,
    /// The planned dates, first and last.
    pub planned: (NaiveDate, NaiveDate),
    /// The dates on which work was recorded, first and last; none before.
    pub actual: Option<(NaiveDate, NaiveDate)>,
    /// The dates on which the rest is expected; none when done.
    pub expected: Option<(NaiveDate, NaiveDate)>,
    /// The number of working days behind the plan, if any.
    pub late: i64,
}

/// A procedure of the plan with its history.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentSection {
    /// The id, as on the command line.
    pub id: String,
    /// `day`, `success`, `rollback` or `recurring`.
    pub kind: &'static str,
    /// The label before the title, such as `Day 3-4`.
    pub name: String,
    /// The title.
    pub title: String,
    /// The state of a day; none for other procedures.
    pub state: Option<&'static str>,
    /// Whether something is recorded for it.
    pub touched: bool,
    /// The week of a day.
    pub week: Option<String>,
    /// The dates on which work was recorded, first and last.
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// The objective.
    pub objective: Option<String>,
    /// The condition of a rollback.
    pub condition: Option<String>,
    /// The tasks, in the author's words.
    pub tasks: Vec<String>,
    /// The author's own commands.
    pub author: Option<String>,
    /// Documents to read.
    pub see: Vec<String>,
    /// Deviations that belong to no step or check.
    pub deviations: Vec<Remark>,
    /// Checks before the steps, steps, and checks, in the order of the walk.
    pub items: Vec<DocumentItem>,
    /// The completed steps, newest first.
    pub undo_list: Vec<UndoSummary>,
    /// Answers to the quiz.
    pub quiz: Vec<QuizSummary>,
    /// Done and all steps.
    pub steps: Tally,
    /// Done and all checks.
    pub checks: Tally,
}

/// A step or check with its history.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentItem {
    /// The id, unique in the plan.
    pub id: String,
    /// The short number: steps `8.1`, checks `8.a`.
    pub number: String,
    /// `before`, `step` or `check`.
    pub kind: &'static str,
    /// The title of a step, or the text of a check.
    pub title: String,
    /// The state.
    pub state: &'static str,
    /// Whether the state lets the day be done.
    pub done: bool,
    /// The tasks of the day that it belongs to, counted from 1.
    pub tasks: Vec<usize>,
    /// The hosts; empty for one by hand.
    pub hosts: Vec<String>,
    /// The keys of the plan, as `show --json` prints them.
    pub plan: Map<String, Value>,
    /// The same in words, for formats that people read.
    #[serde(skip)]
    #[schemars(skip)]
    pub words: Vec<FieldWords>,
    /// Facts about the state: reopened, changed since it ran.
    pub notices: Vec<String>,
    /// The decision of a person that overrides the attempts.
    pub decision: Option<Remark>,
    /// All attempts, oldest first.
    pub attempts: Vec<DocumentAttempt>,
    /// Deviations noted for it, oldest first.
    pub deviations: Vec<Remark>,
}

/// A field of a step or check in words.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldWords {
    /// The key in the plan.
    pub key: &'static str,
    /// The label; may be empty.
    pub label: &'static str,
    /// The group of the field.
    pub part: FieldPart,
    /// The text, or the introduction of a script.
    pub text: String,
    /// The script, if the field is one.
    pub script: Option<String>,
}

/// A person's words.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Remark {
    /// What the person did: `attested`, `skipped`, `waived`, `unticked`, `deviation`, `overridden`.
    pub kind: &'static str,
    /// The words; may be empty.
    pub text: String,
    /// Who, and when.
    pub attribution: Stamp,
}

/// The author, the time and the journal line of a record.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Stamp {
    /// The operator's name.
    pub by: String,
    /// The time, in the UTC offset of its recording.
    pub at: DateTime<FixedOffset>,
    /// The number of the journal line.
    pub event: u64,
}

/// One run of a step, its undo or a check on one host.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentAttempt {
    /// `attempt`, `undo` or `check`.
    pub kind: &'static str,
    /// The number, from 1: on its host for a step, in the walk for a check.
    pub number: u32,
    /// The host.
    pub host: String,
    /// The script as it ran.
    pub command: String,
    /// Who started it, and when.
    pub started: Stamp,
    /// The result; none while it runs or if it was interrupted.
    pub result: Option<DocumentResult>,
    /// The kept output.
    pub output: Option<DocumentOutput>,
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentResult {
    /// `passed`, `warned`, `failed`, `unknown`, `not run` or `skipped`.
    pub state: &'static str,
    /// The exit status, if it is known.
    pub exit: Option<i32>,
    /// The duration in seconds.
    pub seconds: f64,
    /// The outcome with its source, in words.
    pub text: String,
    /// Whether a person set the result.
    pub by_person: bool,
    /// The reason; empty if it simply passed.
    pub reason: String,
    /// Who ended it, and when.
    pub attribution: Stamp,
}

/// A kept output.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct DocumentOutput {
    /// The file, below `outputs/`.
    pub file: String,
    /// The kept size in bytes.
    pub bytes: u64,
    /// SHA-256 of the kept bytes.
    pub sha256: String,
    /// The recordings of the pane while it ran, below `recordings/`.
    pub recordings: Vec<String>,
    /// What is not kept, in words.
    pub cut: Option<String>,
    /// `whole`, `damaged` (it is gone or differs from its digest) or `not read`.
    pub state: &'static str,
    /// The excerpt.
    pub excerpt: String,
    /// The lines of the excerpt with their colors.
    #[serde(skip)]
    #[schemars(skip)]
    pub lines: Vec<ExcerptLine>,
}

/// A line of an excerpt.
#[derive(Debug, Clone, PartialEq)]
pub enum ExcerptLine {
    /// A line of the output.
    Output(StyledLine),
    /// How much is left out here.
    LeftOut(String),
}

/// A completed step in an undo list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct UndoSummary {
    /// The step.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The host.
    pub host: String,
    /// The time at which it was done.
    pub at: DateTime<FixedOffset>,
    /// Whether and how it can be undone, in words.
    pub undo: String,
}

/// An answer to a quiz question.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuizSummary {
    /// The question.
    pub ask: String,
    /// The answer.
    pub answer: String,
    /// Whether it is right.
    pub right: bool,
    /// Who answered, and when.
    pub attribution: Stamp,
}

/// Recurring work: its occurrences and due dates.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RecurringSummary {
    /// The id.
    pub id: String,
    /// What is to be done.
    pub what: String,
    /// `day`, `week`, `month` or `quarter`.
    pub every: &'static str,
    /// The number of times that it was done.
    pub done: usize,
    /// The date since which it is due.
    pub due: Option<NaiveDate>,
    /// The next due date.
    pub next: Option<NaiveDate>,
    /// The due dates for which it was never done.
    pub missed: Vec<NaiveDate>,
    /// The finished occurrences.
    pub occurrences: Vec<OccurrenceSummary>,
}

/// A finished occurrence of recurring work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OccurrenceSummary {
    /// The due date.
    pub due: NaiveDate,
    /// The words of the person who finished it; may be empty.
    pub text: String,
    /// Who finished it, and when.
    pub attribution: Stamp,
}

/// The newest result of a guard.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GuardSummary {
    /// The name.
    pub name: String,
    /// What it checks.
    pub about: String,
    /// The result.
    pub result: DocumentResult,
}

/// A risk and its checks.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RiskSummary {
    /// The risk.
    pub risk: String,
    /// What makes it less likely.
    pub mitigation: Option<String>,
    /// What to do if it happens.
    pub contingency: Option<String>,
    /// The days on which it matters.
    pub days: Vec<String>,
    /// The checks that reveal it, with their states.
    pub checks: Vec<(String, &'static str)>,
}

/// What the journal proves.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Integrity {
    /// The number of events.
    pub events: u64,
    /// The hash of the last journal line.
    pub head: String,
    /// Whether the hash chain has no break, except accepted ones.
    pub chain_whole: bool,
    /// The breaks that no person accepted.
    pub breaks: Vec<String>,
    /// The breaks that persons accepted.
    pub accepted: Vec<Remark>,
    /// Whether all kept outputs match their digests; none if nothing was read.
    pub outputs_whole: Option<bool>,
    /// The outputs that do not.
    pub faulty_outputs: Vec<String>,
    /// What this proves, as sentences.
    pub proves: Vec<String>,
    /// What this cannot prove, as sentences.
    pub cannot: Vec<String>,
}

impl DocumentSection {
    /// Returns the items by the author's tasks, each group with its heading. An item with several
    /// tasks is in the group of the first. A task without items is a group, too.
    pub fn groups(&self) -> Vec<(String, Vec<&DocumentItem>)> {
        let task = |item: &DocumentItem| {
            let number = item.tasks.first().copied();
            number.filter(|number| (1..=self.tasks.len()).contains(number))
        };
        let of = |kind: &str, number: Option<usize>| -> Vec<&DocumentItem> {
            let items = self.items.iter();
            items
                .filter(|item| item.kind == kind && task(item) == number)
                .collect()
        };
        let before = self.items.iter().filter(|item| item.kind == "before");
        let mut groups = vec![("Checks before the steps".to_owned(), before.collect())];
        for (text, number) in self.tasks.iter().zip(1..) {
            let items = [of("step", Some(number)), of("check", Some(number))].concat();
            groups.push((format!("Task {number}: {text}"), items));
        }
        let other = if self.tasks.is_empty() {
            ["Steps", "Checks"]
        } else {
            ["Other steps", "Other checks"]
        };
        for (heading, kind) in other.into_iter().zip(["step", "check"]) {
            groups.push((heading.to_owned(), of(kind, None)));
        }
        groups.retain(|(heading, items)| !items.is_empty() || heading.starts_with("Task "));
        groups
    }
}

impl DocumentItem {
    /// Returns the fields in words that belong below the facts. A script that an attempt ran is not
    /// among them: the attempt has it.
    pub fn other_words(&self) -> impl Iterator<Item = &FieldWords> {
        let ran = |script: &String| self.attempts.iter().any(|run| run.command == *script);
        self.words.iter().filter(move |words| {
            words.part != FieldPart::Fact && !words.script.as_ref().is_some_and(ran)
        })
    }

    /// Returns the newest result.
    pub fn newest(&self) -> Option<&DocumentResult> {
        self.attempts
            .iter()
            .rev()
            .find_map(|run| run.result.as_ref())
    }
}

impl ExcerptLine {
    /// Returns whether the line has more than blanks.
    pub fn has_text(&self) -> bool {
        match self {
            ExcerptLine::Output(line) => line.iter().any(|(text, _)| !text.trim().is_empty()),
            ExcerptLine::LeftOut(_) => true,
        }
    }
}

impl Integrity {
    /// Returns whether neither the chain nor the outputs have a known fault.
    pub fn is_whole(&self) -> bool {
        self.chain_whole && self.outputs_whole != Some(false)
    }
}
