//! A script with what it needs to run.

use super::Value;

/// A script with what it needs to run. Nothing is substituted into its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// Its text, as the plan has it.
    pub text: String,
    /// Variables it gets as environment variables.
    pub variables: Vec<(String, Value)>,
    /// The user it runs as, through sudo on the host.
    pub user: Option<String>,
}
