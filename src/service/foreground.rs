//! The operator's terminal, lent to another program's process group.

use std::fs::File;

use nix::sys::signal::{SigSet, Signal};
use rustix::process::{Pid, getpgrp, kill_process_group};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr, tcsetpgrp};

/// The operator's terminal, lent to a process group; taken back, as it was, when dropped.
///
/// Whoever has it reads its keys, and Ctrl-C there ends them and not us.
pub(super) struct LentTerminal {
    terminal: File,
    modes: Option<Termios>,
}

impl LentTerminal {
    /// Lends the terminal; none where there is none, or it is not ours to lend.
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
        // It may have been stopped for reading before the terminal was its own.
        let _ = kill_process_group(to, rustix::process::Signal::CONT);
        Some(Self { terminal, modes })
    }
}

impl Drop for LentTerminal {
    fn drop(&mut self) {
        // Taking it back from behind would stop us; see tcsetpgrp(3), SIGTTOU.
        let mut stops = SigSet::empty();
        stops.add(Signal::SIGTTOU);
        let blocked = stops.thread_block();
        // A terminal that is gone needs nothing.
        let _ = tcsetpgrp(&self.terminal, getpgrp());
        if let Some(modes) = &self.modes {
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, modes);
        }
        if blocked.is_ok() {
            let _ = stops.thread_unblock();
        }
    }
}
