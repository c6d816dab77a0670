//! Plain files: any other kind could block the program, or never end.

use std::fs::FileType;
use std::io;
use std::os::unix::fs::FileTypeExt as _;

/// Checks that a plain file was found.
///
/// # Errors
/// Names the kind that was found instead.
pub(super) fn must_be_plain(found: FileType) -> io::Result<()> {
    if found.is_file() {
        return Ok(());
    }
    Err(not_a(found, "plain file"))
}

/// Returns the error for a kind of file that was found in place of the needed one.
pub(super) fn not_a(found: FileType, needed: &str) -> io::Error {
    let why = format!("it is {}; a {needed} is needed there", kind(found));
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

fn kind(found: FileType) -> &'static str {
    if found.is_file() {
        "a plain file"
    } else if found.is_fifo() {
        "a fifo"
    } else if found.is_socket() {
        "a socket"
    } else if found.is_dir() {
        "a folder"
    } else if found.is_symlink() {
        "a link to nothing"
    } else {
        "a device"
    }
}
