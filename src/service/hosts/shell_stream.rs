//! The output of a pane's shell: bytes to its grid, marks to its host, a step's output to evidence.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::mpsc::UnboundedSender;

use super::context::{Context, lock};
use super::pty::Reader;
use super::recorder::{Recorded, Recorder};
use super::step_output::{EndedOutput, StepOutput};
use crate::host::{HostEvent, StepEnd, last_line};
use crate::service::clock::instant;
use crate::term::{
    AnnotationKind, Mark, MarkKind, Nonce, Origin, Scanner, Secrets, SharedPane, ShellId, Size,
    StepNonces, Token,
};

/// The output stream of a pane's shell, shared by its reader thread and its host.
#[derive(Clone)]
pub(super) struct ShellStream {
    reading: Arc<Mutex<Reading>>,
    kept: Arc<Mutex<Kept>>,
}

/// How the stream is read. It is locked only while bytes are split and drawn, never for the disk.
struct Reading {
    scanner: Scanner,
    /// The line of daymark that awaits mark `R`.
    typed: Option<Typed>,
    changes: Changes,
}

/// Changes that apply to what is kept of later bytes.
#[derive(Default)]
struct Changes {
    secrets: Option<Secrets>,
    size: Option<Size>,
}

/// What is kept of the stream. It is locked while the disk writes.
struct Kept {
    recorder: Option<Recorder>,
    /// The captured output of steps, one per shell: a step may run inside another.
    captures: Vec<(ShellId, Capture)>,
}

/// A part of the stream that was drawn.
enum Piece {
    /// Bytes, and whether they are the echo of a typed line, which belongs to no step.
    Bytes {
        bytes: Vec<u8>,
        is_echo: bool,
    },
    Mark(Mark),
}

/// A typed line of daymark that awaits mark `R`.
struct Typed {
    /// The note to draw in place of the prompt.
    note: Option<(String, AnnotationKind)>,
    /// The bytes since the line. They are its echo and belong to no step.
    echo: Vec<u8>,
}

/// The state of a step's capture.
enum Capture {
    /// Waits for the mark of the step that was sent.
    Awaited {
        output: Option<StepOutput>,
        /// What is printed before it, in place of the script.
        said: Vec<u8>,
    },
    /// The step prints.
    On {
        output: Option<StepOutput>,
        began: Began,
        /// Whether the script of another user has begun.
        as_user: bool,
    },
    /// Its shell has ended after these seconds.
    Cut {
        output: Option<StepOutput>,
        seconds: f64,
        /// Whether the script of another user had begun.
        as_user: bool,
        /// The part of the recording in which the output starts.
        part: usize,
    },
}

/// The start of output: by the shell's clock, and by daymark's.
struct Began {
    started_at: Option<u64>,
    seen: Instant,
    /// The part of the recording in which it starts.
    part: usize,
}

impl ShellStream {
    /// Returns a stream whose marks have this nonce.
    pub(super) fn new(nonce: Nonce, recorder: Option<Recorder>) -> Self {
        let reading = Reading {
            scanner: Scanner::new(nonce),
            typed: None,
            changes: Changes::default(),
        };
        let captures = Vec::new();
        Self {
            reading: Arc::new(Mutex::new(reading)),
            kept: Arc::new(Mutex::new(Kept { recorder, captures })),
        }
    }

    /// Expects the answer to a line that daymark types now. The note replaces the prompt then.
    pub(super) fn expect_answer(&self, note: Option<(String, AnnotationKind)>) {
        let echo = Vec::new();
        lock(&self.reading).typed = Some(Typed { note, echo });
    }

    /// Expects the marks of a step whose line is typed into this shell now.
    pub(super) fn expect_step(&self, level: ShellId, nonces: StepNonces) {
        let mut reading = lock(&self.reading);
        reading.scanner.levels().set_step(level, Some(nonces));
    }

    /// Captures the output of a step that is sent to this shell now.
    pub(super) fn send_step(&self, level: ShellId, output: Option<StepOutput>) {
        let said = Vec::new();
        let capture = Capture::Awaited { output, said };
        lock(&self.kept).captures.push((level, capture));
    }

