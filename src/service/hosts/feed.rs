//! What a living shell shows: bytes to its grid, marks to its host, a step's output to evidence.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::mpsc::UnboundedSender;

use super::super::evidence::{EvidenceFile, as_text};
use super::context::{Context, lock};
use super::host::Heard;
use super::pty::Reader;
use super::recorder::Recorder;
use crate::progress::Evidence;
use crate::term::{Kind, Mark, Nonce, NoteRole, Origin, Piece, Scanner, Secrets, SharedPane, Size};

/// What a step's run left behind.
pub(super) struct Captured {
    /// What is kept, or why it could not be.
    pub(super) evidence: Result<Evidence, String>,
    /// The output as text, for the judge.
    pub(super) text: String,
}

/// A living shell's stream, shared by the thread that reads it and the host it belongs to.
#[derive(Clone)]
pub(super) struct Feed(Arc<Mutex<State>>);

struct State {
    scanner: Scanner,
    recorder: Option<Recorder>,
    capture: Capture,
    /// Drawn in the prompt's place when the shell is ready to receive a step.
    title: Option<String>,
}

/// How far the output of a step is.
enum Capture {
    /// None is awaited.
    Off,
    /// It begins with the mark of the step that was sent.
    Awaited(EvidenceFile),
    /// It is coming in.
    On { file: EvidenceFile, began: Began },
}

/// When output began: as the shell tells, and as we saw it.
struct Began {
    told: Option<u64>,
    seen: Instant,
}

impl Feed {
    /// A stream whose marks carry this nonce.
    pub(super) fn new(nonce: Nonce, recorder: Option<Recorder>) -> Self {
        Self(Arc::new(Mutex::new(State {
            scanner: Scanner::new(nonce),
            recorder,
            capture: Capture::Off,
            title: None,
        })))
    }

    /// A step's line is typed now: its answer is met with this title.
    pub(super) fn expect_step(&self, title: &str) {
        lock(&self.0).title = Some(title.to_owned());
    }

    /// A step is sent now: its output goes into this file.
    pub(super) fn send_step(&self, nonce: Nonce, file: EvidenceFile) {
        let mut state = lock(&self.0);
        state.scanner.set_step(Some(nonce));
        state.capture = Capture::Awaited(file);
    }

    /// Nobody waits for the step any more: its title, its marks and its output are given up.
    pub(super) fn give_up(&self) -> Option<Captured> {
        let mut state = lock(&self.0);
        state.title = None;
        state.scanner.set_step(None);
        match std::mem::replace(&mut state.capture, Capture::Off) {
            Capture::On { file, .. } => Some(captured(file)),
            Capture::Off | Capture::Awaited(_) => None,
        }
    }

    /// From now on these are masked, in the recording and in the output of a step under way.
    pub(super) fn set_secrets(&self, secrets: Secrets) {
        let mut state = lock(&self.0);
        if let Capture::Awaited(file) | Capture::On { file, .. } = &mut state.capture {
            file.set_secrets(secrets.clone());
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

/// The end of a living shell's stream that its pty's thread reads.
pub(super) struct ShellReader {
    /// The stream.
    pub(super) feed: Feed,
    /// Its grid.
    pub(super) pane: SharedPane,
    /// Where answers to the program's questions are typed.
    pub(super) typist: Arc<Mutex<Option<Sender<Vec<u8>>>>>,
    /// Where what is heard is told.
    pub(super) heard: UnboundedSender<(u64, Heard)>,
    /// Which of the host's shells this is.
    pub(super) shell: u64,
    /// What all hosts share.
    pub(super) context: Arc<Context>,
}

impl Reader for ShellReader {
    fn bytes(&mut self, bytes: &[u8]) {
        let mut heard = Vec::new();
        let mut state = lock(&self.feed.0);
        let mut pane = self.pane.lock();
        let State {
            scanner,
            recorder,
            capture,
            title,
        } = &mut *state;
        scanner.scan(bytes, |piece| match piece {
            Piece::Bytes(bytes) => {
                pane.feed(bytes, Instant::now());
                if let Capture::On { file, .. } = capture {
                    file.push(bytes);
                }
                if let Some(recorder) = recorder {
                    recorder.output(bytes);
                }
            }
            Piece::Mark(mark) => {
                marked(&mark, &mut pane, title);
                heard.push(hear(mark, capture));
            }
        });
        let answers = pane.take_answers();
        drop(pane);
        drop(state);
        if let Some(typist) = &*lock(&self.typist)
            && !answers.is_empty()
        {
            let _ = typist.send(answers);
        }
        self.context.pane_changed();
        if heard.is_empty() {
            heard.push(Heard::Bytes);
        }
        for heard in heard {
            self.tell(heard);
        }
    }

    fn ended(self, exit: Option<i32>) {
        self.tell(Heard::Ended(exit));
    }
}

impl ShellReader {
    /// The host has gone where nobody hears.
    fn tell(&self, heard: Heard) {
        let _ = self.heard.send((self.shell, heard));
    }
}

/// What a mark does to the grid.
fn marked(mark: &Mark, pane: &mut crate::term::Pane, title: &mut Option<String>) {
    match (&mark.kind, mark.origin) {
        (Kind::PromptStart, _) => pane.prompt_starts(),
        (Kind::Receiving, _) => {
            if let Some(title) = title.take() {
                pane.replace_prompt();
                pane.note(&title, NoteRole::Title);
            }
        }
        (Kind::OutputStart, Origin::Step) => pane.hold_answers(false),
        (Kind::Ended { exit }, Origin::Step) if *exit != 0 => {
            pane.note(&format!("exit {exit}"), NoteRole::Failed);
        }
        _ => {}
    }
}

/// What a mark tells the host, and what it does to the output of a step.
fn hear(mark: Mark, capture: &mut Capture) -> Heard {
    match (&mark.kind, mark.origin) {
        (Kind::OutputStart, Origin::Step) => {
            let began = Began {
                told: mark.at,
                seen: Instant::now(),
            };
            *capture = match std::mem::replace(capture, Capture::Off) {
                Capture::Awaited(file) => Capture::On { file, began },
                other => other,
            };
            Heard::StepBegan
        }
        (Kind::Ended { exit }, Origin::Step) => {
            let exit = i32::from(*exit);
            match std::mem::replace(capture, Capture::Off) {
                Capture::On { file, began } => Heard::StepEnded {
                    exit,
                    seconds: began.seconds(mark.at),
                    captured: Some(captured(file)),
                },
                Capture::Off | Capture::Awaited(_) => Heard::StepEnded {
                    exit,
                    seconds: 0.0,
                    captured: None,
                },
            }
        }
        _ => Heard::Mark(mark.kind),
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

fn captured(file: EvidenceFile) -> Captured {
    let text = as_text(file.judged());
    Captured {
        evidence: file.finish().map_err(|error| error.to_string()),
        text,
    }
}
