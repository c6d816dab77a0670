//! Digests and random bytes in hexadecimal.

use std::fmt::Write as _;

use sha2::Digest as _;

/// Returns bytes as lower-case hexadecimal digits, two per byte.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// Returns the SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    let mut digest = Sha256::default();
    digest.push(bytes.as_ref());
    digest.finish()
}

/// SHA-256 over bytes that arrive in parts.
#[derive(Debug, Clone, Default)]
pub struct Sha256(sha2::Sha256);

impl Sha256 {
    /// Adds the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns the digest in hexadecimal.
    pub fn finish(self) -> String {
        hex(self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standard() {
        // The example of a one-block message in FIPS 180-4.
        let check = |parts: &[&str], expect: &str| {
            let mut digest = Sha256::default();
            for part in parts {
                digest.push(part.as_bytes());
            }
            assert_eq!(digest.finish(), expect, "{parts:?}");
            assert_eq!(sha256(parts.concat()), expect, "{parts:?}");
        };
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        check(&[], nothing);
        check(&["", ""], nothing);
        check(&["abc"], abc);
        check(&["a", "bc"], abc);
        assert_eq!(hex([0, 1, 0x0a, 0xff]), "00010aff");
    }
}
