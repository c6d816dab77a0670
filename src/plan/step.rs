//! One thing to do.

use serde::{Deserialize, Serialize};

use super::{
    Condition, Expectation, FileCopy, Location, Retry, Save, StepAction, Timeout, Wait, action,
    common_keys::{self, names},
    condition,
    diagnostic::RawDiagnostic,
    expectation, id,
    plan_index::{After, ExpectedKind, IdKind, SpannedName},
    run_options,
    script::{self, ScriptContext},
    text::excerpt,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of its own in the plan"
)]
pub struct Step {
    /// Its own for the life of the plan, unique in the whole plan.
    pub id: String,
    /// The tasks it serves, counted from 1.
    pub tasks: Vec<usize>,
    /// What it does, in a few words.
    pub title: String,
    /// Where it runs: names of hosts, groups already spread; empty for a manual step.
    pub hosts: Vec<String>,
    /// How many of its hosts it runs on at once; all of them where the plan says nothing.
    pub serial: Option<usize>,
    /// The user it runs as, through sudo on the host (`as`).
    pub user: Option<String>,
    /// What is done.
    pub action: StepAction,
    /// Where to go for a manual step.
    pub link: Option<String>,
    /// What must be so for it to be done; where any of it is not, it is skipped.
    pub when: Vec<Condition>,
    /// Steps and checks that must have passed before it.
    pub after: Vec<String>,
    /// The steps that `after` names, those that they name in turn, and for one that only looks all
    /// that stand before it: when one of them is taken back, this one is to be done again.
    pub depends_on: Vec<String>,
    /// Guards that are asked right before it.
    pub guards: Vec<String>,
    /// What it waits for before it runs.
    pub wait: Option<Wait>,
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
    /// Whether, and how long, it is run again while it fails.
    pub retry: Option<Retry>,
    /// How long it may run.
    pub timeout: Option<Timeout>,
    /// Whether it asks: the keyboard goes to the pane until it ends.
    pub interactive: bool,
    /// Whether it cuts its own connection; its `unless` then tells how it ended.
    pub disconnects: bool,
    /// Whether it goes on without a connection, in a session of its own on the host.
    pub detach: bool,
    /// Commands that open the shells it runs in, outermost first.
    pub inside: Vec<String>,
    /// The variable that gets its output.
    pub save: Option<Save>,
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
    pub location: Location,
}

impl Step {
    /// The script it runs; none for one that copies files or is done by hand.
    pub fn script(&self) -> Option<&str> {
        match &self.action {
            StepAction::Run(script) => Some(script),
            StepAction::Copy(_) | StepAction::Manual(_) => None,
        }
    }

    /// The files it copies; none for any other step.
    pub fn files(&self) -> &[FileCopy] {
        match &self.action {
            StepAction::Copy(files) => files,
            StepAction::Run(_) | StepAction::Manual(_) => &[],
        }
    }

