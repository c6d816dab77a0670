//! Steps.

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
    step_format::{MOST_AT_ONCE, MOST_MINUTES, STEP},
    text::excerpt,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// One action on hosts or by the operator, with its preconditions and its undo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of its own in the plan"
)]
pub struct Step {
    /// The id: unique in the plan, and the same for its whole life.
    pub id: String,
    /// The tasks that the step serves, counted from 1.
    pub tasks: Vec<usize>,
    /// The action in a few words.
    pub title: String,
    /// The hosts to run on, with groups expanded. Empty for a manual step.
    pub hosts: Vec<String>,
    /// How many hosts it runs on at the same time. `None` means all of them.
    pub serial: Option<usize>,
    /// The user it runs as, through sudo on the host (`as`).
    pub user: Option<String>,
    /// The action: a script, files to copy, or manual instructions.
    pub action: StepAction,
    /// The page to open for a manual step: an `http` or `https` address.
    pub link: Option<String>,
    /// Conditions of the step. If any is not met, the step is skipped.
    pub when: Vec<Condition>,
    /// Ids of the steps and checks that must have passed before it.
    pub after: Vec<String>,
    /// The transitive closure of `after`. A step that changes nothing also depends on all earlier
    /// steps of its procedure. If one of these is undone, this step must run again.
    pub depends_on: Vec<String>,
    /// Names of the guards that run right before it.
    pub guards: Vec<String>,
    /// A delay before it runs.
    pub wait: Option<Wait>,
    /// A script that succeeds if the step is already done.
    pub unless: Option<String>,
    /// The reason why there is no `unless`.
    pub no_unless: Option<String>,
    /// A script that undoes the step.
    pub undo: Option<String>,
    /// The reason why there is no `undo`.
    pub no_undo: Option<String>,
    /// Whether it changes the host. True unless the plan says `changes: false`.
    pub changes: bool,
    /// How long to repeat it while it fails, if at all.
    pub retry: Option<Retry>,
    /// The time limit, if any.
    pub timeout: Option<Timeout>,
    /// Whether it reads input: the pane gets the keyboard until it ends.
    pub interactive: bool,
    /// Whether it ends its own connection. Its `unless` then reports the result.
    pub disconnects: bool,
    /// Whether it survives a lost connection, in its own session on the host.
    pub detach: bool,
    /// Whether it runs in the pane's shell itself, which it changes.
    pub in_shell: bool,
    /// The shell that it is written for, instead of that of its host.
    pub shell: Option<String>,
    /// Commands that open the shells it runs in, outermost first.
    pub inside: Vec<String>,
    /// The variable that receives its output.
    pub save: Option<Save>,
    /// The possible damage, in a sentence. The step then needs an approval.
    pub danger: Option<String>,
    /// The reason for the step, and how to fix a failure.
    pub explain: Option<String>,
    /// The difference from the author's commands, and the reason for it.
    pub differs: Option<String>,
    /// A realistic duration in minutes, up to a week.
    pub minutes: Option<u32>,
    /// Variables that its scripts get in addition to those they name.
    pub uses: Vec<String>,
    /// The result that passes.
    pub expect: Expectation,
    /// The location of the first key.
    pub location: Location,
}

impl Step {
    /// Returns the script, or `None` for a step that copies files or is manual.
    pub fn script(&self) -> Option<&str> {
        match &self.action {
            StepAction::Run(script) => Some(script),
            StepAction::Copy(_) | StepAction::Manual(_) => None,
        }
    }

    /// Returns the files to copy. Empty for any other step.
    pub fn files(&self) -> &[FileCopy] {
        match &self.action {
            StepAction::Copy(files) => files,
            StepAction::Run(_) | StepAction::Manual(_) => &[],
        }
    }

