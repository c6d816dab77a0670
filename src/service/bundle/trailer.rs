//! The last frame of a bundle: the SHA-256 of all bytes before it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use crate::text::Sha256;

/// The magic number of a skippable frame, and the size of its content (RFC 8878, section 3.1.2).
const HEAD: [u8; 8] = [0x50, 0x2a, 0x4d, 0x18, 64, 0, 0, 0];
/// The length of the frame: its head, and a digest in hexadecimal.
pub(super) const LENGTH: u64 = 8 + 64;

/// Returns the last frame for a digest in hexadecimal.
pub(super) fn trailer(digest: &str) -> Vec<u8> {
    [&HEAD, digest.as_bytes()].concat()
}

/// Returns the length of a bundle without its last frame, and whether the digest in it is right.
///
/// # Errors
/// Fails if the file cannot be read or has no such frame.
pub(super) fn check_trailer(file: &mut File) -> io::Result<(u64, bool)> {
    let length = file.metadata()?.len();
    let missing = || io::Error::other("it does not end as a bundle of daymark does");
    let content = length.checked_sub(LENGTH).ok_or_else(missing)?;
    file.seek(SeekFrom::Start(content))?;
    let mut frame = Vec::new();
    file.take(LENGTH).read_to_end(&mut frame)?;
    let digest = frame.strip_prefix(&HEAD).ok_or_else(missing)?;
    file.seek(SeekFrom::Start(0))?;
    let mut found = Sha256::default();
    let mut rest = (&mut *file).take(content);
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = rest.read(&mut piece)?;
        if length == 0 {
            break;
        }
        found.push(&piece[..length]);
    }
    file.seek(SeekFrom::Start(0))?;
    Ok((content, found.finish().as_bytes() == digest))
}