    /// Stops waiting for the answer to a line. The bytes since then are ordinary output.
    pub(super) fn release_line(&self) {
        let typed = lock(&self.reading).typed.take();
        if let Some(typed) = typed {
            keep(&mut lock(&self.kept).captures, &typed.echo);
        }
    }

    /// Stops capturing the step in this shell: its marks and its output are ignored from now on.
    pub(super) fn drop_step(&self, level: ShellId) -> Option<EndedOutput> {
        let mut reading = lock(&self.reading);
        reading.scanner.levels().set_step(level, None);
        let changes = std::mem::take(&mut reading.changes);
        drop(reading);
        let mut kept = lock(&self.kept);
        kept.apply(changes);
        let (output, seconds, as_user, part) = match take(&mut kept.captures, level)? {
            Capture::On {
                output,
                began,
                as_user,
            } => (output, began.seconds(None), as_user, began.part),
            Capture::Cut {
                output,
                seconds,
                as_user,
                part,
            } => (output, seconds, as_user, part),
            Capture::Awaited { .. } => return None,
        };
        let output = output?;
        let recorded = recorded(&mut kept.recorder, &output, None, part);
        Some(EndedOutput {
            output,
            seconds,
            as_user,
            recorded,
        })
    }

    /// Accepts marks of a shell inside the innermost one.
    pub(super) fn enter(&self, shell: ShellId, nonce: Nonce) {
        lock(&self.reading).scanner.levels().enter(shell, nonce);
    }

    /// Rejects marks of the shells inside this one.
    pub(super) fn leave_to(&self, level: ShellId) {
        lock(&self.reading).scanner.levels().leave_to(level);
    }

    /// Masks these secrets from now on, in the recording and in the output of a running step.
    pub(super) fn set_secrets(&self, secrets: Secrets) {
        lock(&self.reading).changes.secrets = Some(secrets);
    }

    /// Records the new size of the pane with its next output.
    pub(super) fn resized(&self, size: Size) {
        lock(&self.reading).changes.size = Some(size);
    }
}

impl Kept {
    fn apply(&mut self, changes: Changes) {
        let Self { recorder, captures } = self;
        if let Some(secrets) = changes.secrets {
            for (_, capture) in captures {
                let (Capture::Awaited { output, .. }
                | Capture::On { output, .. }
                | Capture::Cut { output, .. }) = capture;
                if let Some(output) = output {
                    output.set_secrets(secrets.clone());
                }
            }
            if let Some(recorder) = recorder {
                recorder.set_secrets(secrets);
            }
        }
        if let Some((recorder, size)) = recorder.as_mut().zip(changes.size) {
            recorder.resized(size);
        }
    }

    /// Keeps a part of the stream. Returns the event that follows from it.
    fn keep(&mut self, piece: Piece) -> Option<EventsTo> {
        let Self { recorder, captures } = self;
        match piece {
            Piece::Bytes { bytes, is_echo } => {
                if !is_echo {
                    keep(captures, &bytes);
                }
                if let Some(recorder) = recorder
                    && !is_withheld(captures)
                {
                    recorder.output(&bytes);
                }
                None
            }
            Piece::Mark(mark) => Some(hear(mark, captures, recorder)),
        }
    }
}

/// The limit of an echo, in bytes. A longer answer is not to a line of daymark's.
const MOST_ECHO: usize = 64 * 1024;

fn keep(captures: &mut [(ShellId, Capture)], bytes: &[u8]) {
    for (_, capture) in captures {
        match capture {
            Capture::On {
                output: Some(output),
                ..
            } => output.push(bytes),
            Capture::Awaited { said, .. } if said.len() < MOST_ECHO => {
                said.extend_from_slice(bytes);
            }
            _ => {}
        }
    }
}

/// Returns whether a step may print a new secret. A recording shows nothing of its output.
fn is_withheld(captures: &[(ShellId, Capture)]) -> bool {
    captures.iter().any(|(_, capture)| match capture {
        Capture::On { output, .. } => output.as_ref().is_some_and(StepOutput::is_withheld),
        Capture::Awaited { .. } | Capture::Cut { .. } => false,
    })
}

