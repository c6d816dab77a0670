//! SHA-256, in hexadecimal.

use sha2::{Digest, Sha256};

/// That of what a file holds.
pub(super) fn of_content(content: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(content))
}

/// That of all that was fed.
pub(super) fn hexadecimal(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
