//! An output that contains a new secret.

use zeroize::Zeroizing;

use crate::term::{MASKED, Mask, PlainText, SHORTEST_SECRET, Secrets};

/// The limit of a buffered output, in bytes. Of a longer one nothing is kept.
const MOST: usize = 4 * 1024 * 1024;

/// An output with a new secret, buffered until its end identifies the secret; wiped when dropped.
#[derive(Debug, Default)]
pub(super) struct Withheld {
    bytes: Zeroizing<Vec<u8>>,
    overrun: bool,
}

impl Withheld {
    /// Appends bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.overrun |= self.bytes.len() + bytes.len() > MOST;
        if !self.overrun {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Masks the secret in the output. If it is unknown, or escape sequences split it, everything
    /// is masked.
    pub(super) fn without(self, secret: Option<&str>) -> Vec<u8> {
        let secret = secret.filter(|secret| secret.chars().count() >= SHORTEST_SECRET);
        let Some(secret) = secret.filter(|_| !self.overrun) else {
            return MASKED.as_bytes().to_vec();
        };
        let secrets = Secrets::new([secret]);
        let mut mask = Mask::new(secrets.clone());
        let mut struck = mask.push(&self.bytes);
        struck.extend(mask.finish());
        let plain = Zeroizing::new(PlainText::of(&struck));
        if secrets.mask(&plain) == *plain {
            struck
        } else {
            MASKED.as_bytes().to_vec()
        }
    }
}
