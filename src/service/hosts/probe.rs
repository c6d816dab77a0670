//! Asking a script beside the pane, in a fresh shell.

use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use openssh::Session;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::time::timeout;

use super::super::random::probe_nonces;
use super::child::{SSH_ALONE, hidden_names, home};
use super::context::Context;
use super::intake::{Inlet, Intake, Printed, Stream};
use super::proof::{ProbeMarks, Session as How, Streams};
use crate::port::{Completion as Ended, Probe, Script, Transport};
use crate::progress::{ScriptResult, Termination};
use crate::term::PlainText;
use crate::term::shell_integration::{ScriptVariable, probe_command, probe_payload};
use crate::term::{ProbeFrame, ProbeNonces};

/// How long a script may take to end after its time is up: it gets SIGTERM, then SIGKILL.
const GRACE: Duration = Duration::from_secs(4);
/// How long a session may take to close after its script has ended.
const CLOSING: Duration = Duration::from_secs(2);
/// How much of an answer is at hand for us ourselves, in bytes.
const MOST_READ: usize = 64 * 1024;
/// What ssh itself says when it could not connect (ssh(1), EXIT STATUS).
const SSH_FAILED: i32 = 255;

/// How a script ended.
struct ProbeOutput {
    termination: Termination,
    /// The beginning of standard output, where no inlet took it.
    head: Vec<u8>,
    /// Whether a connection took the question.
    taken: bool,
}

/// What is sent to run a script, and how its answer is known.
struct ProbeSession<'a> {
    command: String,
    payload: Vec<u8>,
    nonces: ProbeNonces,
    asked: ProbeMarks<'a>,
    limit: Duration,
    /// Where its output goes; none where its beginning is enough.
    inlet: Option<Inlet>,
}

/// Asks a script, on this machine or over the connection at `socket`; and returns whether a
/// connection took the question.
pub(super) async fn ask(
    ask: &Probe,
    socket: Option<&Path>,
    context: &Arc<Context>,
) -> (Ended, bool) {
    let began = Instant::now();
    let (intake, inlet) = Intake::begin(ask, context);
    let told = converse_with(ask, socket, inlet).await;
    let taken = told.taken;
    let mut fate = told.termination;
    if let Termination::NotStarted(why) | Termination::Lost(why) = &mut fate {
        // It may quote what the host printed.
        *why = context.secrets().mask(why);
    }
    (ended(fate, intake, began).await, taken)
}

/// Has the script run; its outputs go through the inlet, which is gone in the end.
async fn converse_with(ask: &Probe, socket: Option<&Path>, inlet: Inlet) -> ProbeOutput {
    let target = &ask.target;
    match ProbeSession::new(&target.transport, &target.shell, &ask.script, ask.timeout) {
        Err(why) => not_started(why),
        Ok(probe) => {
            let probe = probe.through(inlet);
            match (&target.transport, socket) {
                (Transport::Ssh(destination), _) if ask.fresh => {
                    through_process(fresh(destination, &probe.command), probe, Some(SSH_FAILED))
                        .await
                }
                (reach, socket) => probe.beside(reach, socket).await,
            }
        }
    }
}

/// An answer that could not be had.
pub(super) fn refused(why: &str) -> Ended {
    Ended {
        outcome: ScriptResult::silent(Termination::NotStarted(why.to_owned())),
        evidence: None,
        seconds: 0.0,
    }
}

/// What a look at a host takes at most; nothing waits for it but another look.
const LOOK: Duration = Duration::from_secs(5);

/// Runs a POSIX script of ours beside the pane: its exit status and its standard output, where
/// it came to an end.
pub(super) async fn look(
    transport: &Transport,
    socket: Option<&Path>,
    script: &str,
) -> Option<(i32, String)> {
    let script = Script {
        text: script.to_owned(),
        variables: Vec::new(),
        user: None,
    };
    let probe = ProbeSession::new(transport, "sh", &script, LOOK).ok()?;
    let told = probe.beside(transport, socket).await;
    let exit = told.termination.exit()?;
    Some((exit, PlainText::of(&told.head)))
}

