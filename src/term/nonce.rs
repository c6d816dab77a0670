//! The nonce that authenticates prompt marks.

use std::fmt;

use crate::text::hex;

/// The secret word that authenticates prompt marks: hexadecimal digits and hyphens.
///
/// Its alphabet is safe unquoted in shell text and in a control string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// Creates a nonce from 16 unpredictable bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Self(hex(random))
    }

    /// Returns the nonce that a shell made, such as a UUID; none if the word is too short to be one.
    pub(super) fn read(word: &str) -> Option<Self> {
        let ordinary = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
        let is_one = (32..=64).contains(&word.len()) && word.bytes().all(ordinary);
        is_one.then(|| Self(word.to_owned()))
    }

    /// Returns the word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Hides the digits: anyone who knows the nonce can forge an end mark.
impl fmt::Debug for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Nonce(…)")
    }
}

/// The words of a step's marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepNonces {
    /// The word in the typed line. It is no secret.
    pub token: StepToken,
    /// The nonce of the marks that the script begins. It travels with the script.
    pub start: Nonce,
}

/// The number of a step among all steps of a terminal, from 1 to 2⁶³ − 1. Shells calculate with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepToken(u64);

impl StepToken {
    /// Creates a token from unpredictable bytes.
    pub fn new(random: [u8; 8]) -> Self {
        Self((u64::from_ne_bytes(random) >> 1).max(1))
    }

    /// Returns whether a field of a mark is this token.
    pub(super) fn is(self, field: &str) -> bool {
        field.parse() == Ok(self.0)
    }
}

impl fmt::Display for StepToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}
