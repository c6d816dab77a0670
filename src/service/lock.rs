//! Who may write a journal.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};

use super::clock::now;
use super::files::{self, SMALL};
use super::walk_folder::private;

/// Whoever writes a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockOwner {
    /// The person's name.
    pub operator: String,
    /// The process.
    pub process: u32,
    /// The machine.
    pub host: String,
    /// Since when, RFC 3339.
    pub since: String,
}

impl fmt::Display for LockOwner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operator,
            process,
            host,
            since,
        } = self;
        write!(
            formatter,
            "{operator} walks it on {host} (process {process}) since {since}"
        )
    }
}

impl LockOwner {
    fn here(operator: &str) -> Self {
        Self {
            operator: operator.to_owned(),
            process: std::process::id(),
            host: rustix::system::uname()
                .nodename()
                .to_string_lossy()
                .into_owned(),
            since: now().format("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }

    /// Who was last named, where they still write.
    ///
    /// # Errors
    /// Where the lock's file is no plain file, or cannot be read.
    pub(super) fn living(path: &Path) -> io::Result<Option<Self>> {
        // Another machine's processes and locks cannot be seen from here.
        let elsewhere = |holder: &Self| holder.host != Self::here("").host;
        let writes = |holder: &Self| elsewhere(holder) || holder.process_lives() && is_locked(path);
        Ok(Self::named(path)?.filter(writes))
    }

    fn process_lives(&self) -> bool {
        let process = i32::try_from(self.process).ok().and_then(Pid::from_raw);
        // A process of another user may not be asked, but it is there.
        process.is_some_and(|process| test_kill_process(process) != Err(Errno::SRCH))
    }

    /// Who was last named.
    fn named(path: &Path) -> io::Result<Option<Self>> {
        match files::read(path, SMALL) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The right to write a journal; gone with the process at the latest (flock(2)).
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

/// Why a journal cannot be locked.
pub(super) enum LockError {
    /// Somebody else writes it.
    Locked(Option<LockOwner>),
    /// The lock's file cannot be had.
    Failed(io::Error),
}

impl Lock {
    /// Takes the right, and writes down who has it.
    pub(super) fn take(path: &Path, operator: &str) -> Result<Self, LockError> {
        let mut options = private();
        options.create(true).truncate(false).write(true);
        let mut file = files::open(path, &options).map_err(LockError::Failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LockError::Locked(LockOwner::named(path).ok().flatten()));
            }
            Err(TryLockError::Error(error)) => return Err(LockError::Failed(error)),
        }
        name(&mut file, operator).map_err(LockError::Failed)?;
        let path = path.to_owned();
        Ok(Self { file, path })
    }

    /// Makes sure that whoever takes the right now finds it taken: a file that was removed is
    /// locked for nobody else.
    pub(super) fn is_in_place(&self) -> io::Result<()> {
        files::must_be_at(&self.file, &self.path)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Best effort: a name left behind is known by its process, which no longer lives.
        let _ = self.file.set_len(0);
    }
}

/// Whether somebody holds the lock: after a crash its process may be another program's.
fn is_locked(path: &Path) -> bool {
    let lock = files::open_to_read(path).map(|file| file.try_lock_shared());
    matches!(lock, Ok(Err(TryLockError::WouldBlock)))
}

fn name(file: &mut File, operator: &str) -> io::Result<()> {
    let named = serde_json::to_string(&LockOwner::here(operator))?;
    // Over the last name: on a full disk its room must not be given away first.
    file.write_all(named.as_bytes())?;
    file.set_len(named.len() as u64)
}
