//! Words that nobody else can guess.

use std::io;

use crate::term::{Nonce, ProbeNonces};
use crate::text::hex;

/// `N` random bytes, in hexadecimal.
pub(super) fn hexadecimal<const N: usize>() -> io::Result<String> {
    bytes::<N>().map(hex)
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
