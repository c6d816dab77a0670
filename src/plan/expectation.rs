//! The required result of a script.

use serde::{Deserialize, Serialize};

use super::{diagnostic::RawDiagnostic, pattern, yaml::fields::Fields};

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

/// The keys of an expectation.
pub(super) const KEYS: [&str; 7] = [
    "exit",
    "warns",
    "expect",
    "expect_not",
    "at_most",
    "at_least",
    "unit",
];

/// Reads the expectation of a step or a check.
pub(super) fn read(fields: &mut Fields) -> Expectation {
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
fn statuses(fields: &mut Fields, key: &'static str) -> Vec<i32> {
    let statuses = fields.optional(key).wholes(&(0..256));
    statuses
        .into_iter()
        .filter_map(|status| i32::try_from(status).ok())
        .collect()
}
