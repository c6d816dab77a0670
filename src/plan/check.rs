//! One thing to verify.

use std::time::Duration;

use super::{
    Expectation, Place, expectation,
    field::Field,
    fields::Fields,
    id,
    page::Page,
    script::{self, Shell},
    tree::Node,
    work,
};

/// One thing to verify: by a command, or by eye.
#[derive(Debug, Clone, PartialEq)]
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
    /// What to look at when the answer is no.
    pub explain: Option<String>,
    /// Variables its script gets besides those it names.
    pub uses: Vec<String>,
    /// Where it stands in its file.
    pub place: Place,
}

impl Check {
    /// How long an asking may take where the plan says nothing.
    pub const TIMEOUT: Duration = Duration::from_secs(60);
}

/// Asking again while the answer is no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// How long to go on, from the first asking.
    pub within: Duration,
    /// How long to wait between two askings.
    pub every: Duration,
}

/// Reads a check of an entry that has `tasks` tasks.
pub(super) fn read<'p>(node: &'p Node<'p>, page: Page<'p>, tasks: usize) -> Option<Check> {
    Fields::read(node, "a check", page, |fields| {
        let id = id::read(fields.need("id"));
        let text = fields.need("check").text();
        let tasks = work::tasks(fields, tasks);
        let hosts = work::hosts(fields, fields.has("run"));
        let run_as = fields.get("as").text();
        let run = script::read(fields.get("run"), Shell::Fresh);
        let expect = expectation::read(fields);
        let retry = read_retry(fields.get("retry"), page);
        let timeout = fields.get("timeout").duration().unwrap_or(Check::TIMEOUT);
        let fresh = fields.get("fresh").flag().unwrap_or(false);
        let explain = fields.get("explain").text();
        let uses = work::variables(fields);
        refuse_by_eye(fields);
        let place = fields.place();
        let (id, text) = (id?, text?);
        Some(Check {
            id,
            tasks,
            text,
            hosts,
            user: run_as,
            run,
            expect,
            retry,
            timeout,
            fresh,
            explain,
            uses,
            place,
        })
    })
}

/// A check by eye asks nobody, so it has no host and judges no output.
fn refuse_by_eye(fields: &Fields) {
    if !fields.has("run") {
        let reason = "needs a `run`; a check without one is by eye";
        let hint = "add the `run` that asks, or remove this key";
        fields.refuse(
            &["on", "as", "retry", "timeout", "fresh", "uses"],
            reason,
            hint,
        );
        fields.refuse(&expectation::KEYS, reason, hint);
    }
}

fn read_retry<'p>(field: Field<'p>, page: Page<'p>) -> Option<Retry> {
    Fields::read(field.node()?, "`retry`", page, |fields| {
        let within = fields.need("for").duration();
        let every = fields.need("every").duration();
        Some(Retry {
            within: within?,
            every: every?,
        })
    })
}
