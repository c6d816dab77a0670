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

use super::child::{SSH_ALONE, hidden_names, home};
use super::context::Context;
use super::intake::{Inlet, Intake, Printed, Stream};
use crate::port::{Ask, Reach, Result as Ended, Script};
use crate::progress::{Fate, Outcome};
use crate::term::PlainText;
use crate::term::boot::{Variable, ask_command, ask_payload};

/// How long a script may take to end after its time is up: it gets SIGTERM, then SIGKILL.
const GRACE: Duration = Duration::from_secs(4);
/// How much of an answer is at hand for us ourselves, in bytes.
const MOST_READ: usize = 64 * 1024;
/// What ssh itself says when it could not connect (ssh(1), EXIT STATUS).
const SSH_FAILED: i32 = 255;

/// How a script ended, and the beginning of what it put out.
struct Told {
    fate: Fate,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// Asks a script, on this machine or over the connection at `socket`.
pub(super) async fn ask(ask: &Ask, socket: Option<&Path>, context: &Arc<Context>) -> Ended {
    let began = Instant::now();
    let (intake, inlet) = Intake::begin(ask, context);
    let fate = converse_with(ask, socket, inlet).await;
    ended(fate, intake, began).await
}

/// Has the script run; its outputs go through the inlet, which is gone in the end.
async fn converse_with(ask: &Ask, socket: Option<&Path>, inlet: Inlet) -> Fate {
    let (command, limit) = (ask_command(&ask.target.shell), ask.timeout);
    let inlet = Some(inlet);
    let told = match payload(&ask.target.shell, &ask.script) {
        Err(why) => not_asked(why),
        Ok(payload) => match (&ask.target.reach, socket) {
            (Reach::Local, _) => by_process(local(command), payload, limit, None, inlet).await,
            (Reach::Ssh(destination), _) if ask.fresh => {
                let command = fresh(destination, command);
                by_process(command, payload, limit, Some(SSH_FAILED), inlet).await
            }
            (Reach::Ssh(_), Some(socket)) => over(socket, command, payload, limit, inlet).await,
            (Reach::Ssh(_), None) => not_asked("there is no connection".to_owned()),
        },
    };
    told.fate
}

/// An answer that could not be had.
pub(super) fn refused(why: &str) -> Ended {
    Ended {
        outcome: Outcome::silent(Fate::NotAsked(why.to_owned())),
        evidence: None,
        seconds: 0.0,
    }
}

/// What a look at a host takes at most; nothing waits for it but another look.
const LOOK: Duration = Duration::from_secs(5);

/// Runs a POSIX script of ours beside the pane: its exit status and its standard output, where
/// it came to an end.
pub(super) async fn look(
    reach: &Reach,
    socket: Option<&Path>,
    script: &str,
) -> Option<(i32, String)> {
    // Standard input is held open, so the script must not wait for its end.
    let payload = format!("{{\n{script}\nexit\n}}\n").into_bytes();
    let command = "exec /bin/sh -s";
    let told = match (reach, socket) {
        (Reach::Local, _) => by_process(local(command), payload, LOOK, None, None).await,
        (Reach::Ssh(_), Some(socket)) => over(socket, command, payload, LOOK, None).await,
        (Reach::Ssh(_), None) => return None,
    };
    let exit = told.fate.exit()?;
    Some((exit, PlainText::of(&told.stdout)))
}

fn payload(shell: &str, script: &Script) -> Result<Vec<u8>, String> {
    let variables = variables(script)?;
    Ok(ask_payload(
        shell,
        &script.text,
        &variables,
        script.user.as_deref(),
    ))
}

/// A script's variables as a shell takes them.
pub(super) fn variables(script: &Script) -> Result<Vec<Variable<'_>>, String> {
    script
        .variables
        .iter()
        .map(|(name, value)| Variable::new(name, value.reveal().as_bytes()))
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
async fn by_process(
    mut command: Command,
    payload: Vec<u8>,
    limit: Duration,
    failed: Option<i32>,
    inlet: Option<Inlet>,
) -> Told {
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
        Err(error) => return not_asked(format!("it could not be started: {error}")),
    };
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let wait = async { child.wait().await.map(|status| status.code()) };
    let mut told = converse(stdin, (stdout, stderr), payload, wait, limit, inlet).await;
    if let Fate::Exited(exit) = told.fate
        && Some(exit) == failed
    {
        let said = PlainText::of(&told.stderr);
        let said = said.trim().lines().last().unwrap_or_default();
        told.fate = Fate::NotAsked(format!("ssh could not connect: {said}"));
    }
    told
}

