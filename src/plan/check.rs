//! Checks and guards.

use std::{ops::Range, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    Expectation, Location, Retry, common_keys, expectation, id,
    plan_index::IdKind,
    run_options,
    script::{self, ScriptContext},
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// One thing to verify: by a command, or by eye.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Its own for the life of the plan, unique in the whole plan.
    pub id: String,
    /// The tasks it proves, counted from 1.
    pub tasks: Vec<usize>,
    /// What is claimed, in the author's words.
    pub text: String,
    /// Where it is asked: names of hosts, groups already spread; empty for a check by eye.
    pub hosts: Vec<String>,
    /// The user its script runs as, through sudo on the host (`as`).
    pub user: Option<String>,
    /// The script that asks; none for a check by eye.
    pub run: Option<String>,
    /// How the answer is judged.
    pub expect: Expectation,
    /// Whether, and how long, it is asked again while the answer is no.
    pub retry: Option<Retry>,
    /// How long one asking may take.
    pub timeout: Duration,
    /// Whether it must prove a new connection, past every open master.
    pub fresh: bool,
    /// How long after it passed it is due to be asked again.
    pub again: Vec<Duration>,
    /// Whether it may be asked again and again, at an interval, while somebody looks.
    pub live: bool,
    /// What to look at when the answer is no.
    pub explain: Option<String>,
    /// Variables its script gets besides those it names.
    pub uses: Vec<String>,
    /// Where it stands in its file.
    pub location: Location,
}

impl Check {
    /// How long an asking may take where the plan says nothing.
    pub const TIMEOUT: Duration = Duration::from_secs(60);
}

/// Reads the checks of something that has `tasks` tasks.
pub(super) fn read_all(field: Field, tasks: usize) -> Vec<Check> {
    let context = field.context();
    field.list("a list of checks", |node| read(node, context, tasks))
}

/// Reads a check. What is missing from it has been told, and a plan with errors is not opened.
fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>, tasks: usize) -> Option<Check> {
    Fields::read(node, "a check", context, |fields| {
        let check = Check {
            id: id::read(fields.required("id"), IdKind::Check).unwrap_or_default(),
            text: fields.required("check").text().unwrap_or_default(),
            tasks: common_keys::tasks(fields, tasks),
            retry: run_options::read_retry(fields.optional("retry")),
            fresh: fields.optional("fresh").boolean().unwrap_or(false),
            again: read_again(fields.optional("again")),
            live: fields.optional("live").boolean().unwrap_or(false),
            explain: fields.optional("explain").text(),
            run: script::read(fields.optional("run"), ScriptContext::NewShell),
            ..read_probe(fields)
        };
        refuse_by_eye(fields);
        Some(check)
    })
}

/// Reads a guard: a check without a life of its own, called by its name.
fn read_guard_check(name: &str, fields: &mut Fields) -> Check {
    Check {
        id: name.to_owned(),
        text: fields
            .optional("about")
            .text()
            .unwrap_or_else(|| name.to_owned()),
        run: script::read(fields.required("run"), ScriptContext::NewShell),
        ..read_probe(fields)
    }
}

/// Times after it passed, each later than the one before.
fn read_again(field: Field) -> Vec<Duration> {
    let again = field.durations();
    let span = field.node().map(|node| node.span.clone());
    if let Some(span) = span.filter(|_| !again.is_sorted_by(|first, next| first < next)) {
        let message = "each of these times must be longer than the one before";
        field.context().error("contradiction", &span, message);
    }
    again
}

/// Reads the keys that checks and guards share.
fn read_probe(fields: &mut Fields) -> Check {
    Check {
        id: String::new(),
        tasks: Vec::new(),
        text: String::new(),
        hosts: common_keys::hosts(fields, fields.has("run")),
        user: fields.optional("as").text(),
        run: None,
        expect: expectation::read(fields),
        retry: None,
        timeout: fields
            .optional("timeout")
            .duration()
            .unwrap_or(Check::TIMEOUT),
        fresh: false,
        again: Vec::new(),
        live: false,
        explain: None,
        uses: common_keys::variables(fields),
        location: fields.location(),
    }
}

/// A check by eye asks nobody, so it has no host and judges no output.
fn refuse_by_eye(fields: &Fields) {
    if !fields.has("run") {
        let reason = "needs a `run`; a check without one is by eye";
        let hint = "add a `run`, or remove this key";
        fields.reject(
            &["on", "as", "retry", "timeout", "fresh", "live", "uses"],
            reason,
            hint,
        );
        fields.reject(&expectation::KEYS, reason, hint);
    }
}

/// A condition on the world, asked right before each step that names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// Its name in the plan.
    pub name: String,
    /// How it is asked; its id is the guard's name.
    pub check: Check,
}

/// Reads one guard of `guards`: its name and how it is asked.
pub(super) fn read_guard<'p>(
    name: &str,
    span: &Range<usize>,
    node: &'p Node<'p>,
    context: ReadContext<'p>,
) -> Option<Guard> {
    let declared = context.spanned_name(name, span);
    id::judge(&declared, "the name of a guard", context);
    context
        .index()
        .declared_guards
        .get_or_insert_default()
        .push(declared);
    Fields::read(node, "a guard", context, |fields| {
        let check = read_guard_check(name, fields);
        Some(Guard {
            name: name.to_owned(),
            check,
        })
    })
}
