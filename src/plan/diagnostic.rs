//! What the author of a plan is told about it.

use std::ops::Range;

use super::Place;

/// One thing that is wrong, or doubtful, in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether it keeps the plan from being opened.
    pub severity: Severity,
    /// A stable word for the kind, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// The bytes of the file it is about.
    pub span: Range<usize>,
    /// What to write instead.
    pub hint: Option<String>,
}

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The plan can be opened all the same.
    Warning,
    /// The plan is not opened.
    Error,
}
