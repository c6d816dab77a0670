//! Secrets that are fetched on the operator's machine.

use super::Value;

/// A secret to read, generate or store on the operator's machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetch {
    pub variable: String,
    /// The action and where it finds or stores the secret.
    pub source: SecretSource,
}

/// The command or keyring that reads, generates or stores a secret.
#[derive(Debug, Clone, PartialEq)]
pub enum SecretSource {
    /// This command prints it.
    From(String),
    /// This command prints a new one.
    Generate(String),
    /// This command stores a new one, which it reads from standard input.
    Keep {
        command: String,
        /// The new value.
        value: Value,
    },
    /// The system's keyring, under this plan's id and the variable's name.
    Keyring(String),
}

/// The result of fetching a secret.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// The value. A new one is stored already.
    Found(Value),
    /// The source has no value, for this reason.
    NotFound(String),
    /// The source failed, for this reason. It may have a value.
    Failed(String),
}
