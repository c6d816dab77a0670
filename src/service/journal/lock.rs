//! The lock that lets one session write a journal, and names it.

use std::fmt;
use std::fs::{File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};

use crate::progress::SessionId;
use crate::service::clock::now;
use crate::service::files::private;
use crate::service::files::{self, SMALL};

/// The session that writes a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockOwner {
    /// The id of the session; `None` where an earlier version of daymark writes.
    #[serde(default)]
    pub session: Option<SessionId>,
    /// The operator's name.
    pub operator: String,
    /// The process id.
    pub process: u32,
    /// The name of the machine.
    pub host: String,
    /// The local time at which the session began, `YYYY-MM-DD HH:MM:SS`.
    pub since: String,
}

impl fmt::Display for LockOwner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operator,
            process,
            host,
            since,
            session: _,
        } = self;
        write!(
            formatter,
            "{operator} has this walk open on {host} since {since} (pid {process})"
        )
    }
}

impl LockOwner {
    fn here(operator: &str, session: &SessionId) -> Self {
        Self {
            session: Some(session.clone()),
            operator: operator.to_owned(),
            process: std::process::id(),
            host: this_host(),
            since: now().format("%Y-%m-%d %H:%M:%S").to_string(),
        }
    }

    /// Returns the session that the lock file names, if it still writes.
    ///
    /// # Errors
    /// Fails if the lock file is not a plain file, or cannot be read.
    pub(super) fn living(path: &Path) -> io::Result<Option<Self>> {
        // Another machine's processes and locks cannot be seen from here.
        let is_remote = |owner: &Self| owner.host != this_host();
        let writes = |owner: &Self| is_remote(owner) || owner.process_lives() && is_locked(path);
        Ok(Self::named(path)?.filter(writes))
    }

    /// Returns the reason why a walk is read-only while this session, or none, writes it.
    pub(in crate::service) fn read_only_reason(writer: Option<&Self>) -> String {
        let exited = "the session that wrote this walk has exited; open the walk again to write it";
        writer.map_or_else(|| exited.to_owned(), Self::to_string)
    }

    fn process_lives(&self) -> bool {
        let process = i32::try_from(self.process).ok().and_then(Pid::from_raw);
        // Another user's process allows no signal, but it exists.
        process.is_some_and(|process| test_kill_process(process) != Err(Errno::SRCH))
    }

    fn named(path: &Path) -> io::Result<Option<Self>> {
        match files::read(path, SMALL) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The right to write a journal; the system releases it when the process exits (flock(2)).
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

/// Why a journal cannot be locked.
pub(super) enum LockError {
    /// Another session writes it.
    Locked(Option<LockOwner>),
    /// The lock file cannot be opened or written.
    Failed(io::Error),
}

impl Lock {
    /// Takes the right, and names its owner in the lock file.
    pub(super) fn take(
        path: &Path,
        operator: &str,
        session: &SessionId,
    ) -> Result<Self, LockError> {
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
        name(&mut file, &LockOwner::here(operator, session)).map_err(LockError::Failed)?;
        let path = path.to_owned();
        Ok(Self { file, path })
    }

    /// Makes sure that other sessions find the lock: a removed file locks out no other session.
    pub(super) fn is_in_place(&self) -> io::Result<()> {
        files::must_be_at(&self.file, &self.path)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Best effort: readers also check that the process of a name left behind lives.
        let _ = self.file.set_len(0);
    }
}

/// Whether a process holds the lock: after a crash another program may have the owner's process id.
fn is_locked(path: &Path) -> bool {
    let lock = files::open_to_read(path).map(|file| file.try_lock_shared());
    matches!(lock, Ok(Err(TryLockError::WouldBlock)))
}

fn this_host() -> String {
    let name = rustix::system::uname();
    name.nodename().to_string_lossy().into_owned()
}

fn name(file: &mut File, owner: &LockOwner) -> io::Result<()> {
    let named = serde_json::to_string(owner)?;
    // Overwrites the last name: on a full disk its space must not be freed first.
    file.write_all(named.as_bytes())?;
    file.set_len(named.len() as u64)
}
