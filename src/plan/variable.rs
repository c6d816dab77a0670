//! Named values that scripts see as environment variables.

/// A named value, exported to the shell of a script that names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name, as in a shell.
    pub name: String,
    /// The question put to the operator.
    pub ask: Option<String>,
    /// Whether its value must never be kept or shown.
    pub secret: bool,
    /// A value that would do.
    pub example: Option<String>,
    /// A regular expression that the whole value must match.
    pub pattern: Option<String>,
    /// Whether it may stay without a value.
    pub optional: bool,
    /// Its value where none is given.
    pub default: Option<String>,
}
