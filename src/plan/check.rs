//! Checks and guards.

use std::{ops::Range, time::Duration};

use serde::{Deserialize, Serialize};

use super::{
    Expectation, Location, Retry, common_keys, expectation,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    id,
    plan_index::IdKind,
    run_options,
    script::{self, ScriptContext},
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// One thing to verify, with a script or manually.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The id: unique in the plan, and the same for its whole life.
    pub id: String,
    /// The tasks that the check proves, counted from 1.
    pub tasks: Vec<usize>,
    /// The steps of its tasks that change something. Computed from the procedure.
    pub depends_on: Vec<String>,
    /// The claim to verify, in the author's words.
    pub text: String,
    /// The hosts to run on, with groups expanded. Empty for a manual check.
    pub hosts: Vec<String>,
    /// The user that the script runs as, through sudo on the host (`as`).
    pub user: Option<String>,
    /// The script to run. `None` for a manual check.
    pub run: Option<String>,
    /// The result that passes.
    pub expect: Expectation,
    /// How long to repeat a failing check, if at all.
    pub retry: Option<Retry>,
    /// The time limit of one run.
    pub timeout: Duration,
    /// Whether the check opens a new ssh connection instead of sharing an open one.
    pub fresh: bool,
    /// How long after it passed the check is due again, once per duration.
    pub again: Vec<Duration>,
    /// Whether the screen may repeat the check at an interval while the operator watches.
    pub live: bool,
    /// What to look at when the check fails.
    pub explain: Option<String>,
    /// Variables that the script gets in addition to those it names.
    pub uses: Vec<String>,
    /// The location of the first key.
    pub location: Location,
}

impl Check {
    /// The default time limit of one run.
    pub const TIMEOUT: Duration = Duration::from_secs(60);
}

/// A check.
pub(super) static CHECK: ObjectFormat = ObjectFormat::new(
    "check",
    "a check",
    "One thing to verify, with a script or by the operator.",
    &[CHECK_KEYS, expectation::KEYS],
);

/// The keys of a check that need a script.
const SCRIPT: &[&str] = &["run"];

const CHECK_KEYS: &[KeyRecord] = &[
    KeyRecord::new(
        "id",
        ValueFormat::Id,
        "answers",
        "The id: unique in the plan, and the same for the life of the plan.",
    )
    .required(),
    KeyRecord::new(
        "check",
        ValueFormat::Text,
        "The shop answers",
        "The claim to verify.",
    )
    .required(),
    common_keys::TASK,
    common_keys::ON.only_with(SCRIPT),
    common_keys::AS.only_with(SCRIPT),
    KeyRecord::new(
        "run",
        ValueFormat::Script,
        "curl -sI \"http://$ADDRESS\"",
        "The script. A check without one is manual: the operator attests it.",
    ),
    TIMEOUT.only_with(SCRIPT),
    common_keys::RETRY.only_with(SCRIPT),
    KeyRecord::new(
        "again",
        ValueFormat::Durations,
        "[1h, 24h]",
        "The times after it passed at which it is due again, in ascending order.",
    ),
    KeyRecord::new(
        "live",
        ValueFormat::Boolean,
        "true",
        "Whether it runs while you watch the day.",
    )
    .default("false")
    .only_with(SCRIPT),
    KeyRecord::new(
        "fresh",
        ValueFormat::Boolean,
        "true",
        "Whether it runs over a new connection.",
    )
    .default("false")
    .only_with(SCRIPT),
    KeyRecord::new(
        "explain",
        ValueFormat::Text,
        "If it fails, read the journal of nginx.",
        "The reason for the check, and how to fix a failure.",
    ),
    common_keys::USES.only_with(SCRIPT),
];

/// A guard.
pub(super) static GUARD: ObjectFormat = ObjectFormat::new(
    "guard",
    "a guard",
    "A check that runs right before each step that names it.",
    &[GUARD_KEYS, expectation::KEYS],
);

const GUARD_KEYS: &[KeyRecord] = &[
    KeyRecord::new(
        "about",
        ValueFormat::Text,
        "The market is closed",
        "The claim to verify. Without it, the guard's name.",
    ),
    common_keys::ON,
    common_keys::AS,
    KeyRecord::new(
        "run",
        ValueFormat::Script,
        "./is-market-closed",
        "The script.",
    )
    .required(),
    TIMEOUT,
    common_keys::USES,
];

const TIMEOUT: KeyRecord = KeyRecord::new(
    "timeout",
    ValueFormat::Duration,
    "10s",
    "The time limit. After it, the result is unknown.",
)
.default("60s");

/// Reads the checks of a procedure with `tasks` tasks.
pub(super) fn read_all(field: Field, tasks: usize) -> Vec<Check> {
    let context = field.context();
    field.list("a list of checks", |node| read(node, context, tasks))
}

/// Reads a check. A missing key gets a default: its diagnostic prevents the plan from opening.
fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>, tasks: usize) -> Option<Check> {
    Fields::read(node, &CHECK, context, |fields| {
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

/// Reads a guard as a check whose id is the guard's name.
fn read_guard_check(name: &str, fields: &Fields) -> Check {
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

/// Reads `again`: times after the check passed, in ascending order.
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
fn read_probe(fields: &Fields) -> Check {
    Check {
        id: String::new(),
        tasks: Vec::new(),
        depends_on: Vec::new(),
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

/// Rejects keys of a script in a manual check, which has no hosts and no output.
fn refuse_by_eye(fields: &Fields) {
    if !fields.has("run") {
        let explanation = "a check without one is manual";
        fields.reject_misplaced("", explanation, "add a `run`, or remove this key");
    }
}

/// A check that runs right before each step that names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// The name that steps refer to.
    pub name: String,
    /// The check to run. Its id is the guard's name.
    pub check: Check,
}

/// Reads one guard of `guards`.
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
    Fields::read(node, &GUARD, context, |fields| {
        let check = read_guard_check(name, fields);
        Some(Guard {
            name: name.to_owned(),
            check,
        })
    })
}
