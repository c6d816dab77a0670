//! The transport to another host, over ssh's control master.

use std::io;
use std::path::{Path, PathBuf};

use openssh::Session;
use tokio::process::Command;
use tokio::time::timeout;

use super::child::SSH_ALONE;
use super::pty::Pty;
use super::session::{ProbeOutput, ProbeSession, converse, not_started, through_process};
use super::shell_stream::ShellReader;
use super::transport::{HostTransport, RunningProbe};
use crate::term::shell_integration::remote_command;
use crate::term::{Nonce, Size};

/// The exit status of ssh when it could not connect (ssh(1), EXIT STATUS).
const SSH_FAILED: i32 = 255;
/// The exit status of a shell that does not find a command (POSIX.1-2024, 2.8.2).
const NOT_FOUND: i32 = 127;

/// The transport to another host.
pub(super) struct Ssh {
    destination: String,
    /// The socket of the connection; none without an open one.
    socket: Option<PathBuf>,
}

impl Ssh {
    pub(super) fn new(destination: &str, socket: Option<&Path>) -> Self {
        Self {
            destination: destination.to_owned(),
            socket: socket.map(Path::to_owned),
        }
    }
}

impl HostTransport for Ssh {
    fn open_shell(
        &self,
        shell: &str,
        nonce: &Nonce,
        size: Size,
        reader: ShellReader,
    ) -> io::Result<Pty> {
        let socket = self.socket.as_ref();
        let socket = socket.ok_or_else(|| io::Error::other("there is no connection"))?;
        Pty::start_over(socket, remote_command(shell, nonce), size, reader)
    }

    fn probe<'a>(&'a self, session: ProbeSession<'a>) -> RunningProbe<'a> {
        Box::pin(async move {
            match &self.socket {
                Some(socket) => over(socket, session).await,
                None => not_started("there is no connection".to_owned()),
            }
        })
    }

    /// Runs a probe over a new connection, past every open master. ssh does not prompt.
    fn probe_fresh<'a>(&'a self, session: ProbeSession<'a>) -> RunningProbe<'a> {
        let mut ssh = Command::new("ssh");
        ssh.args(["-o", "ControlPath=none", "-o", "ControlMaster=no"]);
        ssh.args(["-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-T"]);
        ssh.args(SSH_ALONE);
        ssh.args(["--", &self.destination, session.command()]);
        Box::pin(through_process(ssh, session, Some(SSH_FAILED)))
    }

    fn is_remote(&self) -> bool {
        true
    }
}

/// Runs a probe over an open connection.
async fn over(socket: &Path, probe: ProbeSession<'_>) -> ProbeOutput {
    let session = Session::resume_mux(socket.into(), None);
    let mut command = session.raw_command(probe.command());
    command
        .stdin(openssh::Stdio::piped())
        .stdout(openssh::Stdio::piped())
        .stderr(openssh::Stdio::piped());
    // A hanging connection neither accepts nor rejects. The script is sent only after this.
    let mut child = match timeout(probe.limit(), command.spawn()).await {
        Ok(Ok(child)) => child,
        Ok(Err(error)) => {
            return not_started(format!(
                "the connection did not accept it: {}",
                with_causes(&error)
            ));
        }
        Err(_) => return not_started("the connection did not answer in time".to_owned()),
    };
    let (stdin, stdout, stderr) = (
        child.stdin().take(),
        child.stdout().take(),
        child.stderr().take(),
    );
    let wait = async {
        match child.wait().await {
            Ok(status) => Ok(status.code()),
            // The library reports exit status 127 as this error, and nothing else.
            Err(openssh::Error::Remote(error)) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Some(NOT_FOUND))
            }
            Err(error) => Err(io::Error::other(with_causes(&error))),
        }
    };
    converse(stdin, stdout, stderr, probe, wait, None).await
}

/// Returns the text of an error with its causes.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
