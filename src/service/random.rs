//! Random words that others cannot guess.

use std::io;

use crate::term::{Nonce, ProbeNonces, StepNonces, StepToken};
use crate::text::hex;

/// Returns `N` random bytes in hexadecimal.
pub(super) fn hexadecimal<const N: usize>() -> io::Result<String> {
    bytes::<N>().map(hex)
}

/// Returns a salt for the fingerprints of files. Without it, others could guess a file's content
/// from its fingerprint.
///
/// # Errors
/// Fails if the system has no random bytes.
pub fn salt() -> io::Result<String> {
    hexadecimal::<16>()
}

/// Returns a nonce for prompt marks.
pub(super) fn nonce() -> io::Result<Nonce> {
    bytes().map(Nonce::new)
}

/// Returns the nonces of one step.
pub(super) fn step_nonces() -> io::Result<StepNonces> {
    Ok(StepNonces {
        token: StepToken::new(bytes()?),
        start: nonce()?,
    })
}

/// Returns the nonces of one probe.
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
