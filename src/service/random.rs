//! Words that nobody else can guess.

use std::fmt::Write as _;
use std::io;

use crate::term::{Nonce, ProbeNonces};

/// `N` random bytes, in hexadecimal.
pub(super) fn hexadecimal<const N: usize>() -> io::Result<String> {
    let mut word = String::with_capacity(2 * N);
    for byte in bytes::<N>()? {
        // Writing to a `String` cannot fail.
        let _ = write!(word, "{byte:02x}");
    }
    Ok(word)
}

/// A word to mix into fingerprints of files, so that nobody can guess from one what a file holds.
///
/// # Errors
/// Where the system has no random bytes.
pub fn salt() -> io::Result<String> {
    hexadecimal::<16>()
}

/// A nonce for marks.
pub(super) fn nonce() -> io::Result<Nonce> {
    bytes().map(Nonce::new)
}

/// Nonces for one probe.
pub(super) fn probe_nonces() -> io::Result<ProbeNonces> {
    Ok(ProbeNonces {
        start: nonce()?,
        end: nonce()?,
    })
}

fn bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}