    /// Returns a summary: the script, the manual text, or one line per file.
    pub fn summary(&self) -> String {
        match &self.action {
            StepAction::Run(text) | StepAction::Manual(text) => text.clone(),
            StepAction::Copy(files) => {
                let line = |file: &FileCopy| format!("copy {} to {}", file.from, file.to);
                files.iter().map(line).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// Returns the summary for the journal, in which each file has its mode, owner and digest.
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

    /// Returns whether the operator carries out the step.
    pub fn is_manual(&self) -> bool {
        matches!(self.action, StepAction::Manual(_))
    }
}

/// Reads the steps of a procedure with `tasks` tasks.
pub(super) fn read_all(field: Field, tasks: usize) -> Vec<Step> {
    let context = field.context();
    field.list("a list of steps", |node| read(node, context, tasks))
}

/// Reads a step. A missing key gets a default: its diagnostic prevents the plan from opening.
fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>, tasks: usize) -> Option<Step> {
    Fields::read(node, &STEP, context, |fields| {
        let id = id::read(fields.required("id"), IdKind::Step).unwrap_or_default();
        let user = fields.optional("as").text();
        let changes = fields.optional("changes").boolean().unwrap_or(true);
        let in_shell = fields.optional("in_shell").boolean().unwrap_or(false);
        let context_of_run = if in_shell {
            ScriptContext::Pane
        } else {
            ScriptContext::NewShell
        };
        let step = Step {
            tasks: common_keys::tasks(fields, tasks),
            title: fields.required("title").text().unwrap_or_default(),
            hosts: common_keys::hosts(fields, fields.has("run") || fields.has("copy")),
            serial: read_serial(fields.optional("serial")),
            action: action::read(fields, context_of_run, user.as_deref())?,
            link: read_link(fields.optional("link")),
            when: condition::read_all(fields.optional("when"), user.as_deref()),
            after: read_after(fields.optional("after"), &id),
            depends_on: Vec::new(),
            guards: read_guards(fields.optional("guard")),
            wait: run_options::read_wait(fields.optional("wait")),
            unless: script::read(fields.optional("unless"), ScriptContext::NewShell),
            no_unless: fields.optional("no_unless").text(),
            undo: script::read(fields.optional("undo"), ScriptContext::NewShell),
            no_undo: fields.optional("no_undo").text(),
            changes,
            retry: run_options::read_retry(fields.optional("retry")),
            timeout: run_options::read_timeout(fields.optional("timeout")),
            interactive: fields.optional("interactive").boolean().unwrap_or(false),
            disconnects: fields.optional("disconnects").boolean().unwrap_or(false),
            detach: fields.optional("detach").boolean().unwrap_or(false),
            in_shell,
            shell: fields.optional("shell").text(),
            inside: script::read_all(fields.optional("inside"), ScriptContext::NewShell),
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
        if !step.is_manual() {
            count_hosts(fields, &step.hosts);
        }
        judge_reasons(fields, changes);
        Some(step)
    })
}

fn read_minutes(field: Field) -> Option<u32> {
    let minutes = field.integer(0..MOST_MINUTES + 1);
    minutes.and_then(|minutes| u32::try_from(minutes).ok())
}

fn read_serial(field: Field) -> Option<usize> {
    let serial = field.integer(1..MOST_AT_ONCE + 1);
    serial.and_then(|serial| usize::try_from(serial).ok())
}

/// Reads a web address.
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

/// Rejects keys that do not fit the kind of step.
fn refuse_misplaced(fields: &Fields, action: &StepAction) {
    let (kind, explanation) = match action {
        StepAction::Run(_) => ("run", "this step runs a script"),
        StepAction::Copy(_) => ("copy", "this step copies files"),
        StepAction::Manual(_) => ("manual", "this step is manual"),
    };
    let hint = "remove it, or let a check verify the result";
    fields.reject_misplaced(kind, explanation, hint);
}

/// Notes `serial` and `save` for the rules, which count hosts after all groups are known.
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

/// Reports a step that changes a host but has no `unless` or `undo` and gives no reason.
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
        if fields.has("run") && changes && !fields.has(script) && !fields.has(reason) {
            let message = format!("this step changes a host and {lack}");
            let hint = format!("add `{script}`, or `{reason}: WHY`, or `changes: false`");
            fields
                .context
                .report(RawDiagnostic::warning(code, fields.head(), message).hint(hint));
        }
    }
}
