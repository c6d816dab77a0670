//! The findings in an output.

use std::fmt;

use zeroize::Zeroizing;

/// The findings in a whole output. A field is `None` if the query does not contain it, and an error
/// with the reason if it cannot be decided. `Debug` hides the saved value, which may be a secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// Whether the pattern that must match matches.
    pub expect: Option<Result<bool, String>>,
    /// Whether the pattern that must not match matches.
    pub expect_not: Option<Result<bool, String>>,
    /// Standard output as a number.
    pub number: Option<Result<Number, String>>,
    /// The saved value; `Ok(None)` if nothing matches.
    pub saved: Option<Result<Option<Zeroizing<String>>, String>>,
}

/// An output read as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// The number, as written.
    Is(String),
    /// The output is not a number. Contains its first line, shortened.
    IsNot(String),
}

impl Findings {
    /// Adds the findings on standard error. A pattern matches if it matches on either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            expect: either(self.expect, other.expect),
            expect_not: either(self.expect_not, other.expect_not),
            ..self
        }
    }

    /// Returns the same findings as uncertain, for this reason.
    #[must_use]
    pub fn doubted(self, why: &str) -> Self {
        let why = || why.to_owned();
        Self {
            expect: self.expect.map(|_| Err(why())),
            expect_not: self.expect_not.map(|_| Err(why())),
            number: self.number.map(|_| Err(why())),
            saved: self.saved.map(|_| Err(why())),
        }
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = |found: &Option<_>| found.as_ref().map(|_| "••••");
        let saved = self.saved.as_ref().map(|saved| saved.as_ref().map(value));
        formatter
            .debug_struct("Findings")
            .field("expect", &self.expect)
            .field("expect_not", &self.expect_not)
            .field("number", &self.number)
            .field("saved", &saved)
            .finish()
    }
}

fn either(
    one: Option<Result<bool, String>>,
    other: Option<Result<bool, String>>,
) -> Option<Result<bool, String>> {
    match (one, other) {
        (Some(Ok(true)), _) | (_, Some(Ok(true))) => Some(Ok(true)),
        (Some(Err(why)), _) | (_, Some(Err(why))) => Some(Err(why)),
        (one, other) => one.or(other),
    }
}
