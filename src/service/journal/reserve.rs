//! Disk space reserved for the ends of steps that run already.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::service::disk_space::{check_length, incompressible};
use crate::service::files;

/// The space reserved for ends, in bytes.
pub(super) const RESERVE: u64 = 64 * 1024;
/// Space is allocated in multiples of this, in bytes, so that few events need a system call.
const PAGE: u64 = 4096;

/// Disk space reserved for ends.
#[derive(Debug)]
pub(super) struct Reserve {
    /// The file that takes up the space where the file system cannot allocate it.
    spare: PathBuf,
    held: Held,
}

/// How the space is reserved.
#[derive(Debug)]
enum Held {
    /// The journal's file is allocated beyond its end, up to this offset. No other program can take
    /// the space, and an end that is written there needs no more.
    Allocated(u64),
    /// The file system cannot allocate. The spare file takes up the space until an end needs it;
    /// `None` if it has none.
    Spare(Option<File>),
}

impl Reserve {
    /// Returns a reserve without space.
    pub(super) fn new(spare: PathBuf) -> Self {
        Self {
            spare,
            held: Held::Allocated(0),
        }
    }

    /// Reserves [`RESERVE`] bytes behind `end` of the journal.
    ///
    /// # Errors
    /// Fails if the disk has no space or fails.
    pub(super) fn fill(&mut self, journal: &File, end: u64) -> io::Result<()> {
        check_length(end + RESERVE)?;
        self.extend(journal, end + RESERVE)?;
        if let Held::Spare(file @ None) = &mut self.held {
            *file = Some(write_spare(&self.spare)?);
        }
        Ok(())
    }

    /// Makes sure that the journal can grow to `end`, from the reserve.
    ///
    /// # Errors
    /// Fails if the reserve is too small and the disk has no more space.
    pub(super) fn extend(&mut self, journal: &File, end: u64) -> io::Result<()> {
        let Held::Allocated(to) = &mut self.held else {
            return Ok(());
        };
        if end <= *to {
            return Ok(());
        }
        let end = end.next_multiple_of(PAGE);
        match allocate(journal, *to, end - *to) {
            Ok(()) => *to = end,
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                self.held = Held::Spare(None);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Takes in that the journal was cut to this length, and lost the space behind it.
    pub(super) fn cut(&mut self, length: u64) {
        if let Held::Allocated(to) = &mut self.held {
            *to = length.min(*to);
        }
    }

    /// Frees the space of the spare file; returns whether there was any.
    pub(super) fn give_back(&mut self) -> bool {
        let Held::Spare(file) = &mut self.held else {
            return false;
        };
        let emptied = |file: File| file.set_len(0).and_then(|()| file.sync_all());
        file.take().is_some_and(|file| emptied(file).is_ok())
    }
}

/// Allocates a part of a file, and leaves its length as it is.
#[cfg(target_os = "linux")]
fn allocate(file: &File, from: u64, length: u64) -> io::Result<()> {
    use rustix::fs::{FallocateFlags, fallocate};
    Ok(fallocate(file, FallocateFlags::KEEP_SIZE, from, length)?)
}

/// Elsewhere no call allocates without changing the length.
#[cfg(not(target_os = "linux"))]
fn allocate(_: &File, _: u64, _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn write_spare(path: &Path) -> io::Result<File> {
    let file = files::replace(path)?;
    file.write_all_at(&incompressible(RESERVE)?, 0)?;
    file.sync_all()?;
    Ok(file)
}
