//! What tells a shell from every other, on its host and after it.

use serde::{Deserialize, Serialize};

/// What a shell tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellIdentity {
    /// Its name, such as `bash`.
    pub shell: String,
    /// Its version, as it tells it.
    pub version: String,
    /// Its process on its host; 0 when it did not tell.
    pub pid: u32,
    /// Its terminal on its host, such as `/dev/pts/3`.
    pub tty: String,
    /// The namespace of its process numbers; a container has its own.
    pub namespace: String,
    /// The session it belongs to; none where the host does not tell.
    pub session: Option<ShellSession>,
}

impl ShellIdentity {
    /// Whether the process numbers of both are of one host and one namespace.
    pub fn shares_processes_with(&self, other: &Self) -> bool {
        let boot = |identity: &Self| {
            identity
                .session
                .as_ref()
                .map(|session| session.boot.clone())
        };
        boot(self).is_some() && boot(self) == boot(other) && self.namespace == other.namespace
    }
}

/// A session of processes on a host: what is left of a step can be found by it, after the shell
/// and the connection are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellSession {
    /// The host's boot id: another one means that it was started anew.
    pub boot: String,
    /// The session's number, which is its first process's.
    pub id: u32,
    /// When its shell started, in the host's ticks since it was booted: numbers are given again.
    pub started: u64,
}

impl ShellSession {
    /// Reads what a host tells: its boot id, and of `/proc/PID/stat` what follows the name.
    pub(super) fn read(boot: &str, stat: &str) -> Option<Self> {
        // proc_pid_stat(5): fields 3 (state), 6 (session) and 22 (starttime).
        let fields: Vec<&str> = stat.split(' ').collect();
        let ordinary = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        (!boot.is_empty() && boot.chars().all(ordinary)).then_some(())?;
        Some(Self {
            boot: boot.to_owned(),
            id: fields.get(3)?.parse().ok()?,
            started: fields.get(19)?.parse().ok()?,
        })
    }
}
