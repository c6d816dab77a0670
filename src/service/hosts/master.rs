//! A host's connection: ssh's control master in a pty of daymark's, so that its prompts (password,
//! one-time code, unknown host key) appear in the pane.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;

use super::child::SSH_ALONE;
use super::context::Context;
use super::pty::{Pty, Reader};
use crate::host::{HostEvent, is_input_prompt, is_refusal, last_line};
use crate::service::clock::instant;
use crate::term::shell_integration::connect_command;
use crate::term::{AnnotationKind, SharedPane, Size};

/// How often daymark checks whether the connection is open. ssh does not report it.
const LOOK: Duration = Duration::from_millis(10);
/// How much of ssh's last output is kept, in bytes.
const MOST_SAID: usize = 2048;

/// The connection of a host.
pub(super) struct Master {
    /// Its terminal, where the operator answers prompts.
    pty: Pty,
    /// Its control socket.
    socket: PathBuf,
}

struct MasterReader {
    pane: SharedPane,
    is_open: Arc<AtomicBool>,
    said: Vec<u8>,
    /// The prompt that was reported last.
    asks: Option<String>,
    heard: UnboundedSender<(u64, HostEvent)>,
    number: u64,
    context: Arc<Context>,
}

impl Master {
    /// Starts to connect.
    pub(super) fn start(
        destination: &str,
        number: u64,
        pane: &SharedPane,
        heard: &UnboundedSender<(u64, HostEvent)>,
        context: &Arc<Context>,
    ) -> io::Result<Self> {
        let socket = context.sockets.next();
        let command = command(destination, &socket, context.screen);
        let is_open = Arc::new(AtomicBool::new(false));
        let reader = MasterReader {
            pane: pane.clone(),
            is_open: is_open.clone(),
            said: Vec::new(),
            asks: None,
            heard: heard.clone(),
            number,
            context: context.clone(),
        };
        pane.lock().annotate(
            &format!("connecting to {destination}"),
            AnnotationKind::Quiet,
        );
        let pty = Pty::start(&command, pane.lock().size(), reader)?;
        tokio::spawn(watch(socket.clone(), is_open, heard.clone(), number));
        Ok(Self { pty, socket })
    }

    pub(super) fn socket(&self) -> &Path {
        &self.socket
    }

    pub(super) fn type_bytes(&self, bytes: Vec<u8>) {
        self.pty.type_bytes(bytes);
    }

    pub(super) fn resize(&self, size: Size) {
        self.pty.resize(size);
    }
}

/// Returns the command line of ssh. Without an operator at a screen ssh must not prompt, or it
/// would wait without end.
fn command(destination: &str, socket: &Path, screen: bool) -> Vec<String> {
    let mut words = vec!["-M", "-N", "-o", "ControlPersist=no"];
    words.extend(SSH_ALONE);
    if !screen {
        words.extend(["-o", "BatchMode=yes"]);
    }
    let path = format!("ControlPath={}", socket.display());
    words.extend(["-o", &path]);
    let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    connect_command(destination, &words)
}

/// Waits until the control socket exists. ssh creates it after the login.
async fn watch(
    socket: PathBuf,
    is_open: Arc<AtomicBool>,
    heard: UnboundedSender<(u64, HostEvent)>,
    number: u64,
) {
    while !heard.is_closed() {
        if socket.exists() {
            is_open.store(true, Ordering::Release);
            let _ = heard.send((number, HostEvent::Connected));
            return;
        }
        // The reader thread keeps the other reference while ssh lives.
        if Arc::strong_count(&is_open) <= 1 {
            return;
        }
        tokio::time::sleep(LOOK).await;
    }
}

impl Reader for MasterReader {
    fn bytes(&mut self, bytes: &[u8]) {
        self.said.extend_from_slice(bytes);
        let surplus = self.said.len().saturating_sub(MOST_SAID);
        self.said.drain(..surplus);
        if !self.is_open.load(Ordering::Acquire) {
            self.pane.lock().feed(bytes, instant());
            self.context.pane_changed();
            self.report_question();
        }
    }

    fn ended(self, _: Option<i32>) {
        let said = HostEvent::Disconnected {
            said: last_line(&self.said),
            refused: is_refusal(&self.said),
        };
        self.report(said);
    }
}

impl MasterReader {
    /// Reports an unfinished line as a prompt. The operator's answer ends the line.
    fn report_question(&mut self) {
        let line = self.said.rsplit(|byte| *byte == b'\n').next();
        let line = last_line(line.unwrap_or_default());
        let asks = is_input_prompt(&line).then(|| line.trim_end_matches([' ', ':']).to_owned());
        if asks != self.asks {
            self.asks.clone_from(&asks);
            self.report(HostEvent::Asks(asks));
        }
    }

    /// Sends an event. The receiver is gone once the host has ended.
    fn report(&self, heard: HostEvent) {
        let _ = self.heard.send((self.number, heard));
    }
}
