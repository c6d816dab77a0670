//! Finds and ends the processes of a step on its host.

use crate::term::ShellSession;
use crate::term::shell_integration::text::assign;

const TREE: &str = include_str!("tree.sh");
const SIGNAL: &str = include_str!("signal.sh");
const ALIVE: &str = include_str!("alive.sh");

/// A signal that ends processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, as Ctrl-C sends it.
    Interrupt,
    /// SIGTERM, as a shutdown sends it.
    Terminate,
    /// SIGKILL, which a process cannot handle.
    Kill,
}

impl Signal {
    /// Returns the signal's name, without `SIG` (signal(7)).
    pub fn word(self) -> &'static str {
        match self {
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
            Self::Kill => "KILL",
        }
    }
}

/// Returns a POSIX script that sends a signal to the foreground processes of a shell and to all
/// their descendants. The shell itself gets only an interrupt.
///
/// `shell` is its process id. The script exits with 0 if the signal was sent, and with 1 if some
/// processes may not be ended. It exits with 3 if the shell is gone, and with 4 if the shell itself
/// is busy, so that only an interrupt would reach it.
pub fn signal_script(shell: u32, signal: Signal) -> String {
    let mut out = Vec::new();
    assign("pid", shell.to_string().as_bytes(), &mut out);
    assign("signal", signal.word().as_bytes(), &mut out);
    with(&out, SIGNAL)
}

/// Returns a script that checks whether processes of a session are running, for every shell that a
/// plan may use.
///
/// It exits with 0 if they are, and prints each with its command. It exits with 3 if they are gone,
/// with 4 if the host has rebooted since, and with 5 if the host cannot report this.
pub fn alive_script(session: &ShellSession) -> String {
    let mut out = Vec::new();
    assign("id", session.id.to_string().as_bytes(), &mut out);
    assign("started", session.started.to_string().as_bytes(), &mut out);
    assign("boot", session.boot.as_bytes(), &mut out);
    with(&out, ALIVE)
}

fn with(assignments: &[u8], script: &str) -> String {
    let assignments = String::from_utf8_lossy(assignments);
    format!("{assignments}{}", script.replace("@TREE@", TREE))
}
