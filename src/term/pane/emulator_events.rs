//! The emulator's output besides cells: replies and the title.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use alacritty_terminal::event::{Event, EventListener};

/// Maximum size of the replies waiting for the host, in bytes. Further replies are dropped.
const MOST_ANSWERS: usize = 64 * 1024;

/// The emulator's output besides cells.
#[derive(Debug, Default)]
pub(super) struct EmulatorEvents {
    /// Replies for the host: DA, DSR, DECRQM, the size in characters.
    pub(super) answers: Vec<u8>,
    /// The title that the program set.
    pub(super) title: Option<String>,
}

/// A listener that collects the emulator's events. It drops clipboard events.
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
