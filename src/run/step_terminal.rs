//! The operator's terminal in a headless run, lent to an interactive step.

use std::io;
use std::sync::Arc;

use crossterm::event::EventStream;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use futures_util::StreamExt as _;
use tokio::sync::Notify;

use super::frames::{Frames, settle, settle_deadline, until};
use super::input::message;
use super::terminal::TerminalGuard;
use crate::app::{Engine, Job, Message, MouseKind};
use crate::output::terminal;
use crate::port::Request;
use crate::service::Backend;
use crate::term::{Key, KeyCode, PaneId, Panes};
use crate::view::{Theme, draw_step_terminal};

/// The lines that one turn of the wheel scrolls back.
const WHEEL: i32 = 3;

/// The operator's terminal in a headless run.
pub struct StepTerminal {
    /// The newest grids of the panes.
    pub panes: Panes,
    /// A signal that a pane shows something new.
    pub changed: Arc<Notify>,
    /// The colors.
    pub theme: Theme,
    lent: Option<ActiveTerminal>,
}

/// A terminal that a step uses.
struct ActiveTerminal {
    screen: TerminalGuard,
    keys: EventStream,
    frames: Frames,
    job: Job,
}

impl StepTerminal {
    /// Returns a terminal that no step uses yet.
    pub fn new(panes: Panes, changed: Arc<Notify>, theme: Theme) -> Self {
        Self {
            panes,
            changed,
            theme,
            lent: None,
        }
    }

    /// Lends the terminal to the interactive step that runs now, or takes it back.
    pub(super) fn attend(&mut self, engine: &Engine, backend: &mut Backend) -> io::Result<()> {
        let Some(job) = engine.asks_now() else {
            self.take_back();
            return Ok(());
        };
        match &mut self.lent {
            Some(lent) if lent.job.request_id == job.request_id => {}
            Some(lent) => lent.show(job),
            None => {
                let lent = ActiveTerminal::to(job)?;
                let size = lent.screen.terminal.size()?;
                let pane = PaneId::of(&job.host);
                backend.perform(resize(pane, size.width, size.height));
                self.lent = Some(lent);
            }
        }
        Ok(())
    }

    /// Takes the terminal back, so that the next lines are visible.
    pub(super) fn take_back(&mut self) {
        self.lent = None;
    }

    /// Draws changes until the operator's input means a request, and returns it. Without a lent
    /// terminal it waits without end.
    pub(super) async fn next(&mut self, engine: &Engine) -> io::Result<Request> {
        let Some(lent) = &mut self.lent else {
            return std::future::pending().await;
        };
        loop {
            let pane = PaneId::of(&lent.job.host);
            let settles = settle_deadline(&self.panes, Some(&pane));
            tokio::select! {
                biased;
                event = lent.keys.next() => match event {
                    Some(Ok(event)) => {
                        lent.frames.wanted = true;
                        let heard = message(event);
                        if let Some(request) = heard.and_then(|heard| meant(heard, &pane)) {
                            return Ok(request);
                        }
                    }
                    // The terminal has closed.
                    Some(Err(_)) | None => return Ok(Request::Leave),
                },
                () = lent.frames.due() => lent.draw(engine, &self.panes, &self.theme)?,
                () = self.changed.notified() => lent.frames.wanted = true,
                () = until(settles) => {
                    settle(&self.panes, Some(&pane));
                    lent.frames.wanted = true;
                }
            }
        }
    }
}

impl ActiveTerminal {
    fn to(job: &Job) -> io::Result<Self> {
        Ok(Self {
            screen: TerminalGuard::take()?,
            keys: EventStream::new(),
            frames: Frames::at_once(),
            job: job.clone(),
        })
    }

    fn show(&mut self, job: &Job) {
        self.job = job.clone();
        self.frames.wanted = true;
    }

    fn draw(&mut self, engine: &Engine, panes: &Panes, theme: &Theme) -> io::Result<()> {
        self.frames.drawn();
        crossterm::queue!(terminal(), BeginSynchronizedUpdate)?;
        let job = &self.job;
        self.screen
            .terminal
            .draw(|frame| draw_step_terminal(engine, job, panes, theme, frame))?;
        crossterm::execute!(terminal(), EndSynchronizedUpdate)
    }
}

/// Returns the request of a message; the escape chord and a closed terminal leave the program.
fn meant(message: Message, pane: &PaneId) -> Option<Request> {
    let pane = pane.clone();
    Some(match message {
        Message::Key(key) if is_escape(&key) => Request::Leave,
        Message::Key(key) => Request::Press { pane, key },
        Message::Paste(text) => Request::Paste { pane, text },
        Message::Resized { columns, rows } => resize(pane, columns, rows),
        Message::Mouse(mouse) => {
            let lines = match mouse.kind {
                MouseKind::WheelUp => WHEEL,
                MouseKind::WheelDown => -WHEEL,
                MouseKind::Click => return None,
            };
            Request::Scroll { pane, lines }
        }
        Message::Ended => Request::Leave,
        Message::Answer(_) | Message::Tick => return None,
    })
}

/// Returns whether a key takes the keyboard back from the pane.
fn is_escape(key: &Key) -> bool {
    key.modifiers.ctrl && key.code == KeyCode::Char(']')
}

/// Sizes the pane to the terminal, less the bar above it.
fn resize(pane: PaneId, columns: u16, rows: u16) -> Request {
    let rows = rows.saturating_sub(1).max(1);
    Request::Resize {
        pane,
        columns,
        rows,
    }
}