fn take(captures: &mut Vec<(ShellId, Capture)>, level: ShellId) -> Option<Capture> {
    let at = captures.iter().rposition(|(other, _)| *other == level)?;
    Some(captures.remove(at).1)
}

/// The reader of a pane shell's pty.
pub(super) struct ShellReader {
    pub(super) stream: ShellStream,
    /// The grid of the pane.
    pub(super) pane: SharedPane,
    /// The sender that types replies to the program's queries.
    pub(super) typist: Arc<Mutex<Option<Sender<Vec<u8>>>>>,
    /// The channel for events.
    pub(super) events: UnboundedSender<(u64, HostEvent)>,
    /// The number of the shell on its host.
    pub(super) number: u64,
    /// The state that all hosts share.
    pub(super) context: Arc<Context>,
}

impl Reader for ShellReader {
    fn bytes(&mut self, bytes: &[u8]) {
        let (pieces, changes) = self.draw(bytes);
        let mut kept = lock(&self.stream.kept);
        kept.apply(changes);
        let heard = pieces.into_iter().filter_map(|piece| kept.keep(piece));
        let mut heard: Vec<EventsTo> = heard.collect();
        drop(kept);
        let answers = self.pane.lock().take_answers();
        if let Some(typist) = &*lock(&self.typist)
            && !answers.is_empty()
        {
            let _ = typist.send(answers);
        }
        self.context.pane_changed();
        if heard.is_empty() {
            heard.push(EventsTo::Now(HostEvent::Output));
        }
        for heard in heard {
            self.send(heard.finish());
        }
    }

    fn ended(self, exit: Option<i32>) {
        self.send(HostEvent::ShellEnded(exit));
    }
}

impl ShellReader {
    /// Draws bytes of the stream. Returns their parts, and the changes that apply to them.
    fn draw(&self, bytes: &[u8]) -> (Vec<Piece>, Changes) {
        let mut pieces = Vec::new();
        let mut reading = lock(&self.stream.reading);
        let Reading {
            scanner,
            typed,
            changes,
        } = &mut *reading;
        scanner.scan(bytes, |token| match token {
            Token::Bytes(bytes) => {
                self.pane.lock().feed(bytes, instant());
                let echo = typed.as_mut().map(|typed| &mut typed.echo);
                let echo = echo.filter(|echo| echo.len() < MOST_ECHO);
                pieces.push(Piece::Bytes {
                    bytes: bytes.to_vec(),
                    is_echo: echo.is_some(),
                });
                if let Some(echo) = echo {
                    echo.extend_from_slice(bytes);
                }
            }
            Token::Mark(mark) => {
                marked(&mark, &mut self.pane.lock(), typed);
                pieces.push(Piece::Mark(mark));
            }
        });
        (pieces, std::mem::take(changes))
    }

    /// Sends an event. The receiver is gone once the host has ended.
    fn send(&self, heard: HostEvent) {
        let _ = self.events.send((self.number, heard));
    }
}

/// An event that follows from a mark.
enum EventsTo {
    /// An event to send at once.
    Now(HostEvent),
    /// The end of a step, sent when its output is finished.
    Ended(ShellId, i32, Option<Box<EndedOutput>>),
    /// The end of a step that did not begin, with the last line that was printed instead.
    NotBegun(ShellId, i32, String),
}

impl EventsTo {
    /// Finishes the output, and returns the event.
    fn finish(self) -> HostEvent {
        match self {
            Self::Now(heard) => heard,
            Self::Ended(level, exit, output) => {
                let captured = output.map(|output| Box::new(output.finish()));
                let not_begun = None;
                HostEvent::StepEnded(
                    level,
                    StepEnd {
                        exit,
                        captured,
                        not_begun,
                    },
                )
            }
            Self::NotBegun(level, exit, printed) => HostEvent::StepEnded(
                level,
                StepEnd {
                    exit,
                    captured: None,
                    not_begun: Some(printed),
                },
            ),
        }
    }
}