    /// What it does, as it is told: its script, its text, or a line for each file.
    pub fn summary(&self) -> String {
        match &self.action {
            StepAction::Run(text) | StepAction::Manual(text) => text.clone(),
            StepAction::Copy(files) => {
                let line = |file: &FileCopy| format!("copy {} to {}", file.from, file.to);
                files.iter().map(line).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// The same for the record: with what tells its files from others of their names.
    pub fn record_text(&self) -> String {
        match &self.action {
            StepAction::Run(_) | StepAction::Manual(_) => self.summary(),
            StepAction::Copy(files) => {
                let line = |file: &FileCopy| {
                    let (from, to, mode, digest) = (&file.from, &file.to, file.mode, &file.digest);
                    let owner = file.owner.as_deref().unwrap_or("whoever copies it");
                    format!("copy {from} to {to}, {mode:04o}, of {owner}, sha256 {digest}")
                };
                files.iter().map(line).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// Whether a person does it, and no host.
    pub fn is_manual(&self) -> bool {
        matches!(self.action, StepAction::Manual(_))
    }
}

/// Reads the steps of something that has `tasks` tasks.
pub(super) fn read_all(field: Field, tasks: usize) -> Vec<Step> {
    let context = field.context();
    field.list("a list of steps", |node| read(node, context, tasks))
}

/// Reads a step. What is missing from it has been told, and a plan with errors is not opened.
fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>, tasks: usize) -> Option<Step> {
    Fields::read(node, "a step", context, |fields| {
        let id = id::read(fields.required("id"), IdKind::Step).unwrap_or_default();
        let user = fields.optional("as").text();
        let changes = fields.optional("changes").boolean().unwrap_or(true);
        let living = shell_of(fields);
        let step = Step {
            tasks: common_keys::tasks(fields, tasks),
            title: fields.required("title").text().unwrap_or_default(),
            hosts: common_keys::hosts(fields, fields.has("run") || fields.has("copy")),
            serial: read_serial(fields.optional("serial")),
            action: action::read(fields, living, user.as_deref())?,
            link: read_link(fields.optional("link")),
            when: condition::read_all(fields.optional("when"), user.as_deref()),
            after: read_after(fields.optional("after"), &id),
            depends_on: Vec::new(),
            guards: read_guards(fields.optional("guard")),
            wait: run_options::read_wait(fields.optional("wait")),
            unless: script::read(fields.optional("unless"), ScriptContext::NewShell),
            no_unless: fields.optional("no_unless").text(),
            undo: script::read(fields.optional("undo"), living),
            no_undo: fields.optional("no_undo").text(),
            changes,
            retry: run_options::read_retry(fields.optional("retry")),
            timeout: run_options::read_timeout(fields.optional("timeout")),
            interactive: fields.optional("interactive").boolean().unwrap_or(false),
            disconnects: fields.optional("disconnects").boolean().unwrap_or(false),
            detach: fields.optional("detach").boolean().unwrap_or(false),
            inside: script::read_all(fields.optional("inside"), ScriptContext::Pane),
            save: run_options::read_save(fields.optional("save")),
            danger: fields.optional("danger").text(),
            explain: fields.optional("explain").text(),
            differs: fields.optional("differs").text(),
            minutes: read_minutes(fields.optional("minutes")),
            uses: common_keys::variables(fields),
            expect: expectation::read(fields),
            location: fields.location(),
            id,
            user,
        };
        refuse_misplaced(fields, &step.action);
        refuse_mixtures(fields);
        if !step.is_manual() {
            count_hosts(fields, &step.hosts);
        }
        judge_reasons(fields, changes);
        Some(step)
    })
}

/// The most hosts that `serial` may name: more is all of them.
const MOST_AT_ONCE: i64 = 1000;

/// The most minutes a step may take: a week.
const MOST_MINUTES: i64 = 7 * 24 * 60;

fn read_minutes(field: Field) -> Option<u32> {
    let minutes = field.integer(0..MOST_MINUTES + 1);
    minutes.and_then(|minutes| u32::try_from(minutes).ok())
}

fn read_serial(field: Field) -> Option<usize> {
    let serial = field.integer(1..MOST_AT_ONCE + 1);
    serial.and_then(|serial| usize::try_from(serial).ok())
}

/// Reads an address that a browser opens.
fn read_link(field: Field) -> Option<String> {
    let mention = field.spanned_name()?;
    let address = mention.name.strip_prefix("https://");
    let address = address.or_else(|| mention.name.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if address.is_none_or(|address| address.is_empty() || address.contains(odd)) {
        let message = format!("`{}` is no link", excerpt(&mention.name));
        let diagnostic = RawDiagnostic::error("bad-link", mention.span.bytes.clone(), message);
        field
            .context()
            .report(diagnostic.hint("a link begins with `https://` or `http://`"));
    }
    Some(mention.name)
}

fn read_after(field: Field, step: &str) -> Vec<String> {
    let ids = field.references(ExpectedKind::StepOrCheck);
    let after = names(&ids);
    let step = step.to_owned();
    field.context().index().afters.push(After { step, ids });
    after
}

fn read_guards(field: Field) -> Vec<String> {
    let guards: Vec<SpannedName> = field.names();
    let named = names(&guards);
    field.context().index().used_guards.extend(guards);
    named
}

/// A step's shell lives on after it, unless it runs as another user.
fn shell_of(fields: &Fields) -> ScriptContext {
    if fields.has("as") {
        ScriptContext::NewShell
    } else {
        ScriptContext::Pane
    }
}

/// Keys that only make sense where a script runs.
const OF_SCRIPTS: [&str; 8] = [
    "uses",
    "retry",
    "timeout",
    "interactive",
    "disconnects",
    "detach",
    "inside",
    "save",
];

/// Keys that only make sense where something is done to a host.
const OF_HOSTS: [&str; 5] = ["as", "guard", "unless", "undo", "serial"];

/// Each kind of step has keys of its own.
fn refuse_misplaced(fields: &Fields, action: &StepAction) {
    let reason = match action {
        StepAction::Run(_) => None,
        StepAction::Copy(_) => Some("needs a `run`; this step copies files"),
        StepAction::Manual(_) => Some("needs a `run`; this step is manual"),
    };
    let hint = "remove it, or let a check verify the result";
    if let Some(reason) = reason {
        fields.reject(&OF_SCRIPTS, reason, hint);
        fields.reject(&expectation::KEYS, reason, hint);
    }
    if let (StepAction::Manual(_), Some(reason)) = (action, reason) {
        fields.reject(&OF_HOSTS, reason, hint);
    } else {
        let reason = "is for a step that is done by hand";
        fields.reject(&["link"], reason, "put it into `explain`");
    }
}

/// Some keys exclude each other, and some need each other.
fn refuse_mixtures(fields: &Fields) {
    fields.refuse_together(&["interactive", "inside", "detach"]);
    fields.refuse_together(&["inside", "as"]);
    fields.requires("disconnects", "unless", "which reports the result");
}

/// Leaves it to a rule to count the hosts, once all groups are known.
fn count_hosts(fields: &Fields, hosts: &[String]) {
    let span = |key| fields.context.file_span(&fields.key_span(key));
    if fields.has("serial") {
        let serial = (hosts.to_owned(), span("serial"));
        fields.context.index().serials.push(serial);
    }
    if fields.has("save") {
        let save = (hosts.to_owned(), span("save"));
        fields.context.index().saves.push(save);
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
                .context
                .error("contradiction", &fields.key_span(reason), message);
        }
        if fields.has("run") && changes && !fields.has(script) && !fields.has(reason) {
            let message = format!("this step changes a host and {lack}");
            let hint = format!("add `{script}`, or `{reason}: WHY`, or `changes: false`");
            fields
                .context
                .report(RawDiagnostic::warning(code, fields.head(), message).hint(hint));
        }
    }
}
