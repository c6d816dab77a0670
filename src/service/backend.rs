//! The backend: performs requests and sends responses.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;

use super::desktop;
use super::evidence::read_shown;
use super::hosts::{Context, Hosts, KnownSecrets, Sockets};
use super::journal::{Follower, Journal, JournalThread};
use super::outputs::output_path;
use super::trust_file::TrustFile;
use super::walk_folder::{WalkFolder, save_ui_state};
use crate::plan::Facts;
use crate::port::{Request, RequestId, Response, Value};
use crate::term::{Mask, Panes, PlainText, Size, StyledText};
use crate::text::Printable;

/// The backend: performs requests and sends responses.
pub struct Backend {
    folder: WalkFolder,
    journal: Option<JournalThread>,
    trust: Option<TrustFile>,
    hosts: Hosts,
    answers: UnboundedSender<Response>,
}

/// The options of a backend.
pub struct BackendOptions {
    /// The walk's folder.
    pub folder: WalkFolder,
    /// Its journal; none for a read-only walk.
    pub journal: Option<Box<dyn Journal>>,
    /// Whether an operator sees a screen.
    pub screen: bool,
    /// The size of a pane that no request has resized.
    pub size: Size,
    /// The secrets to mask.
    pub secrets: Vec<Value>,
    /// The channel for responses.
    pub responses: UnboundedSender<Response>,
    /// The newest grids of the panes.
    pub panes: Panes,
    /// A signal that a pane shows something new. Several at once count as one.
    pub changed: Arc<Notify>,
}

impl Backend {
    /// Opens the backend. It contacts no host.
    ///
    /// # Errors
    /// Fails if the folder for control sockets cannot be created.
    pub fn open(opening: BackendOptions) -> io::Result<Self> {
        let context = Context {
            folder: opening.folder.clone(),
            answers: opening.responses.clone(),
            changed: opening.changed,
            panes: opening.panes,
            sockets: Sockets::create()?,
            screen: opening.screen,
            records: opening.journal.is_some(),
            size: opening.size,
            known: Mutex::new(KnownSecrets::new(opening.secrets)),
        };
        let answers = opening.responses;
        let keeper = opening
            .journal
            .map(|journal| JournalThread::start(journal, answers.clone()));
        let world = Self {
            folder: opening.folder,
            journal: keeper,
            trust: None,
            hosts: Hosts::new(context),
            answers,
        };
        world.strike();
        Ok(world)
    }

    /// Saves what the operator trusts to this file.
    #[must_use]
    pub fn trusting(mut self, file: Option<TrustFile>) -> Self {
        self.trust = file;
        self
    }

    /// Follows a journal that another session writes, until the responses are no longer received.
    /// Must be called inside the runtime.
    pub fn follow(&self, follower: Follower) {
        tokio::spawn(follower.follow(self.answers.clone()));
    }

    /// Performs a request. Its result arrives as a response.
    ///
    /// Returns the requests that only the event loop can perform: to lend the terminal to an editor
    /// or to a command that fetches a secret, and to quit.
    pub fn perform(&mut self, request: Request) -> Option<Request> {
        match request {
            Request::Append(events) => self.append(events),
            Request::Run(run) => self.hosts.run(run),
            Request::StartTimer { request_id, after } => self.wake(request_id, after),
            Request::StopWatching(request_id) => self.hosts.stop_watching(request_id),
            Request::Stop { request_id, how } => self.hosts.stop(request_id, how),
            Request::Attach(pane) => self.hosts.attach(&pane),
            Request::Reconnect { host } => self.hosts.reconnect(&host),
            Request::StopReconnecting { host } => self.hosts.stop_reconnecting(&host),
            Request::Probe(probe) => self.hosts.probe(probe),
            Request::Open(target) => self.hosts.open(&target),
            Request::Press { pane, key } => self.hosts.press(&pane, key),
            Request::Paste { pane, text } => self.hosts.paste(&pane, &text),
            Request::Resize {
                pane,
                columns,
                rows,
            } => self.hosts.resize(pane, Size::new(columns, rows)),
            Request::Scroll { pane, lines } => self.hosts.scroll(&pane, lines),
            Request::Mask(value) => {
                self.hosts.mask(value);
                self.strike();
            }
            Request::ReadEvidence(file) => self.read_evidence(file),
            Request::KeepTrust(facts) => self.keep_trust(&facts),
            Request::SaveUiState(text) => {
                // The UI state may be lost without harm.
                let _ = save_ui_state(&self.folder, &self.struck(&text));
            }
            Request::WriteFile { path, text } => {
                self.respond(write_file(&path, &self.struck(&text)));
            }
            Request::Copy(text) => self.copy(&text),
            Request::OpenLink(link) => self.open_link(&link),
            Request::Fetch(_) | Request::Edit { .. } | Request::Leave => return Some(request),
        }
        None
    }

