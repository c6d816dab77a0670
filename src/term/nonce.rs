//! The word by which a mark is known to be ours.

use std::fmt::{self, Write as _};

/// The word by which a mark is known to be ours: 32 hexadecimal digits.
///
/// Its alphabet makes it safe to stand unquoted in shell text and in a control string.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

impl Nonce {
    /// The word for 16 bytes that nobody else can guess.
    pub fn new(random: [u8; 16]) -> Self {
        let mut word = String::with_capacity(2 * random.len());
        for byte in random {
            // Writing to a `String` cannot fail.
            let _ = write!(word, "{byte:02x}");
        }
        Self(word)
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
