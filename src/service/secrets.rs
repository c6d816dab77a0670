//! Secrets that the plan's commands fetch, generate and store, on this machine.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::foreground::{LentTerminal, keep_running};
use super::hosts::{hidden_names, home};
use crate::output::ask;
use crate::port::{Fetch, Fetched, Response, SecretSource, Value};
use crate::term::{Decoder, Secrets};
use crate::text::Printable;

/// How long a command may take: an operator may have to find a key and type a passphrase.
const LIMIT: Duration = Duration::from_secs(120);
/// How long a command may take to end after SIGTERM.
const GRACE: Duration = Duration::from_secs(2);
/// The longest secret, in bytes.
const LONGEST: usize = 64 * 1024;
/// How much of an error message is kept, in bytes.
const SAID: usize = 4 * 1024;

/// Whether this daymark was built with access to the system's keyring.
pub const HAS_KEYRING: bool = cfg!(feature = "keyring");

/// Fetches a secret. Its command uses the operator's terminal meanwhile.
pub async fn fetch(fetch: &Fetch) -> Response {
    let fetched = match &fetch.source {
        SecretSource::From(command) | SecretSource::Generate(command) => reported_by(command).await,
        SecretSource::Keep { command, value } => kept_by(command, value).await,
        SecretSource::Keyring(plan) => in_keyring(plan.clone(), fetch.variable.clone()).await,
    };
    Response::Fetched {
        variable: fetch.variable.clone(),
        fetched,
    }
}

/// Looks up a secret in the keyring. The keyring may ask the operator to unlock it, so a thread
/// waits for it.
async fn in_keyring(plan: String, variable: String) -> Fetched {
    let look_up = tokio::task::spawn_blocking(move || look_up(&plan, &variable));
    match timeout(LIMIT, look_up).await {
        Ok(Ok(fetched)) => fetched,
        Ok(Err(_)) => Fetched::Failed("the keyring could not be asked".to_owned()),
        Err(_) => Fetched::Failed("the keyring did not answer".to_owned()),
    }
}

/// Looks up a plan's variable in the keyring.
#[cfg(feature = "keyring")]
fn look_up(plan: &str, variable: &str) -> Fetched {
    let entry = keyring::Entry::new(&format!("daymark {plan}"), variable);
    match entry.and_then(|entry| entry.get_password()) {
        Ok(value) => Fetched::Found(Value::secret(value)),
        Err(error) => Fetched::NotFound(format!("the keyring: {error}")),
    }
}

/// Looks up a plan's variable in the keyring.
#[cfg(not(feature = "keyring"))]
fn look_up(_: &str, _: &str) -> Fetched {
    Fetched::NotFound("this daymark was built without a keyring".to_owned())
}

/// Returns a command's standard output, without the newline at its end.
async fn reported_by(command: &str) -> Fetched {
    let ended = match run(command, None).await {
        Ok(ended) => ended,
        Err(why) => return Fetched::Failed(why),
    };
    if let Err(missed) = ended.judged(command) {
        return missed;
    }
    let Ok(text) = std::str::from_utf8(&ended.printed) else {
        return Fetched::Failed(format!("`{command}` printed no text"));
    };
    match text.strip_suffix('\n').unwrap_or(text) {
        "" => Fetched::NotFound(format!("`{command}` printed nothing")),
        _ if text.len() > LONGEST => Fetched::Failed(format!("`{command}` printed too much")),
        value => Fetched::Found(Value::secret(value)),
    }
}

/// Passes a new value to the command that stores it.
async fn kept_by(command: &str, value: &Value) -> Fetched {
    let missed = match run(command, Some(value)).await {
        Ok(ended) => match ended.judged(command) {
            Ok(()) => return Fetched::Found(value.clone()),
            Err(Fetched::NotFound(why) | Fetched::Failed(why)) => why,
            Err(Fetched::Found(_)) => String::new(),
        },
        Err(why) => why,
    };
    let missed = Secrets::new([value.reveal()]).mask(&missed);
    Fetched::Failed(format!(
        "a new value was not kept, so it is not used: {missed}"
    ))
}

