//! The way to run programs on a host.
//!
//! A copy needs no method of its own: it is a script that a shell or a probe runs.

use std::io;
use std::pin::Pin;

use super::pty::Pty;
use super::session::{ProbeOutput, ProbeSession};
use super::shell_stream::ShellReader;
use crate::term::{Nonce, Size};

/// A running probe.
pub(super) type RunningProbe<'a> = Pin<Box<dyn Future<Output = ProbeOutput> + Send + 'a>>;

/// A way to run programs on a host. It opens no connection.
pub(super) trait HostTransport: Send + Sync {
    /// Opens the pane's shell on a terminal of this size.
    ///
    /// # Errors
    /// Fails if no terminal or session can be opened.
    fn open_shell(
        &self,
        shell: &str,
        nonce: &Nonce,
        size: Size,
        reader: ShellReader,
    ) -> io::Result<Pty>;

    /// Runs a probe in a session of its own.
    fn probe<'a>(&'a self, session: ProbeSession<'a>) -> RunningProbe<'a>;

    /// Runs a probe in a session of its own that proves a new connection.
    fn probe_fresh<'a>(&'a self, session: ProbeSession<'a>) -> RunningProbe<'a>;

    /// Returns whether the account belongs to another host.
    fn is_remote(&self) -> bool;
}
