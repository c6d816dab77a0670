//! Running a script beside the pane, in a new session.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::time::timeout;

use super::super::random::probe_nonces;
use super::child::hidden_names;
use super::intake::{Inlet, Stream};
use super::proof::{ProbeMarks, Session, Streams};
use crate::port::Script;
use crate::progress::Termination;
use crate::term::shell_integration::{ScriptVariable, probe_command, probe_payload};
use crate::term::{ProbeFrame, ProbeNonces};

/// How long a script may take to end after its time is up: it gets SIGTERM, then SIGKILL.
const GRACE: Duration = Duration::from_secs(4);
/// How long a session may take to close after its script has ended.
const CLOSING: Duration = Duration::from_secs(2);
/// How much of an answer is at hand for us ourselves, in bytes.
const MOST_READ: usize = 64 * 1024;

/// The end of a probe.
pub(super) struct ProbeOutput {
    pub(super) termination: Termination,
    /// The beginning of standard output, where no inlet took it.
    pub(super) head: Vec<u8>,
    /// Whether a connection took the script.
    pub(super) taken: bool,
}

/// A script to run beside the pane, and how its result is recognized.
pub(super) struct ProbeSession<'a> {
    command: String,
    payload: Vec<u8>,
    nonces: ProbeNonces,
    marks: ProbeMarks<'a>,
    limit: Duration,
    /// Where its output goes; none where its beginning is enough.
    inlet: Option<Inlet>,
}

impl<'a> ProbeSession<'a> {
    pub(super) fn new(
        remote: bool,
        shell: &'a str,
        script: &'a Script,
        limit: Duration,
    ) -> Result<Self, String> {
        let nonces = probe_nonces().map_err(|error| error.to_string())?;
        let variables = variables(script)?;
        let user = script.user.as_deref();
        Ok(Self {
            command: probe_command(shell),
            payload: probe_payload(shell, &script.text, &variables, user, &nonces),
            nonces,
            marks: ProbeMarks {
                remote,
                shell,
                user,
            },
            limit,
            inlet: None,
        })
    }

    /// The same, whose output goes through an inlet.
    pub(super) fn through(mut self, inlet: Inlet) -> Self {
        self.inlet = Some(inlet);
        self
    }

    pub(super) fn command(&self) -> &str {
        &self.command
    }

    /// The longest time that the script may run.
    pub(super) fn limit(&self) -> Duration {
        self.limit
    }
}

/// A script's variables as a shell takes them.
pub(super) fn variables(script: &Script) -> Result<Vec<ScriptVariable<'_>>, String> {
    script
        .variables
        .iter()
        .map(|(name, value)| ScriptVariable::new(name, value.reveal().as_bytes()))
        .collect::<Result<_, _>>()
        .map_err(|invalid| invalid.to_string())
}

/// Runs a probe through a process. With the exit status `failed` the process reports that it never
/// reached the host.
pub(super) async fn through_process(
    mut command: Command,
    probe: ProbeSession<'_>,
    failed: Option<i32>,
) -> ProbeOutput {
    hidden_names().for_each(|name| {
        command.env_remove(name);
    });
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .kill_on_drop(true);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return not_started(format!("it could not be started: {error}")),
    };
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let wait = async { child.wait().await.map(|status| status.code()) };
    converse(stdin, stdout, stderr, probe, wait, failed).await
}

/// Sends the script, takes its output in, and waits for its end within its limit.
///
/// Standard input stays open until then: its end interrupts the script. With the exit status
/// `failed` a process reports that it never reached the host.
pub(super) async fn converse(
    stdin: Option<impl AsyncWrite + Unpin>,
    stdout: Option<impl AsyncRead + Unpin>,
    stderr: Option<impl AsyncRead + Unpin>,
    mut probe: ProbeSession<'_>,
    wait: impl Future<Output = io::Result<Option<i32>>>,
    failed: Option<i32>,
) -> ProbeOutput {
    let mut out = Framed::new(&probe.nonces, probe.inlet.clone(), Stream::Out);
    let mut err = Framed::new(&probe.nonces, probe.inlet.take(), Stream::Error);
    tokio::pin!(wait);
    let session = {
        let answer = async {
            tokio::join!(out.read(stdout), err.read(stderr));
            // A process that outlives the script may hold the session.
            if out.frame.exit().is_some() && err.frame.exit().is_some() {
                return Ok(None);
            }
            wait.as_mut().await
        };
        tokio::pin!(answer);
        tokio::select! {
            ended = &mut answer => Some(ended),
            () = hold_open(stdin, &probe.payload, probe.limit) => {
                // Whether it went at once or had to be ended: its time was up.
                let _ = timeout(GRACE, answer).await;
                None
            }
        }
    };
    let streams = Streams {
        out: &out.frame,
        err: &err.frame,
    };
    let termination = match session {
        None => Termination::TimedOut,
        Some(Ok(Some(exit))) if Some(exit) == failed => streams.cut_by_ssh(),
        Some(Ok(_)) => streams.termination(&probe.marks, Session::Ended),
        Some(Err(error)) => streams.termination(&probe.marks, Session::Cut(error.to_string())),
    };
    if let Termination::Exited(_) = termination {
        // The host takes only so many sessions: this one is to be closed before the next begins.
        let _ = timeout(CLOSING, wait).await;
    }
    ProbeOutput {
        termination,
        head: out.head,
        taken: true,
    }
}

/// Sends the script and holds standard input open until the time is up.
async fn hold_open(stdin: Option<impl AsyncWrite + Unpin>, payload: &[u8], limit: Duration) {
    let feed = async {
        if let Some(mut stdin) = stdin {
            // A shell that has ended already tells more by what it printed.
            let _ = stdin.write_all(payload).await;
            let _ = stdin.flush().await;
            std::future::pending::<()>().await;
        }
    };
    let _ = timeout(limit, feed).await;
}

/// One stream of a probe, and the script's share of it.
struct Framed {
    frame: ProbeFrame,
    /// Where the share goes; none where its beginning is enough.
    inlet: Option<Inlet>,
    stream: Stream,
    /// The beginning of the share, where there is no inlet.
    head: Vec<u8>,
}

impl Framed {
    fn new(nonces: &ProbeNonces, inlet: Option<Inlet>, stream: Stream) -> Self {
        Self {
            frame: ProbeFrame::new(nonces),
            inlet,
            stream,
            head: Vec::new(),
        }
    }

    /// Reads until the end mark, or the stream's own end.
    async fn read(&mut self, source: Option<impl AsyncRead + Unpin>) {
        let Some(mut source) = source else { return };
        let mut buffer = vec![0; 64 * 1024];
        let mut new = Vec::new();
        while self.frame.exit().is_none() {
            match source.read(&mut buffer).await {
                Ok(0) | Err(_) => {
                    self.frame.finish(&mut new);
                    self.take(&mut new).await;
                    return;
                }
                Ok(length) => self.frame.push(&buffer[..length], &mut new),
            }
            self.take(&mut new).await;
        }
    }

    async fn take(&mut self, new: &mut Vec<u8>) {
        if new.is_empty() {
            return;
        }
        match &self.inlet {
            Some(inlet) => inlet.push(self.stream, new).await,
            None => {
                let room = MOST_READ.saturating_sub(self.head.len()).min(new.len());
                self.head.extend_from_slice(&new[..room]);
            }
        }
        new.clear();
    }
}

/// Returns the output of a script that never reached the host.
pub(super) fn not_started(why: String) -> ProbeOutput {
    ProbeOutput {
        termination: Termination::NotStarted(why),
        head: Vec::new(),
        taken: false,
    }
}
