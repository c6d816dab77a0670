//! The required result of a script.

use serde::{Deserialize, Serialize};

use super::{
    diagnostic::RawDiagnostic,
    format::{KeyRecord, ValueFormat},
    pattern,
    yaml::fields::Fields,
};

/// The required result of a script. Every part of it must match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expectation {
    /// Exit statuses that pass.
    pub exit: Vec<i32>,
    /// Exit statuses that are a warning instead of a failure.
    pub warns: Vec<i32>,
    /// A multi-line regular expression that the output must match.
    pub matches: Option<String>,
    /// A multi-line regular expression that the output must not match.
    pub not_matches: Option<String>,
    /// The maximum of the standard output, trimmed and parsed as a number.
    pub at_most: Option<f64>,
    /// The minimum of the standard output, trimmed and parsed as a number.
    pub at_least: Option<f64>,
    /// The unit of that number, for display only.
    pub unit: Option<String>,
}

impl Default for Expectation {
    fn default() -> Self {
        Self {
            exit: vec![0],
            warns: Vec::new(),
            matches: None,
            not_matches: None,
            at_most: None,
            at_least: None,
            unit: None,
        }
    }
}

/// The keys that need the script of a step, a check or a guard.
const SCRIPT: &[&str] = &["run"];

/// The keys of an expectation.
pub(super) const KEYS: &[KeyRecord] = &[
    KeyRecord::new(
        "exit",
        ValueFormat::Integers(0, 255),
        "[0, 100]",
        "The exit statuses that pass.",
    )
    .default("0")
    .only_with(SCRIPT),
    KeyRecord::new(
        "warns",
        ValueFormat::Integers(0, 255),
        "2",
        "The exit statuses that are a warning instead of a failure.",
    )
    .only_with(SCRIPT),
    KeyRecord::new(
        "expect",
        ValueFormat::Pattern,
        r"'^HTTP/1\.1 200'",
        "A regular expression that the output must match. `^` and `$` match at every line.",
    )
    .only_with(SCRIPT),
    KeyRecord::new(
        "expect_not",
        ValueFormat::Pattern,
        "'^ERROR'",
        "A regular expression that the output must not match.",
    )
    .only_with(SCRIPT),
    KeyRecord::new(
        "at_most",
        ValueFormat::Number,
        "80",
        "The maximum of the standard output, read as one number.",
    )
    .only_with(SCRIPT),
    KeyRecord::new(
        "at_least",
        ValueFormat::Number,
        "2.5",
        "The minimum of the standard output, read as one number.",
    )
    .only_with(SCRIPT),
    KeyRecord::new(
        "unit",
        ValueFormat::Text,
        "MiB",
        "The unit of that number, for display only.",
    )
    .only_with(SCRIPT),
];

/// Reads the expectation of a step or a check.
pub(super) fn read(fields: &Fields) -> Expectation {
    let exit = statuses(fields, "exit");
    let warns = statuses(fields, "warns");
    let matches = pattern::read(fields.optional("expect"));
    let never = pattern::read(fields.optional("expect_not"));
    let at_most = fields.optional("at_most").number();
    let at_least = fields.optional("at_least").number();
    let unit = fields.optional("unit").text();
    if let (Some(most), Some(least)) = (at_most, at_least)
        && least > most
    {
        let message = format!("no number is at least {least} and at most {most}");
        fields.context.report(RawDiagnostic::error(
            "contradiction",
            fields.key_span("at_least"),
            message,
        ));
    }
    let exit = if exit.is_empty() {
        Expectation::default().exit
    } else {
        exit
    };
    Expectation {
        exit,
        warns,
        matches,
        not_matches: never,
        at_most,
        at_least,
        unit,
    }
}

/// Reads exit statuses, which POSIX limits to 0 to 255.
fn statuses(fields: &Fields, key: &'static str) -> Vec<i32> {
    let statuses = fields.optional(key).wholes(&(0..256));
    statuses
        .into_iter()
        .filter_map(|status| i32::try_from(status).ok())
        .collect()
}