    fn append(&self, events: Vec<crate::progress::Event>) {
        match &self.journal {
            Some(keeper) => keeper.append(events),
            None => self.response(Response::AppendFailed {
                events,
                why: "this walk is open read-only".to_owned(),
            }),
        }
    }

    fn keep_trust(&self, facts: &Facts) {
        if let Some(file) = &self.trust
            && let Err(error) = file.keep(facts)
        {
            let file = Printable::path(file.path());
            self.respond(Err(format!(
                "The plan is trusted until you quit. daymark could not keep it in {file}: {error}"
            )));
        }
    }

    fn wake(&self, request_id: RequestId, after: Duration) {
        let answers = self.answers.clone();
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            // The receiver is gone when the program is about to exit.
            let _ = answers.send(Response::TimerFired(request_id));
        });
    }

    /// Closes the journal. When this returns, every earlier append has its response.
    pub fn close_journal(&mut self) {
        self.journal = None;
    }

    /// Passes the secrets that are known now to the journal, which masks them.
    fn strike(&self) {
        if let Some(keeper) = &self.journal {
            keeper.set_secrets(self.hosts.secrets());
        }
    }

    /// Masks the secrets that are known now in a text.
    fn struck(&self, text: &str) -> String {
        self.hosts.secrets().mask(text)
    }

    fn copy(&self, text: &str) {
        let copied = desktop::copy(&Printable::code(&self.struck(text)));
        self.respond(match copied {
            Ok(()) => Ok("copied, if the terminal allows it".to_owned()),
            Err(error) => Err(format!("not copied: {error}")),
        });
    }

    fn open_link(&self, link: &str) {
        let opened = desktop::open_link(link);
        self.respond(opened.map(|()| format!("opened: {link}")));
    }

    fn read_evidence(&self, file: String) {
        let path = self.folder.outputs().join(&file);
        let bytes = output_path(&self.folder, &file).and_then(|path| read_shown(&path));
        let text = bytes
            .map(|bytes| self.styled(&bytes))
            .map_err(|error| format!("{}: {error}", Printable::path(&path)));
        self.response(Response::Evidence { file, text });
    }

    /// Returns an output with its colors. It loses them if they split a secret.
    fn styled(&self, bytes: &[u8]) -> StyledText {
        let mut mask = Mask::new(self.hosts.secrets());
        let mut masked = mask.push(bytes);
        masked.extend(mask.finish());
        let plain = PlainText::of(&masked);
        let struck = self.struck(&plain);
        if struck == plain {
            StyledText::of(&masked)
        } else {
            StyledText::plain(&struck)
        }
    }

    fn respond(&self, message: Result<String, String>) {
        self.response(Response::OperatorMessage(message));
    }

    fn response(&self, answer: Response) {
        // The receiver is gone when the program is about to exit.
        let _ = self.answers.send(answer);
    }
}

fn write_file(path: &str, text: &str) -> Result<String, String> {
    let path = PathBuf::from(path);
    match fs::write(&path, text) {
        Ok(()) => Ok(format!("written to {}", Printable::path(&path))),
        Err(error) => Err(format!(
            "{} could not be written: {error}",
            Printable::path(&path)
        )),
    }
}
