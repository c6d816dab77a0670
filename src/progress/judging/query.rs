//! What is to be found in an output.

use crate::plan::{Expectation, Save};

/// What is to be found in an output, so that its result can be judged without it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The pattern that must match.
    pub expect: Option<String>,
    /// The pattern that must not match.
    pub expect_not: Option<String>,
    /// Whether standard output is read as a number.
    pub number: bool,
    /// The value that comes out of standard output.
    pub save: Option<Save>,
}

impl Query {
    /// Returns what [`judge`](crate::progress::judge) needs to know for an expectation.
    pub fn of(expectation: &Expectation) -> Self {
        Self {
            expect: expectation.matches.clone(),
            expect_not: expectation.not_matches.clone(),
            number: expectation.at_most.is_some() || expectation.at_least.is_some(),
            save: None,
        }
    }

    /// The same with a value to save.
    #[must_use]
    pub fn saving(self, save: Option<Save>) -> Self {
        Self { save, ..self }
    }

    /// Returns the part that concerns standard error: the patterns.
    #[must_use]
    pub fn patterns(&self) -> Self {
        Self {
            number: false,
            save: None,
            ..self.clone()
        }
    }
}
