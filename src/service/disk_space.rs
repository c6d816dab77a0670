//! Room on the disk: whether there is any, and how a disk says that there is none.

use std::fs;
use std::io::{self, Write as _};
use std::os::fd::AsFd;
use std::path::Path;

use rustix::fs::fstatvfs;
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit};

use super::files;

/// What outputs and recordings leave free on the disk, in bytes.
pub(super) const LEFT_FREE: u64 = 16 * 1024;
/// What must be free for a start, in bytes: more than an output leaves that had to be cut.
pub(super) const TO_START: u64 = 2 * LEFT_FREE;

/// Reports a file system that has fewer bytes left than these.
///
/// # Errors
/// `StorageFull`, as a write would report it.
pub(super) fn check(file: impl AsFd, bytes: u64) -> io::Result<()> {
    let Ok(found) = fstatvfs(file) else {
        return Ok(());
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    // A file system without a limit of its own reports no blocks at all.
    if found.f_blocks > 0 && free < bytes {
        return Err(Errno::NOSPC.into());
    }
    Ok(())
}

/// Reports a file system that has no room for another file.
///
/// # Errors
/// `StorageFull`, as creating a file would report it.
pub(super) fn check_files(file: impl AsFd) -> io::Result<()> {
    match fstatvfs(file) {
        Ok(found) if found.f_files > 0 && found.f_favail == 0 => Err(Errno::NOSPC.into()),
        _ => Ok(()),
    }
}

/// Proves by writing that a folder has room: quotas show in no figure of the file system.
///
/// # Errors
/// Where it has none, or the disk fails.
pub(super) fn prove(folder: &Path) -> io::Result<()> {
    let path = folder.join(".room");
    let written = files::replace(&path).and_then(|mut file| {
        file.write_all(&incompressible(TO_START)?)?;
        file.sync_data()
    });
    let removed = fs::remove_file(&path);
    written.and(removed)
}

/// Reports a length that the process may not give a file (`ulimit -f`).
///
/// # Errors
/// `FileTooLarge`, as a write would report it.
pub(super) fn check_length(length: u64) -> io::Result<()> {
    match getrlimit(Resource::Fsize).current {
        Some(limit) if length > limit => Err(Errno::FBIG.into()),
        _ => Ok(()),
    }
}

/// Whether a write failed because there is no room: no space, no quota, or no longer file allowed.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// Bytes that take their room on every file system, also on one that compresses.
pub(super) fn incompressible(length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}
