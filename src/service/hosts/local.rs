//! The transport to this machine.

use std::io;

use tokio::process::Command;

use super::child::home;
use super::pty::Pty;
use super::session::{ProbeSession, through_process};
use super::shell_stream::ShellReader;
use super::transport::{HostTransport, RunningProbe};
use crate::term::shell_integration::local_command;
use crate::term::{Nonce, Size};

/// The transport to this machine.
pub(super) struct Local;

impl HostTransport for Local {
    fn open_shell(
        &self,
        shell: &str,
        nonce: &Nonce,
        size: Size,
        reader: ShellReader,
    ) -> io::Result<Pty> {
        Pty::start(&local_command(shell, nonce), size, reader)
    }

    fn probe<'a>(&'a self, session: ProbeSession<'a>) -> RunningProbe<'a> {
        let mut process = Command::new("/bin/sh");
        process.args(["-c", session.command()]).current_dir(home());
        Box::pin(through_process(process, session, None))
    }

    fn probe_fresh<'a>(&'a self, session: ProbeSession<'a>) -> RunningProbe<'a> {
        self.probe(session)
    }

    fn is_remote(&self) -> bool {
        false
    }
}
