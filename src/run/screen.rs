//! The event loop with a screen: one message at a time in, requests out, a frame after a change.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, EventStream};
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
use crate::port::{Request, Response};
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
        keys: Some(EventStream::new()),
        program: None,
        programs: VecDeque::new(),
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
    /// The operator's keys; none while another program has the terminal. A running reader would
    /// take the first keys from the program.
    keys: Option<EventStream>,
    /// The program that has the terminal. Everything else goes on meanwhile.
    program: Option<Program>,
    /// The programs that wait for the terminal.
    programs: VecDeque<Program>,
    frames: Frames,
}

/// A program that needs the operator's terminal. It ends with a message.
type Program = Pin<Box<dyn Future<Output = Message>>>;

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
                event = next_key(self.keys.as_mut()) => match event {
                    Some(Ok(event)) => message(event),
                    // The terminal has closed.
                    Some(Err(_)) | None => Some(Message::Ended),
                },
                Some(answer) = answers.recv() => Some(Message::Answer(answer)),
                message = ended(self.program.as_mut()) => {
                    self.program = None;
                    Some(message)
                }
                () = self.frames.due(), if self.keys.is_some() => {
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
                && self.take(message)?
            {
                return Ok(());
            }
        }
    }

    /// Handles a message and performs its requests. Returns whether the program ends.
    fn take(&mut self, message: Message) -> io::Result<bool> {
        let mut messages = VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            let stamped = Stamped { at: now(), message };
            self.frames.wanted = true;
            for request in update(&mut self.session.app, stamped) {
                match self.session.backend.perform(request) {
                    Some(Request::Leave) => return Ok(true),
                    Some(Request::Edit { file, line }) => match &self.session.plan_folder {
                        None => messages.push_back(operator_message(Err(BUILT_IN.to_owned()))),
                        Some(folder) => self.programs.push_back(editor(folder.join(file), line)),
                    },
                    Some(Request::Fetch(wanted)) => self.programs.push_back(Box::pin(async move {
                        complain!("daymark fetches {}", wanted.variable);
                        Message::Answer(fetch(&wanted).await)
                    })),
                    _ => {}
                }
            }
            messages.extend(self.pass_terminal_on()?);
        }
        Ok(false)
    }

    /// Gives the terminal to the next program, or takes it back after the last. Returns the size
    /// of a terminal that daymark uses again.
    fn pass_terminal_on(&mut self) -> io::Result<Option<Message>> {
        if self.program.is_some() {
            return Ok(None);
        }
        self.program = self.programs.pop_front();
        match (&self.program, &self.keys) {
            (Some(_), Some(_)) => {
                self.keys = None;
                TerminalGuard::lend();
                Ok(None)
            }
            (None, None) => {
                self.screen.take_back()?;
                self.keys = Some(EventStream::new());
                let size = crossterm::terminal::size();
                Ok(size
                    .ok()
                    .map(|(columns, rows)| Message::Resized { columns, rows }))
            }
            _ => Ok(None),
        }
    }

    /// Restores the terminal, and waits for the disk.
    fn end(self) -> App {
        // A program that still runs gives the terminal back first.
        drop(self.program);
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

/// Waits for an event of the operator's terminal. Without keys it waits without end.
async fn next_key(keys: Option<&mut EventStream>) -> Option<io::Result<Event>> {
    match keys {
        Some(keys) => keys.next().await,
        None => std::future::pending().await,
    }
}

/// Waits for the end of a program. Without one it waits without end.
async fn ended(program: Option<&mut Program>) -> Message {
    match program {
        Some(program) => program.await,
        None => std::future::pending().await,
    }
}

fn editor(file: PathBuf, line: usize) -> Program {
    Box::pin(async move {
        let edited = edit(&file, line).await;
        operator_message(edited.map(|()| "open the plan again to walk what you changed".to_owned()))
    })
}

fn operator_message(text: Result<String, String>) -> Message {
    Message::Answer(Response::OperatorMessage(text))
}

/// The message for a plan without a file to edit.
const BUILT_IN: &str = "the built-in plan has no file: copy its runbooks, and open that folder";