impl<'a> ProbeSession<'a> {
    fn new(
        reach: &Transport,
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
            asked: ProbeMarks {
                remote: *reach != Transport::Local,
                shell,
                user,
            },
            limit,
            inlet: None,
        })
    }

    /// The same, whose output goes through an inlet.
    fn through(mut self, inlet: Inlet) -> Self {
        self.inlet = Some(inlet);
        self
    }

    /// Asks on this machine, or over the connection that stands.
    async fn beside(self, reach: &Transport, socket: Option<&Path>) -> ProbeOutput {
        match (reach, socket) {
            (Transport::Local, _) => through_process(local(&self.command), self, None).await,
            (Transport::Ssh(_), Some(socket)) => over(socket, self).await,
            (Transport::Ssh(_), None) => not_started("there is no connection".to_owned()),
        }
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

fn local(command: &str) -> Command {
    let mut process = Command::new("/bin/sh");
    process.args(["-c", command]).current_dir(home());
    process
}

/// A new connection, past every open master, that asks nobody.
fn fresh(destination: &str, command: &str) -> Command {
    let mut ssh = Command::new("ssh");
    ssh.args(["-o", "ControlPath=none", "-o", "ControlMaster=no"]);
    ssh.args(["-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-T"]);
    ssh.args(SSH_ALONE);
    ssh.args(["--", destination, command]);
    ssh
}

/// Asks through a process of ours; `failed` is the exit status by which it says that it never
/// reached the host.
async fn through_process(
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

/// The exit status of a shell that knows no such command (POSIX.1-2024, 2.8.2).
const NOT_FOUND: i32 = 127;

/// Asks over an open connection.
async fn over(socket: &Path, probe: ProbeSession<'_>) -> ProbeOutput {
    let session = Session::resume_mux(socket.into(), None);
    let mut command = session.raw_command(&probe.command);
    command
        .stdin(openssh::Stdio::piped())
        .stdout(openssh::Stdio::piped())
        .stderr(openssh::Stdio::piped());
    // A link that hangs takes nothing and refuses nothing. The script is sent only after this.
    let mut child = match timeout(probe.limit, command.spawn()).await {
        Ok(Ok(child)) => child,
        Ok(Err(error)) => {
            return not_started(format!(
                "the connection did not take it: {}",
                proved_by(&error)
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
            // So the library tells of exit status 127 itself, and of nothing else.
            Err(openssh::Error::Remote(error)) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Some(NOT_FOUND))
            }
            Err(error) => Err(io::Error::other(proved_by(&error))),
        }
    };
    converse(stdin, stdout, stderr, probe, wait, None).await
}

/// An error with what caused it.
fn proved_by(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Sends the script, takes its output in, and waits for its end for as long as it may take.
///
/// Standard input is held open until then: its end is how the script is broken off. `failed` is
/// the exit status by which a process of ours says that it never reached the host.
async fn converse(
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
    let fate = match session {
        None => Termination::TimedOut,
        Some(Ok(Some(exit))) if Some(exit) == failed => streams.cut_by_ssh(),
        Some(Ok(_)) => streams.termination(&probe.asked, How::Ended),
        Some(Err(error)) => streams.termination(&probe.asked, How::Cut(error.to_string())),
    };
    if let Termination::Exited(_) = fate {
        // The host takes only so many sessions: this one is to be closed before the next begins.
        let _ = timeout(CLOSING, wait).await;
    }
    ProbeOutput {
        termination: fate,
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

fn not_started(why: String) -> ProbeOutput {
    ProbeOutput {
        termination: Termination::NotStarted(why),
        head: Vec::new(),
        taken: false,
    }
}

async fn ended(fate: Termination, intake: Intake, began: Instant) -> Ended {
    let seconds = began.elapsed().as_secs_f64();
    let ran = !matches!(fate, Termination::NotStarted(_));
    let (printed, kept) = match intake.end(ran).await {
        Ok(mut printed) => {
            let kept = printed.evidence.take().transpose();
            (printed, kept)
        }
        Err(error) => (Printed::default(), Err(error)),
    };
    let (fate, evidence) = match kept {
        Ok(evidence) => (fate, evidence),
        Err(error) => {
            let why = format!("its output could not be kept: {error}");
            (Termination::Lost(why), None)
        }
    };
    Ended {
        outcome: ScriptResult {
            termination: fate,
            findings: Box::new(printed.findings),
            stdout: Box::new(printed.stdout),
            stderr: Box::new(printed.stderr),
        },
        evidence,
        seconds,
    }
}
