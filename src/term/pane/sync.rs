//! Limits how long a synchronized update delays the screen, without reading a clock.

use std::time::{Duration, Instant};

use alacritty_terminal::vte::ansi::Timeout;

/// The state of a synchronized update (DEC private mode 2026), as the parser reports it.
#[derive(Debug, Default)]
pub(super) struct SyncState {
    /// The maximum duration of the update. `None` without an update.
    length: Option<Duration>,
    /// The number of times an update was started or extended.
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

/// The latest end of the current update.
#[derive(Debug, Default)]
pub(super) struct SyncDeadline {
    seen: u64,
    at: Option<Instant>,
}

impl SyncDeadline {
    /// Updates the deadline from the parser's state after a feed.
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
