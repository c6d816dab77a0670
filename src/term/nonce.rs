//! The nonce that authenticates prompt marks.

use std::fmt;

use crate::text::hex;

/// The secret word that authenticates prompt marks: 32 hexadecimal digits.
///
/// Its alphabet is safe unquoted in shell text and in a control string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// Creates a nonce from 16 unpredictable bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Self(hex(random))
    }

    /// Returns the hexadecimal digits.
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
