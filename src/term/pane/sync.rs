//! How long a synchronized update may hold back the screen, without a clock.

use std::time::{Duration, Instant};

use alacritty_terminal::vte::ansi::Timeout;

/// What the parser tells of its synchronized update (DEC private mode 2026).
#[derive(Debug, Default)]
pub(super) struct SyncState {
    /// How long it may last; none while there is no update.
    length: Option<Duration>,
    /// How many times one was begun or prolonged.
    begun: u64,
}

impl Timeout for SyncState {
    fn set_timeout(&mut self, duration: Duration) {
        self.length = Some(duration);
        self.begun += 1;
    }

    fn clear_timeout(&mut self) {
        self.length = None;
    }

    fn pending_timeout(&self) -> bool {
        self.length.is_some()
    }
}

/// When the update that runs is over at the latest.
#[derive(Debug, Default)]
pub(super) struct SyncDeadline {
    seen: u64,
    at: Option<Instant>,
}

impl SyncDeadline {
    /// Takes note of what the parser tells after it was fed.
    pub(super) fn note(&mut self, state: &SyncState, now: Instant) {
        match state.length {
            None => self.at = None,
            Some(length) if state.begun != self.seen => self.at = Some(now + length),
            Some(_) => {}
        }
        self.seen = state.begun;
    }

    pub(super) fn at(&self) -> Option<Instant> {
        self.at
    }
}