/// The exit status of a shell that knows no such command (POSIX.1-2024, 2.8.2).
const NOT_FOUND: i32 = 127;

/// Asks over an open connection.
async fn over(
    socket: &Path,
    command: &str,
    payload: Vec<u8>,
    limit: Duration,
    inlet: Option<Inlet>,
) -> Told {
    let session = Session::resume_mux(socket.into(), None);
    let mut command = session.raw_command(command);
    command
        .stdin(openssh::Stdio::piped())
        .stdout(openssh::Stdio::piped())
        .stderr(openssh::Stdio::piped());
    // A link that hangs takes nothing and refuses nothing. The script is sent only after this.
    let mut child = match timeout(limit, command.spawn()).await {
        Ok(Ok(child)) => child,
        Ok(Err(error)) => {
            return not_asked(format!(
                "the connection did not take it: {}",
                told_by(&error)
            ));
        }
        Err(_) => return not_asked("the connection did not answer in time".to_owned()),
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
            Err(error) => Err(io::Error::other(told_by(&error))),
        }
    };
    converse(stdin, (stdout, stderr), payload, wait, limit, inlet).await
}

/// An error with what caused it.
fn told_by(error: &dyn std::error::Error) -> String {
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
/// Standard input is held open until then: its end is how the script is broken off.
async fn converse(
    stdin: Option<impl AsyncWrite + Unpin>,
    (stdout, stderr): (
        Option<impl AsyncRead + Unpin>,
        Option<impl AsyncRead + Unpin>,
    ),
    payload: Vec<u8>,
    wait: impl Future<Output = io::Result<Option<i32>>>,
    limit: Duration,
    inlet: Option<Inlet>,
) -> Told {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let fate = {
        let inlet = |stream| inlet.clone().map(|inlet| (inlet, stream));
        let out = read_all(stdout, &mut out, inlet(Stream::Out));
        let err = read_all(stderr, &mut err, inlet(Stream::Error));
        // A master drops what it still has to write once its exit status was taken, so that is
        // waited for last.
        let answer = async {
            tokio::join!(out, err);
            wait.await
        };
        tokio::pin!(answer);
        tokio::select! {
            ended = &mut answer => fate(ended),
            () = hold_open(stdin, &payload, limit) => {
                // Whether it went at once or had to be ended: its time was up.
                let _ = timeout(GRACE, answer).await;
                Fate::TimedOut
            }
        }
    };
    Told {
        fate,
        stdout: out,
        stderr: err,
    }
}

/// Sends the script and holds standard input open until the time is up.
async fn hold_open(stdin: Option<impl AsyncWrite + Unpin>, payload: &[u8], limit: Duration) {
    let feed = async {
        if let Some(mut stdin) = stdin {
            // A shell that has ended already tells more by its exit status.
            let _ = stdin.write_all(payload).await;
            let _ = stdin.flush().await;
            std::future::pending::<()>().await;
        }
    };
    let _ = timeout(limit, feed).await;
}

fn fate(ended: io::Result<Option<i32>>) -> Fate {
    match ended {
        Ok(Some(exit)) => Fate::Exited(exit),
        Ok(None) => Fate::Lost("it was ended by a signal".to_owned()),
        Err(error) => Fate::Lost(error.to_string()),
    }
}

/// Reads an output to its end: all of it goes through the inlet, and its beginning into `head`.
async fn read_all(
    source: Option<impl AsyncRead + Unpin>,
    head: &mut Vec<u8>,
    inlet: Option<(Inlet, Stream)>,
) {
    let Some(mut source) = source else { return };
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match source.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(length) => {
                let room = MOST_READ.saturating_sub(head.len()).min(length);
                head.extend_from_slice(&buffer[..room]);
                if let Some((inlet, stream)) = &inlet {
                    inlet.push(*stream, &buffer[..length]).await;
                }
            }
        }
    }
}

fn not_asked(why: String) -> Told {
    Told {
        fate: Fate::NotAsked(why),
        stdout: Vec::new(),
        stderr: Vec::new(),
    }
}

async fn ended(fate: Fate, intake: Intake, began: Instant) -> Ended {
    let seconds = began.elapsed().as_secs_f64();
    let ran = !matches!(fate, Fate::NotAsked(_));
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
            (Fate::Lost(why), None)
        }
    };
    Ended {
        outcome: Outcome {
            fate,
            findings: Box::new(printed.findings),
            stdout: Box::new(printed.stdout),
            stderr: Box::new(printed.stderr),
        },
        evidence,
        seconds,
    }
}
