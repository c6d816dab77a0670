//! What a living shell shows: bytes to its grid, marks to its host, a step's output to evidence.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::mpsc::UnboundedSender;

use super::context::{Context, lock};
use super::pty::Reader;
use super::recorder::Recorder;
use super::step_output::{EndedOutput, StepOutput};
use crate::host::{Captured, HostEvent, StepEnd};
use crate::service::clock::instant;
use crate::term::{
    AnnotationKind, Mark, MarkKind, Nonce, Origin, Scanner, Secrets, SharedPane, ShellId, Size,
    Token,
};

/// A living shell's stream, shared by the thread that reads it and the host it belongs to.
#[derive(Clone)]
pub(super) struct ShellStream(Arc<Mutex<State>>);

struct State {
    scanner: Scanner,
    recorder: Option<Recorder>,
    /// The output of steps, each in its shell: one may run inside another.
    captures: Vec<(ShellId, Capture)>,
    /// A line of ours is typed, and awaits the mark `R`.
    typed: Option<Typed>,
}

/// A line of ours that awaits the mark `R`.
struct Typed {
    /// Drawn in the prompt's place then.
    note: Option<(String, AnnotationKind)>,
    /// What came since: its echo, which belongs to no step's output.
    echo: Vec<u8>,
}

/// How far the output of a step is.
enum Capture {
    /// It begins with the mark of the step that was sent.
    Awaited(Option<StepOutput>),
    /// It is coming in.
    On {
        output: Option<StepOutput>,
        began: Began,
        /// Whether the script of another user has begun.
        as_user: bool,
    },
    /// Its shell is gone, after so many seconds; whether the script of another user had begun.
    Cut(Option<StepOutput>, f64, bool),
}

/// When output began: as the shell tells, and as we saw it.
struct Began {
    told: Option<u64>,
    seen: Instant,
}

impl ShellStream {
    /// A stream whose marks carry this nonce.
    pub(super) fn new(nonce: Nonce, recorder: Option<Recorder>) -> Self {
        Self(Arc::new(Mutex::new(State {
            scanner: Scanner::new(nonce),
            recorder,
            captures: Vec::new(),
            typed: None,
        })))
    }

    /// A line of ours is typed now: its answer is met with this note.
    pub(super) fn expect_answer(&self, note: Option<(String, AnnotationKind)>) {
        let echo = Vec::new();
        lock(&self.0).typed = Some(Typed { note, echo });
    }

    /// A step is sent now to this shell: its output goes here.
    pub(super) fn send_step(&self, level: ShellId, nonce: Nonce, output: Option<StepOutput>) {
        let mut state = lock(&self.0);
        state.scanner.levels().set_step(level, Some(nonce));
        state.captures.push((level, Capture::Awaited(output)));
    }

    /// The line that was typed is not answered: what came since is output like any other.
    pub(super) fn release_line(&self) {
        let mut state = lock(&self.0);
        if let Some(typed) = state.typed.take() {
            state.keep(&typed.echo);
        }
    }

    /// Nobody waits for the step in this shell any more: its marks and its output are given up.
    pub(super) fn drop_step(&self, level: ShellId) -> Option<Captured> {
        let mut state = lock(&self.0);
        state.scanner.levels().set_step(level, None);
        let (output, seconds, as_user) = match state.take(level)? {
            Capture::On {
                output,
                began,
                as_user,
            } => (output, began.seconds(None), as_user),
            Capture::Cut(output, seconds, as_user) => (output, seconds, as_user),
            Capture::Awaited(_) => return None,
        };
        let ended = ended(output?, seconds, as_user, &mut state.recorder);
        drop(state);
        Some(ended.finish())
    }

    /// Another shell is about to stand inside the innermost one.
    pub(super) fn enter(&self, shell: ShellId, nonce: Nonce) {
        lock(&self.0).scanner.levels().enter(shell, nonce);
    }

    /// Shells inside this one are not believed any more.
    pub(super) fn leave_to(&self, level: ShellId) {
        lock(&self.0).scanner.levels().leave_to(level);
    }

    /// From now on these are masked, in the recording and in the output of a step under way.
    pub(super) fn set_secrets(&self, secrets: Secrets) {
        let mut state = lock(&self.0);
        for (_, capture) in &mut state.captures {
            let (Capture::Awaited(output) | Capture::On { output, .. } | Capture::Cut(output, ..)) =
                capture;
            if let Some(output) = output {
                output.set_secrets(secrets.clone());
            }
        }
        if let Some(recorder) = &mut state.recorder {
            recorder.set_secrets(secrets);
        }
    }

    /// The pane got another size.
    pub(super) fn resized(&self, size: Size) {
        if let Some(recorder) = &mut lock(&self.0).recorder {
            recorder.resized(size);
        }
    }
}

impl State {
    /// Takes output in, for every step that it belongs to.
    fn keep(&mut self, bytes: &[u8]) {
        keep(&mut self.captures, bytes);
    }

    fn take(&mut self, level: ShellId) -> Option<Capture> {
        take(&mut self.captures, level)
    }
}

