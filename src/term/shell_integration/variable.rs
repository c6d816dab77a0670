//! A value that a script gets in its environment.

use std::fmt;

/// A value that a script gets in its environment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ScriptVariable<'a> {
    name: &'a str,
    value: &'a [u8],
}

/// Why a variable cannot be one of a shell's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidVariable {
    /// The name is not one: letters, digits and underscores, no digit first.
    Name(String),
    /// The value of this variable holds a NUL byte, which no environment can.
    Nul(String),
}

impl<'a> ScriptVariable<'a> {
    /// A variable of this name and value; the value is any bytes but NUL.
    ///
    /// # Errors
    /// When the name is not a shell's (POSIX, Base Definitions §3.216) or the value holds a NUL.
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

    /// Its name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Its value.
    pub fn value(&self) -> &'a [u8] {
        self.value
    }
}

/// Shows no value: it may be a secret.
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
