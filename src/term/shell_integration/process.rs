//! Looking for a step's processes on its host, and ending them.

use crate::term::ShellSession;
use crate::term::shell_integration::text::assign;

const TREE: &str = include_str!("tree.sh");
const SIGNAL: &str = include_str!("signal.sh");
const ALIVE: &str = include_str!("alive.sh");

/// How processes are asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// As Ctrl-C does.
    Interrupt,
    /// As a shutdown does.
    Terminate,
    /// Without asking.
    Kill,
}

impl Signal {
    /// Its name, without `SIG` (signal(7)).
    pub fn word(self) -> &'static str {
        match self {
            Self::Interrupt => "INT",
            Self::Terminate => "TERM",
            Self::Kill => "KILL",
        }
    }
}

/// A POSIX script that sends a signal to what runs in a shell (by its process), and to all that
/// descends from it; never to the shell itself, save for an interrupt.
///
/// Ends with 0 when it was sent, with 1 where some of them may not be ended, with 3 where the
/// shell is gone, with 4 where the shell itself is at work and only an interrupt would reach it.
pub fn signal_script(shell: u32, signal: Signal) -> String {
    let mut out = Vec::new();
    assign("pid", shell.to_string().as_bytes(), &mut out);
    assign("signal", signal.word().as_bytes(), &mut out);
    with(&out, SIGNAL)
}

/// A script, for any of the shells that plans are written for, that tells whether processes of a
/// session still live.
///
/// Ends with 0 when they do, and prints each with its command; with 3 when they are gone; with 4
/// when the host was started anew since; with 5 when the host cannot tell.
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
