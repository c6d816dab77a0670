//! The operator's terminal, lent to the process group of another program.

use std::fs::File;
use std::io;
use std::process::ExitStatus;

use nix::sys::signal::{SigSet, Signal};
use rustix::process::{Pid, WaitId, WaitIdOptions, getpgrp, kill_process_group, waitid};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr, tcsetpgrp};
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

/// Runs a program that has the operator's terminal until it exits, in a process group of its own.
///
/// # Errors
/// Fails if the program cannot be started.
pub async fn run_in_foreground(mut command: Command) -> io::Result<ExitStatus> {
    let mut child = command.process_group(0).spawn()?;
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    let terminal = id.and_then(Pid::from_raw).and_then(LentTerminal::lend);
    tokio::select! {
        status = child.wait() => status,
        never = keep_running(terminal.as_ref()) => match never {},
    }
}

/// Continues the program that has the terminal whenever it stops (Ctrl-Z): no shell is there to
/// continue it.
pub(super) async fn keep_running(terminal: Option<&LentTerminal>) -> std::convert::Infallible {
    let (Some(terminal), Ok(mut children)) = (terminal, signal(SignalKind::child())) else {
        return std::future::pending().await;
    };
    let stopped = || {
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
        waitid(WaitId::Pid(terminal.group), options)
    };
    loop {
        while let Ok(Some(_)) = stopped() {
            // It may have ended meanwhile.
            let _ = kill_process_group(terminal.group, rustix::process::Signal::CONT);
        }
        if children.recv().await.is_none() {
            return std::future::pending().await;
        }
    }
}

/// The operator's terminal, lent to a process group and restored when dropped.
///
/// The process group reads the keys. Ctrl-C interrupts it and not daymark.
pub(super) struct LentTerminal {
    terminal: File,
    modes: Option<Termios>,
    /// The process group that has it. Its leader is a child of daymark.
    group: Pid,
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
        Some(Self {
            terminal,
            modes,
            group: to,
        })
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
