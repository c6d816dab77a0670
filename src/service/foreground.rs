//! The operator's terminal, lent to the process group of another program.

use std::fs::File;

use nix::sys::signal::{SigSet, Signal};
use rustix::process::{Pid, getpgrp, kill_process_group};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr, tcsetpgrp};

/// The operator's terminal, lent to a process group and restored when dropped.
///
/// The process group reads the keys. Ctrl-C interrupts it and not daymark.
pub(super) struct LentTerminal {
    terminal: File,
    modes: Option<Termios>,
}

impl LentTerminal {
    /// Lends the terminal; none if there is no terminal, or daymark is not in its foreground.
    pub(super) fn lend(to: Pid) -> Option<Self> {
        let terminal = File::options()
            .read(true)
            .write(true)
            .open("/dev/tty")
            .ok()?;
        if tcgetpgrp(&terminal).ok()? != getpgrp() {
            return None;
        }
        let modes = tcgetattr(&terminal).ok();
        tcsetpgrp(&terminal, to).ok()?;
        // The group may have stopped when it read the terminal too early.
        let _ = kill_process_group(to, rustix::process::Signal::CONT);
        Some(Self { terminal, modes })
    }
}

impl Drop for LentTerminal {
    fn drop(&mut self) {
        // Without this, taking the terminal back from the background stops daymark; see
        // tcsetpgrp(3), SIGTTOU.
        let mut stops = SigSet::empty();
        stops.add(Signal::SIGTTOU);
        let blocked = stops.thread_block();
        // A closed terminal needs nothing.
        let _ = tcsetpgrp(&self.terminal, getpgrp());
        if let Some(modes) = &self.modes {
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, modes);
        }
        if blocked.is_ok() {
            let _ = stops.thread_unblock();
        }
    }
}
