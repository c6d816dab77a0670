//! One thing to verify.

use std::time::Duration;

use super::{Expectation, Place};

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
