//! A variable in the environment of a script.

use std::fmt;

/// A variable in the environment of a script.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ScriptVariable<'a> {
    name: &'a str,
    value: &'a [u8],
}

/// The reason why a variable is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidVariable {
    /// A name that is not made of letters, digits and underscores, or that begins with a digit.
    Name(String),
    /// A variable whose value contains a NUL byte, which no environment can.
    Nul(String),
}

impl<'a> ScriptVariable<'a> {
    /// Creates a variable. The value may be any bytes except NUL.
    ///
    /// # Errors
    /// If the name is invalid (POSIX, Base Definitions §3.216) or the value contains a NUL byte.
    pub fn new(name: &'a str, value: &'a [u8]) -> Result<Self, InvalidVariable> {
        let ordinary = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let digit_first = name.starts_with(|first: char| first.is_ascii_digit());
        if name.is_empty() || digit_first || !name.bytes().all(ordinary) {
            return Err(InvalidVariable::Name(name.to_owned()));
        }
        if value.contains(&0) {
            return Err(InvalidVariable::Nul(name.to_owned()));
        }
        Ok(Self { name, value })
    }

    /// Returns the name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Returns the value.
    pub fn value(&self) -> &'a [u8] {
        self.value
    }
}

/// Hides the value, which may be a secret.
impl fmt::Debug for ScriptVariable<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Variable({})", self.name)
    }
}

impl fmt::Display for InvalidVariable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(formatter, "`{name}` is not the name of a variable"),
            Self::Nul(name) => write!(formatter, "the value of `{name}` holds a NUL byte"),
        }
    }
}

impl std::error::Error for InvalidVariable {}
