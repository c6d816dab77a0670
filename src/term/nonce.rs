//! The word by which a mark is known to be ours.

use std::fmt;

use crate::text::hex;

/// The word by which a mark is known to be ours: 32 hexadecimal digits.
///
/// Its alphabet makes it safe to stand unquoted in shell text and in a control string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// The word for 16 bytes that nobody else can guess.
    pub fn new(random: [u8; 16]) -> Self {
        Self(hex(random))
    }

    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Shows no digits: who knows the nonce can forge an end.
impl fmt::Debug for Nonce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Nonce(…)")
    }
}
