//! The identity of a shell and of its session on the host.

use serde::{Deserialize, Serialize};

/// The identity that a shell reports in its `I` mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellIdentity {
    /// The shell's name, such as `bash`.
    pub shell: String,
    /// The shell's version, empty if the shell reports none.
    pub version: String,
    /// The process id on the host, or 0 if the shell reported none.
    pub pid: u32,
    /// The terminal on the host, such as `/dev/pts/3`.
    pub tty: String,
    /// The pid namespace. A container has its own.
    pub namespace: String,
    /// The POSIX session of the shell. `None` if the host does not report it.
    pub session: Option<ShellSession>,
}

impl ShellIdentity {
    /// Returns whether process ids of both shells are comparable: same boot of the same host, same
    /// pid namespace.
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

/// A POSIX session on a host. It identifies the remaining processes of a step after the shell and
/// the connection are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellSession {
    /// The host's boot id, which changes with every reboot.
    pub boot: String,
    /// The session id, which is the process id of its first process.
    pub id: u32,
    /// The start time of the shell, in the host's clock ticks since boot. It detects a reused
    /// process id.
    pub started: u64,
}

impl ShellSession {
    /// Parses the host's boot id and the fields of `/proc/PID/stat` after the process name.
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