/// How much of an echo is held; what answers with more is no line of ours.
const MOST_ECHO: usize = 64 * 1024;

fn keep(captures: &mut [(ShellId, Capture)], bytes: &[u8]) {
    for (_, capture) in captures {
        if let Capture::On {
            output: Some(output),
            ..
        } = capture
        {
            output.push(bytes);
        }
    }
}

/// Whether a secret is about to come out of a step: a recording shows nothing of it.
fn is_withheld(captures: &[(ShellId, Capture)]) -> bool {
    captures.iter().any(|(_, capture)| match capture {
        Capture::On { output, .. } => output.as_ref().is_some_and(StepOutput::is_withheld),
        Capture::Awaited(_) | Capture::Cut(..) => false,
    })
}

fn take(captures: &mut Vec<(ShellId, Capture)>, level: ShellId) -> Option<Capture> {
    let at = captures.iter().rposition(|(other, _)| *other == level)?;
    Some(captures.remove(at).1)
}

/// The end of a living shell's stream that its pty's thread reads.
pub(super) struct ShellReader {
    /// The stream.
    pub(super) stream: ShellStream,
    /// Its grid.
    pub(super) pane: SharedPane,
    /// Where answers to the program's questions are typed.
    pub(super) typist: Arc<Mutex<Option<Sender<Vec<u8>>>>>,
    /// Where what is heard is told.
    pub(super) events: UnboundedSender<(u64, HostEvent)>,
    /// Which of the host's shells this is.
    pub(super) number: u64,
    /// What all hosts share.
    pub(super) context: Arc<Context>,
}

impl Reader for ShellReader {
    fn bytes(&mut self, bytes: &[u8]) {
        let mut heard = Vec::new();
        let mut state = lock(&self.stream.0);
        let State {
            scanner,
            recorder,
            captures,
            typed,
        } = &mut *state;
        scanner.scan(bytes, |piece| match piece {
            Token::Bytes(bytes) => {
                // Held for no longer than that: what is kept waits for the disk.
                self.pane.lock().feed(bytes, instant());
                match typed {
                    Some(typed) if typed.echo.len() < MOST_ECHO => {
                        typed.echo.extend_from_slice(bytes);
                    }
                    _ => keep(captures, bytes),
                }
                if let Some(recorder) = recorder
                    && !is_withheld(captures)
                {
                    recorder.output(bytes);
                }
            }
            Token::Mark(mark) => {
                marked(&mark, &mut self.pane.lock(), typed);
                heard.push(hear(mark, captures, recorder));
            }
        });
        drop(state);
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
    /// The host has gone where nobody hears.
    fn send(&self, heard: HostEvent) {
        let _ = self.events.send((self.number, heard));
    }
}

/// What the host hears of a mark.
enum EventsTo {
    /// This.
    Now(HostEvent),
    /// A step's end, once its output is finished.
    Ended(ShellId, i32, Option<Box<EndedOutput>>),
}

impl EventsTo {
    /// What it is, finished.
    fn finish(self) -> HostEvent {
        match self {
            Self::Now(heard) => heard,
            Self::Ended(level, exit, output) => {
                let captured = output.map(|output| Box::new(output.finish()));
                HostEvent::StepEnded(level, StepEnd { exit, captured })
            }
        }
    }
}

/// What a mark does to the grid.
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

/// What a mark tells the host, and what it does to the output of steps.
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
            let began = Began {
                told: mark.at,
                seen: instant(),
            };
            if let Some(Capture::Awaited(output)) = take(captures, level) {
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
            let output = match take(captures, level) {
                Some(Capture::On {
                    output,
                    began,
                    as_user,
                }) => {
                    let seconds = began.seconds(mark.at);
                    output.map(|output| ended(output, seconds, as_user, recorder))
                }
                _ => None,
            };
            EventsTo::Ended(level, exit, output.map(Box::new))
        }
        _ => EventsTo::Now(HostEvent::Mark(level, mark.kind)),
    }
}

/// What ran in the shells inside this one puts nothing out any more.
fn cut_inside(level: ShellId, captures: &mut [(ShellId, Capture)]) {
    for (inside, capture) in captures {
        if *inside > level
            && let Capture::On {
                output,
                began,
                as_user,
            } = capture
        {
            *capture = Capture::Cut(output.take(), began.seconds(None), *as_user);
        }
    }
}

impl Began {
    /// How long it took until the shell told its end: by the shell's own clock where it has one.
    fn seconds(&self, ended: Option<u64>) -> f64 {
        let told = self.told.zip(ended);
        match told.and_then(|(began, ended)| ended.checked_sub(began)) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a length of microseconds is far below 2^52"
            )]
            Some(micros) => micros as f64 / 1e6,
            None => self.seen.elapsed().as_secs_f64(),
        }
    }
}

/// An output that ended after so many seconds; what the recording lacks is told with it.
fn ended(
    output: StepOutput,
    seconds: f64,
    as_user: bool,
    recorder: &mut Option<Recorder>,
) -> EndedOutput {
    EndedOutput {
        output,
        seconds,
        as_user,
        recording_cut: recorder.as_mut().is_some_and(Recorder::take_cut),
    }
}
