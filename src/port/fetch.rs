//! Secrets that are fetched where the operator sits.

use super::Value;

/// Something to do about a secret, on the machine the operator sits at.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetch {
    /// The variable.
    pub variable: String,
    /// What to do.
    pub source: SecretSource,
}

/// What tells, makes or keeps a secret.
#[derive(Debug, Clone, PartialEq)]
pub enum SecretSource {
    /// This command tells it.
    From(String),
    /// This command makes a new one.
    Generate(String),
    /// This command keeps a new one, from its standard input.
    Keep {
        /// The command.
        command: String,
        /// The new value.
        value: Value,
    },
    /// The system's keyring holds it, under this plan's id and the variable's name.
    Keyring(String),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// The value; a new one is kept.
    Found(Value),
    /// There is none, for this reason.
    NotFound(String),
    /// It cannot be known whether there is one, for this reason.
    Failed(String),
}
