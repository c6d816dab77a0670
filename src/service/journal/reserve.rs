//! Room that is set aside for the ends of what runs already.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::service::disk_space::{check_length, incompressible};
use crate::service::files;

/// How much room is set aside for ends, in bytes.
pub(super) const RESERVE: u64 = 64 * 1024;
/// Room is allocated in multiples of this, in bytes, so that few events ask the file system.
const PAGE: u64 = 4096;

/// Room that is set aside for ends.
#[derive(Debug)]
pub(super) struct Reserve {
    /// A file for the bytes that take the room where none can be allocated.
    spare: PathBuf,
    held: Held,
}

/// How the room is held.
#[derive(Debug)]
enum Held {
    /// The journal's file is allocated beyond its end, up to this offset: no other writer can take
    /// the room, and an end that is written there needs no more.
    Allocated(u64),
    /// The file system cannot allocate: the spare file takes the room, and gives it back when an
    /// end needs it. None where it takes none.
    Spare(Option<File>),
}

impl Reserve {
    /// Nothing is set aside yet.
    pub(super) fn new(spare: PathBuf) -> Self {
        Self {
            spare,
            held: Held::Allocated(0),
        }
    }

    /// Sets [`RESERVE`] bytes aside behind `end` of the journal.
    ///
    /// # Errors
    /// Where there is no room, or the disk fails.
    pub(super) fn fill(&mut self, journal: &File, end: u64) -> io::Result<()> {
        check_length(end + RESERVE)?;
        self.extend(journal, end + RESERVE)?;
        if let Held::Spare(file @ None) = &mut self.held {
            *file = Some(write_spare(&self.spare)?);
        }
        Ok(())
    }

    /// Makes sure that the journal can grow to `end`, from what is set aside.
    ///
    /// # Errors
    /// Where that is not enough and there is no more room.
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

    /// The journal was cut to this length, and what was allocated behind it is gone.
    pub(super) fn cut(&mut self, length: u64) {
        if let Held::Allocated(to) = &mut self.held {
            *to = length.min(*to);
        }
    }

    /// Gives the spare file's room back to the file system; returns whether there was any.
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
