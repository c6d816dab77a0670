//! The findings that a judgement needs.

use crate::plan::{Expectation, Save};

/// The findings that a judgement needs, so that the whole output need not be stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The pattern that must match.
    pub expect: Option<String>,
    /// The pattern that must not match.
    pub expect_not: Option<String>,
    /// Whether standard output is read as a number.
    pub number: bool,
    /// The value to extract from standard output.
    pub save: Option<Save>,
    /// Whether the text is data, such as the difference of two files: control characters stay in
    /// it, to be made visible. Other text is what a terminal would show.
    pub verbatim: bool,
}

impl Query {
    /// Returns the query that [`judge`](crate::progress::judge) needs for an expectation.
    pub fn of(expectation: &Expectation) -> Self {
        Self {
            expect: expectation.matches.clone(),
            expect_not: expectation.not_matches.clone(),
            number: expectation.at_most.is_some() || expectation.at_least.is_some(),
            save: None,
            verbatim: false,
        }
    }

    /// Returns the query of a comparison, whose output is data.
    pub fn verbatim() -> Self {
        Self {
            verbatim: true,
            ..Self::default()
        }
    }

    /// Returns the same query with a value to save.
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