/// Applies a mark to the grid.
fn marked(mark: &Mark, pane: &mut crate::term::Pane, typed: &mut Option<Typed>) {
    match (&mark.kind, mark.origin) {
        (MarkKind::PromptStart, _) => pane.prompt_starts(),
        (MarkKind::Receiving { .. }, _) => {
            if let Some(Typed { note, .. }) = typed.take() {
                pane.replace_prompt();
                if let Some((note, role)) = note {
                    pane.annotate(&note, role);
                }
            }
        }
        (MarkKind::OutputStart, Origin::Step) => pane.drop_answers(),
        (MarkKind::OutputStart, Origin::Pane) if typed.is_none() => pane.prompt_is_over(),
        (MarkKind::Ended { exit }, Origin::Step) if *exit != 0 => {
            pane.annotate(&format!("exit {exit}"), AnnotationKind::Failed);
        }
        _ => {}
    }
}

/// Returns the event that follows from a mark, and applies the mark to the output of steps.
fn hear(
    mark: Mark,
    captures: &mut Vec<(ShellId, Capture)>,
    recorder: &mut Option<Recorder>,
) -> EventsTo {
    let level = mark.level;
    if matches!(
        mark.kind,
        MarkKind::Ended { .. } | MarkKind::PromptStart | MarkKind::PromptEnd
    ) {
        cut_inside(level, captures);
    }
    match (&mark.kind, mark.origin) {
        (MarkKind::OutputStart, Origin::Step) => {
            if let Some(Capture::Awaited { output, .. }) = take(captures, level) {
                let run = output.as_ref().map(StepOutput::run);
                let part = recorder.as_mut().zip(run);
                let began = Began {
                    started_at: mark.at,
                    seen: instant(),
                    part: part.map_or(0, |(recorder, run)| recorder.step_started(run)),
                };
                let as_user = false;
                captures.push((
                    level,
                    Capture::On {
                        output,
                        began,
                        as_user,
                    },
                ));
            }
            EventsTo::Now(HostEvent::StepBegan(level))
        }
        (MarkKind::ScriptStart, Origin::Step) => {
            let mut captures = captures.iter_mut().rev();
            if let Some((_, Capture::On { as_user, .. })) =
                captures.find(|(other, _)| *other == level)
            {
                *as_user = true;
            }
            EventsTo::Now(HostEvent::Output)
        }
        (MarkKind::Ended { exit }, Origin::Step) => {
            let exit = i32::from(*exit);
            match take(captures, level) {
                Some(Capture::On {
                    output,
                    began,
                    as_user,
                }) => {
                    let seconds = began.seconds(mark.at);
                    let output = output.map(|output| EndedOutput {
                        recorded: recorded(recorder, &output, Some(exit), began.part),
                        output,
                        seconds,
                        as_user,
                    });
                    EventsTo::Ended(level, exit, output.map(Box::new))
                }
                Some(Capture::Awaited { said, .. }) => {
                    EventsTo::NotBegun(level, exit, last_line(&said))
                }
                Some(Capture::Cut { .. }) | None => EventsTo::NotBegun(level, exit, String::new()),
            }
        }
        _ => EventsTo::Now(HostEvent::Mark(level, mark.kind)),
    }
}

/// Ends the output of what ran in the shells inside this one.
fn cut_inside(level: ShellId, captures: &mut [(ShellId, Capture)]) {
    for (inside, capture) in captures {
        if *inside > level
            && let Capture::On {
                output,
                began,
                as_user,
            } = capture
        {
            *capture = Capture::Cut {
                output: output.take(),
                seconds: began.seconds(None),
                as_user: *as_user,
                part: began.part,
            };
        }
    }
}

impl Began {
    /// Returns the seconds until the shell reported the end, by the shell's clock if it has one.
    fn seconds(&self, ended: Option<u64>) -> f64 {
        let started_at = self.started_at.zip(ended);
        match started_at.and_then(|(began, ended)| ended.checked_sub(began)) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a length of microseconds is far below 2^52"
            )]
            Some(micros) => micros as f64 / 1e6,
            None => self.seen.elapsed().as_secs_f64(),
        }
    }
}

/// Marks the end of a step's run in the recording, and returns its place there.
fn recorded(
    recorder: &mut Option<Recorder>,
    output: &StepOutput,
    exit: Option<i32>,
    part: usize,
) -> Recorded {
    let recorder = recorder.as_mut();
    recorder.map_or_else(Recorded::default, |recorder| {
        recorder.step_ended(output.run(), exit, part)
    })
}
