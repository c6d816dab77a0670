//! One thing to do.

use super::{
    Expectation, Place, expectation,
    fields::Fields,
    finding::Finding,
    id,
    page::Page,
    script::{self, Shell},
    tree::Node,
    work,
};

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its own for the life of the plan, unique in the whole plan.
    pub id: String,
    /// The tasks it serves, counted from 1.
    pub tasks: Vec<usize>,
    /// What it does, in a few words.
    pub title: String,
    /// Where it runs: names of hosts, groups already spread; empty for a manual step.
    pub hosts: Vec<String>,
    /// The user its script runs as, through sudo on the host (`as`).
    pub user: Option<String>,
    /// What is done.
    pub action: Action,
    /// A script that succeeds when the step is already done.
    pub unless: Option<String>,
    /// Why there is no `unless`.
    pub no_unless: Option<String>,
    /// A script that takes the step back.
    pub undo: Option<String>,
    /// Why there is no `undo`.
    pub no_undo: Option<String>,
    /// Whether it changes the host; false only where the plan says so.
    pub changes: bool,
    /// What can go wrong, in a sentence; asks for a deliberate key.
    pub danger: Option<String>,
    /// Why it is done, and what to look at when it fails.
    pub explain: Option<String>,
    /// Where it departs from the author's commands, and why.
    pub differs: Option<String>,
    /// How long it takes, honestly.
    pub minutes: Option<u32>,
    /// Variables its scripts get besides those they name.
    pub uses: Vec<String>,
    /// How its end is judged.
    pub expect: Expectation,
    /// Where it stands in its file.
    pub place: Place,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Runs a script in the host's living shell.
    Run(String),
    /// Is done by hand, as told.
    Manual(String),
}

impl Step {
    /// The script it runs; none for a manual step.
    pub fn script(&self) -> Option<&str> {
        match &self.action {
            Action::Run(script) => Some(script),
            Action::Manual(_) => None,
        }
    }
}

/// Reads a step of an entry that has `tasks` tasks.
pub(super) fn read<'p>(node: &'p Node<'p>, page: Page<'p>, tasks: usize) -> Option<Step> {
    Fields::read(node, "a step", page, |fields| {
        let id = id::read(fields.need("id"));
        let title = fields.need("title").text();
        let tasks = work::tasks(fields, tasks);
        let hosts = work::hosts(fields, fields.has("run"));
        let run_as = fields.get("as").text();
        let action = read_action(fields);
        let unless = script::read(fields.get("unless"), Shell::Fresh);
        let no_unless = fields.get("no_unless").text();
        let undo = script::read(fields.get("undo"), shell_of(fields));
        let no_undo = fields.get("no_undo").text();
        let changes = fields.get("changes").flag().unwrap_or(true);
        let danger = fields.get("danger").text();
        let explain = fields.get("explain").text();
        let differs = fields.get("differs").text();
        let minutes = fields.get("minutes").whole(0..MOST_MINUTES + 1);
        let uses = work::variables(fields);
        let expect = expectation::read(fields);
        refuse_by_hand(fields);
        judge_reasons(fields, changes);
        let place = fields.place();
        let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
        let (id, title, action) = (id?, title?, action?);
        Some(Step {
            id,
            tasks,
            title,
            hosts,
            user: run_as,
            action,
            unless,
            no_unless,
            undo,
            no_undo,
            changes,
            danger,
            explain,
            differs,
            minutes,
            uses,
            expect,
            place,
        })
    })
}

/// The most minutes a step may take: a week.
const MOST_MINUTES: i64 = 7 * 24 * 60;

/// The one of `run` and `manual` that is there.
fn read_action(fields: &mut Fields) -> Option<Action> {
    let run = script::read(fields.get("run"), shell_of(fields));
    let manual = fields.get("manual").text();
    match (fields.has("run"), fields.has("manual")) {
        (true, false) => run.map(Action::Run),
        (false, true) => manual.map(Action::Manual),
        (both, _) => {
            let found = if both { "both" } else { "neither" };
            let message = format!("a step has exactly one of `run` and `manual`, found {found}");
            let span = if both {
                fields.key_span("manual")
            } else {
                fields.head()
            };
            fields.page.error("run-or-manual", &span, message);
            None
        }
    }
}

/// A step's shell lives on after it, unless it runs as another user.
fn shell_of(fields: &Fields) -> Shell {
    if fields.has("as") {
        Shell::Fresh
    } else {
        Shell::Living
    }
}

/// What is done by hand runs no script.
fn refuse_by_hand(fields: &Fields) {
    if fields.has("manual") && !fields.has("run") {
        let reason = "needs a `run`; this step is manual";
        let hint = "remove it, or let a check ask what was done";
        fields.refuse(&["as", "unless", "undo", "uses"], reason, hint);
        fields.refuse(&expectation::KEYS, reason, hint);
    }
}

/// A step that changes a host tells how it is known to be done and how it is taken back, or why not.
fn judge_reasons(fields: &Fields, changes: bool) {
    let missing = [
        (
            "unless",
            "no_unless",
            "no-unless",
            "does not say how to see that it is already done",
        ),
        (
            "undo",
            "no_undo",
            "no-undo",
            "does not say how to take it back",
        ),
    ];
    for (script, reason, code, lack) in missing {
        if fields.has(script) && fields.has(reason) {
            let message = format!("`{reason}` says why there is no `{script}`, but there is one");
            fields
                .page
                .error("contradiction", &fields.key_span(reason), message);
        }
        if fields.has("run") && changes && !fields.has(script) && !fields.has(reason) {
            let message = format!("this step changes a host and {lack}");
            let hint = format!("add `{script}`, or `{reason}: WHY`, or `changes: false`");
            fields
                .page
                .tell(Finding::warning(code, fields.head(), message).hint(hint));
        }
    }
}
