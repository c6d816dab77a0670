//! The event loop with a screen: one message at a time in, requests out, a frame after a change.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::EventStream;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::StreamExt as _;
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{MissedTickBehavior, interval};

use super::closing::close;
use super::editor::edit;
use super::frames::{Frames, settle, settle_deadline, until};
use super::input::message;
use super::signals::Signals;
use super::terminal::TerminalGuard;
use crate::app::{App, Engine, Message, Stamped, update};
use crate::output::{complain, terminal};
use crate::port::{Fetch, Request, Response};
use crate::service::{Backend, Follower, fetch, now};
use crate::term::Panes;
use crate::view::{Theme, draw};

/// The parts that the loop connects.
pub struct Session {
    /// The state of the screens.
    pub app: App,
    /// The backend that performs requests.
    pub backend: Backend,
    /// The reader of a read-only walk's journal.
    pub follower: Option<Follower>,
    /// The backend's responses.
    pub answers: UnboundedReceiver<Response>,
    /// The newest grids of the panes.
    pub panes: Panes,
    /// A signal that a pane shows something new.
    pub changed: Arc<Notify>,
    /// The colors.
    pub theme: Theme,
    /// The plan's folder; none for the built-in plan.
    pub plan_folder: Option<PathBuf>,
}

/// A walk whose operator has quit.
pub struct Left {
    /// The engine. Everything that happened is on disk, except what [`Engine::has_unsaved`]
    /// reports.
    pub engine: Engine,
    /// The reason for which the operator accepts a broken journal; the walk is then opened again.
    pub accepted_breaks: Option<String>,
    /// The end: a normal quit, or the failure of the terminal.
    pub result: io::Result<()>,
}

/// Runs until the operator quits or the terminal fails.
///
/// # Errors
/// Fails if the terminal cannot be used. Nothing happened then.
pub fn walk(session: Session) -> io::Result<Left> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(session))
}

async fn serve(mut session: Session) -> io::Result<Left> {
    if let Some(follower) = session.follower.take() {
        session.backend.follow(follower);
    }
    let mut walking = Walking {
        session,
        signals: Signals::listen()?,
        screen: TerminalGuard::take()?,
        keys: EventStream::new(),
        frames: Frames::at_once(),
    };
    let result = walking.until_left().await;
    let App {
        engine,
        accepted_breaks,
        ..
    } = walking.end();
    Ok(Left {
        engine,
        accepted_breaks,
        result,
    })
}

/// The state of the loop.
struct Walking {
    session: Session,
    signals: Signals,
    screen: TerminalGuard,
    keys: EventStream,
    frames: Frames,
}

impl Walking {
    /// Runs until the operator quits.
    async fn until_left(&mut self) -> io::Result<()> {
        let mut ticks = interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let Session {
                app,
                answers,
                changed,
                panes,
                ..
            } = &mut self.session;
            let ticking = app.needs_ticks();
            let settles = settle_deadline(panes, app.pane().as_ref());
            let got = tokio::select! {
                biased;
                () = self.signals.any() => Some(Message::Ended),
                event = self.keys.next() => match event {
                    Some(Ok(event)) => message(event),
                    // The terminal has closed.
                    Some(Err(_)) | None => Some(Message::Ended),
                },
                Some(answer) = answers.recv() => Some(Message::Answer(answer)),
                () = self.frames.due() => {
                    self.draw()?;
                    None
                }
                () = changed.notified() => {
                    self.frames.wanted = true;
                    None
                }
                _ = ticks.tick(), if ticking => Some(Message::Tick),
                () = until(settles) => {
                    settle(panes, app.pane().as_ref());
                    self.frames.wanted = true;
                    None
                }
            };
            if let Some(message) = got
                && self.take(message).await?
            {
                return Ok(());
            }
        }
    }

    /// Handles a message and performs its requests. Returns whether the program ends.
    async fn take(&mut self, message: Message) -> io::Result<bool> {
        let mut messages = VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            let stamped = Stamped { at: now(), message };
            self.frames.wanted = true;
            for request in update(&mut self.session.app, stamped) {
                match self.session.backend.perform(request) {
                    Some(Request::Leave) => return Ok(true),
                    Some(Request::Edit { file, line }) => {
                        messages.push_back(self.edit(&file, line).await?);
                    }
                    Some(Request::Fetch(wanted)) => messages.push_back(self.fetch(&wanted).await?),
                    _ => {}
                }
            }
        }
        Ok(false)
    }

    /// Restores the terminal, and waits for the disk.
    fn end(self) -> App {
        drop(self.screen);
        let Session {
            mut app,
            mut backend,
            mut answers,
            ..
        } = self.session;
        close(&mut app.engine, &mut backend, &mut answers, |_, _| {});
        app
    }

    async fn edit(&mut self, file: &str, line: usize) -> io::Result<Message> {
        self.let_go_of_keys();
        let message = match &self.session.plan_folder {
            None => Err(BUILT_IN.to_owned()),
            Some(folder) => {
                let file = folder.join(file);
                self.screen
                    .lend(async { edit(&file, line) })
                    .await?
                    .map(|()| "open the plan again to walk what you changed".to_owned())
            }
        };
        Ok(Message::Answer(Response::OperatorMessage(message)))
    }

    /// Fetches a secret. The command may ask the operator for a passphrase.
    async fn fetch(&mut self, wanted: &Fetch) -> io::Result<Message> {
        self.let_go_of_keys();
        let signals = &mut self.signals;
        let fetched = async {
            complain!("daymark fetches {}", wanted.variable);
            tokio::select! {
                biased;
                () = signals.any() => Message::Ended,
                answer = fetch(wanted) => Message::Answer(answer),
            }
        };
        self.screen.lend(fetched).await
    }

    /// Stops reading keys: a running reader would take the first keys from another program.
    fn let_go_of_keys(&mut self) {
        self.keys = EventStream::new();
    }

    fn draw(&mut self) -> io::Result<()> {
        self.frames.drawn();
        let Session {
            app, panes, theme, ..
        } = &self.session;
        crossterm::queue!(terminal(), BeginSynchronizedUpdate)?;
        self.screen
            .terminal
            .draw(|frame| draw(app, panes, theme, frame))?;
        crossterm::execute!(terminal(), EndSynchronizedUpdate)
    }
}

/// The message for a plan without a file to edit.
const BUILT_IN: &str = "the built-in plan has no file: copy its runbooks, and open that folder";
