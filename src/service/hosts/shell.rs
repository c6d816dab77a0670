//! A living shell in a pane.

use std::collections::VecDeque;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use super::super::random::nonce;
use super::child::SSH_ALONE;
use super::context::{Context, lock};
use super::feed::{Feed, ShellReader};
use super::host::Heard;
use super::pty::Pty;
use super::recorder::Recorder;
use crate::port::{Reach, Target};
use crate::term::{SharedPane, boot};

/// How long a shell that has begun to speak may take to tell that it knows our marks.
const SLOW_START: Duration = Duration::from_secs(6);
/// How long a shell may take to speak at all.
const SILENT_START: Duration = Duration::from_secs(20);

/// A living shell in a pane.
pub(super) struct Shell {
    /// Which of the host's shells this is.
    pub(super) number: u64,
    /// Its terminal.
    pub(super) pty: Pty,
    /// Its stream.
    pub(super) feed: Feed,
    /// How far it is.
    pub(super) stand: Stand,
    /// When it is taken for one without marks.
    pub(super) patience: Option<Instant>,
    /// Keys held back while a step is being sent.
    pub(super) held: VecDeque<Vec<u8>>,
}

/// How far a shell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// It has shown no prompt with our marks yet.
    Booting,
    /// A program runs in it.
    Busy,
    /// A program has ended, and the prompt is about to show.
    Settling,
    /// It shows a prompt, where something may have been typed.
    Prompt {
        /// Whether something was typed since.
        typed: bool,
    },
    /// It has no marks.
    Plain,
}

impl Shell {
    /// Starts a host's shell, on this machine or over the connection at `socket`.
    pub(super) fn start(
        target: &Target,
        socket: Option<&Path>,
        number: u64,
        pane: &SharedPane,
        heard: &UnboundedSender<(u64, Heard)>,
        context: &Arc<Context>,
    ) -> io::Result<Self> {
        let nonce = nonce()?;
        let command = match (&target.reach, socket) {
            (Reach::Ssh(destination), Some(socket)) => {
                let boot = boot::remote_command(&target.shell, &nonce);
                over(socket, destination, boot)
            }
            _ => boot::local_command(&target.shell, &nonce),
        };
        let size = context.size();
        let recorder = context
            .records
            .then(|| Recorder::begin(&context.folder, &target.host, size, context.secrets()));
        let feed = Feed::new(nonce, recorder);
        let typist = Arc::new(Mutex::new(None));
        let reader = ShellReader {
            feed: feed.clone(),
            pane: pane.clone(),
            typist: typist.clone(),
            heard: heard.clone(),
            shell: number,
            context: context.clone(),
        };
        let pty = Pty::start(&command, size, reader)?;
        *lock(&typist) = Some(pty.typist());
        Ok(Self {
            number,
            pty,
            feed,
            stand: Stand::Booting,
            patience: Some(Instant::now() + SILENT_START),
            held: VecDeque::new(),
        })
    }

    /// It has begun to speak.
    pub(super) fn speaks(&mut self) {
        if self.stand == Stand::Booting {
            let soon = Instant::now() + SLOW_START;
            self.patience = self.patience.map(|patience| patience.min(soon));
        }
    }

    /// A program has ended; before the first prompt none of ours has.
    pub(super) fn settles(&mut self) {
        if self.stand != Stand::Booting {
            self.stand = Stand::Settling;
        }
    }
}

/// ssh over an open connection; with the connection gone it fails and never opens another.
fn over(socket: &Path, destination: &str, command: String) -> Vec<String> {
    let mut words: Vec<String> = [
        "ssh",
        "-tt",
        "-o",
        "ControlMaster=no",
        "-o",
        "ProxyCommand=false",
    ]
    .into_iter()
    .chain(SSH_ALONE)
    .map(str::to_owned)
    .collect();
    words.extend([
        "-S".to_owned(),
        socket.display().to_string(),
        "--".to_owned(),
        destination.to_owned(),
        command,
    ]);
    words
}
