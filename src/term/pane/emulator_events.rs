//! What the emulator has to say besides cells.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use alacritty_terminal::event::{Event, EventListener};

/// How many bytes of answers wait for the host; a host that asks on is not answered.
const MOST_ANSWERS: usize = 64 * 1024;

/// What the emulator has to say besides cells.
#[derive(Debug, Default)]
pub(super) struct EmulatorEvents {
    /// Answers for the host: DA, DSR, DECRQM, its size in characters.
    pub(super) answers: Vec<u8>,
    /// The title it gave itself.
    pub(super) title: Option<String>,
}

/// The emulator's end of it. What it says of the clipboard is dropped.
#[derive(Debug, Clone, Default)]
pub(super) struct EventSink(Arc<Mutex<EmulatorEvents>>);

impl EventSink {
    pub(super) fn open(&self) -> MutexGuard<'_, EmulatorEvents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EventListener for EventSink {
    fn send_event(&self, event: Event) {
        match event {
            Event::PtyWrite(answer) => {
                let answers = &mut self.open().answers;
                if answers.len() + answer.len() <= MOST_ANSWERS {
                    answers.extend_from_slice(answer.as_bytes());
                }
            }
            Event::Title(title) => self.open().title = Some(title),
            Event::ResetTitle => self.open().title = None,
            _ => {}
        }
    }
}
