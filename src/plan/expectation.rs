//! What a script's result must be.

/// What a script's result must be; all of it must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// Exit statuses that are right.
    pub exit: Vec<i32>,
    /// Exit statuses that are a warning and not a failure.
    pub warns: Vec<i32>,
    /// A regular expression, multi-line, that the output must match.
    pub matches: Option<String>,
    /// A regular expression, multi-line, that the output must not match.
    pub never: Option<String>,
    /// The trimmed standard output, read as a number, is at most this.
    pub at_most: Option<f64>,
    /// The trimmed standard output, read as a number, is at least this.
    pub at_least: Option<f64>,
    /// The number's unit, only shown.
    pub unit: Option<String>,
}

impl Default for Expectation {
    fn default() -> Self {
        Self {
            exit: vec![0],
            warns: Vec::new(),
            matches: None,
            never: None,
            at_most: None,
            at_least: None,
            unit: None,
        }
    }
}