/// The end of a command, with its output.
struct Ended {
    status: ExitStatus,
    printed: Zeroizing<Vec<u8>>,
    output: Vec<u8>,
}

impl Ended {
    /// Checks that the command has returned a value.
    ///
    /// # Errors
    /// Explains the exit status.
    fn judged(&self, command: &str) -> Result<(), Fetched> {
        let said = String::from_utf8_lossy(&self.output);
        let said = said.trim().lines().last().unwrap_or_default();
        let why = |how: String| {
            format!("`{command}` {how}: {said}")
                .trim_end_matches(": ")
                .to_owned()
        };
        match self.status.code() {
            Some(0) => Ok(()),
            Some(exit @ (126 | 127)) => Err(Fetched::Failed(why(format!(
                "could not be run, exit {exit}"
            )))),
            Some(exit) => Err(Fetched::NotFound(why(format!("ended with {exit}")))),
            None => Err(Fetched::Failed(why("was stopped".to_owned()))),
        }
    }
}

async fn run(command: &str, input: Option<&Value>) -> Result<Ended, String> {
    let failed = |error: io::Error| format!("`{command}`: {error}");
    let mut child = start(command, input.is_some()).map_err(failed)?;
    let group = Group::of(&child);
    let terminal = group.0.and_then(LentTerminal::lend);
    let conversation = async {
        tokio::select! {
            ended = converse(&mut child, input) => ended,
            never = keep_running(terminal.as_ref()) => match never {},
        }
    };
    let ended = timeout(LIMIT, conversation).await;
    match ended {
        Ok(ended) => {
            group.leave();
            ended.map_err(failed)
        }
        Err(_) => {
            group.ask_to_end();
            let _ = timeout(GRACE, child.wait()).await;
            let seconds = LIMIT.as_secs();
            Err(format!("`{command}` printed nothing in {seconds} seconds"))
        }
    }
}

fn start(command: &str, has_input: bool) -> io::Result<Child> {
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", command]).current_dir(home());
    hidden_names().for_each(|name| {
        shell.env_remove(name);
    });
    shell
        .stdin(if has_input {
            Stdio::piped()
        } else {
            Stdio::inherit()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
}

async fn converse(child: &mut Child, input: Option<&Value>) -> io::Result<Ended> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut printed = Zeroizing::new(Vec::with_capacity(LONGEST + SAID));
    let feed = async {
        if let (Some(mut stdin), Some(value)) = (stdin, input) {
            // A command that does not read it reports by its exit status whether that is an error.
            let _ = stdin.write_all(value.reveal().as_bytes()).await;
        }
    };
    let read = async {
        if let Some(stdout) = stdout {
            let mut most = stdout.take(LONGEST as u64 + 2);
            most.read_to_end(&mut printed).await?;
            // The rest is read and dropped, so that the command does not wait.
            tokio::io::copy(&mut most.into_inner(), &mut tokio::io::sink()).await?;
        }
        io::Result::Ok(())
    };
    let ((), read, said, status) = tokio::join!(feed, read, pass_on(stderr), child.wait());
    read?;
    Ok(Ended {
        status: status?,
        printed,
        output: said,
    })
}

/// Shows the operator what a command prints on standard error, and keeps the end of it.
async fn pass_on(source: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut said = Vec::new();
    let Some(mut source) = source else {
        return said;
    };
    let mut buffer = [0; 1024];
    let mut shown = Decoder::default();
    while let Ok(length @ 1..) = source.read(&mut buffer).await {
        ask(&Printable::prose(&shown.decode(&buffer[..length])));
        said.extend_from_slice(&buffer[..length]);
        let surplus = said.len().saturating_sub(SAID);
        said.drain(..surplus);
    }
    said
}

/// The process group of a command, killed when dropped unless it is left running.
struct Group(Option<rustix::process::Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self(id.and_then(rustix::process::Pid::from_raw))
    }

    fn signal(&self, signal: rustix::process::Signal) {
        if let Some(group) = self.0 {
            // The group may have ended already.
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }

    fn ask_to_end(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    /// Leaves the group alone after its command has ended.
    fn leave(mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(rustix::process::Signal::KILL);
    }
}
