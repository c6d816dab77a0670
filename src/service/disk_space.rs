//! Disk space: whether a disk has any, and how it reports that it has none.

use std::fs;
use std::io::{self, Write as _};
use std::os::fd::AsFd;
use std::path::Path;

use rustix::fs::fstatvfs;
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit};

use super::files;

/// The space that outputs and recordings leave free, in bytes.
pub(super) const LEFT_FREE: u64 = 16 * 1024;
/// The space that a start needs, in bytes: more than a cut output leaves free.
pub(super) const TO_START: u64 = 2 * LEFT_FREE;

/// Checks that a file system has so many bytes left.
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

/// Checks that a file system can take another file.
///
/// # Errors
/// `StorageFull`, as creating a file would report it.
pub(super) fn check_files(file: impl AsFd) -> io::Result<()> {
    match fstatvfs(file) {
        Ok(found) if found.f_files > 0 && found.f_favail == 0 => Err(Errno::NOSPC.into()),
        _ => Ok(()),
    }
}

/// Tests by writing that a folder has space: no figure of the file system shows quotas.
///
/// # Errors
/// Fails if it has none, or the disk fails.
pub(super) fn prove(folder: &Path) -> io::Result<()> {
    let path = folder.join(".room");
    let written = files::replace(&path).and_then(|mut file| {
        file.write_all(&incompressible(TO_START)?)?;
        file.sync_data()
    });
    let removed = fs::remove_file(&path);
    written.and(removed)
}

/// Checks that the process may give a file this length (`ulimit -f`).
///
/// # Errors
/// `FileTooLarge`, as a write would report it.
pub(super) fn check_length(length: u64) -> io::Result<()> {
    match getrlimit(Resource::Fsize).current {
        Some(limit) if length > limit => Err(Errno::FBIG.into()),
        _ => Ok(()),
    }
}

/// Returns whether a write failed for lack of space: disk, quota, or the allowed file size.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// Returns bytes that take up their length on every file system, even one that compresses.
pub(super) fn incompressible(length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes)
}
