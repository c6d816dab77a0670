//! The state of a host's connection, and when daymark connects again.

use std::time::{Duration, Instant};

/// The longest pause between two attempts, in seconds.
const LONGEST_PAUSE: u64 = 30;

/// A host's connection.
pub(super) struct Connection {
    is_local: bool,
    state: State,
    /// The number of the terminal that ssh uses.
    number: u64,
    retry: Option<Retry>,
    /// Until when a disconnect counts as the effect of a step that announced it.
    cut_until: Option<Instant>,
}

enum State {
    /// Not requested yet.
    Closed,
    /// ssh runs and has not connected yet.
    Connecting,
    /// Open; always so on this machine.
    Open,
    /// The next attempt comes later.
    Paused,
    /// Not opened, or lost, for this reason.
    Failed(String),
}

/// Attempts that continue until the connection is open.
struct Retry {
    attempts: u32,
    /// The time of the next attempt; none while one is running.
    at: Option<Instant>,
    /// The end of the attempts; none if only the operator ends them.
    stops: Option<Instant>,
}

/// The answer to a probe that needs the connection.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Availability<'a> {
    /// The probe can run.
    Open,
    /// The connection may open later.
    Later,
    /// The probe cannot run, for this reason.
    Never(&'a str),
}

impl Connection {
    pub(super) fn new(is_local: bool) -> Self {
        Self {
            is_local,
            state: if is_local { State::Open } else { State::Closed },
            number: 0,
            retry: None,
            cut_until: None,
        }
    }

    pub(super) fn is_local(&self) -> bool {
        self.is_local
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Open)
    }

    /// Returns whether ssh runs.
    pub(super) fn has_ssh(&self) -> bool {
        !self.is_local && matches!(self.state, State::Connecting | State::Open)
    }

    /// Returns whether ssh runs on the terminal of this number.
    pub(super) fn is(&self, number: u64) -> bool {
        self.has_ssh() && self.number == number
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Returns whether only a command of the operator opens the connection.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed | State::Failed(_))
    }

    pub(super) fn availability(&self) -> Availability<'_> {
        match &self.state {
            State::Open => Availability::Open,
            State::Connecting | State::Paused => Availability::Later,
            State::Closed => Availability::Never("there is no connection"),
            State::Failed(why) => Availability::Never(why),
        }
    }

    /// Records that ssh starts on the terminal of this number.
    pub(super) fn starts(&mut self, number: u64) {
        self.number = number;
        self.state = State::Connecting;
    }

    pub(super) fn opens(&mut self) {
        self.state = State::Open;
    }

    /// Records that ssh has exited or is about to. Returns whether the connection was open.
    pub(super) fn closes(&mut self) -> bool {
        let was_open = self.is_open();
        if !self.is_local {
            self.state = State::Closed;
        }
        was_open
    }

    pub(super) fn fails(&mut self, why: &str) {
        self.state = State::Failed(why.to_owned());
    }

    // Disconnects that a step announced.

    pub(super) fn expect_cut(&mut self, until: Option<Instant>) {
        self.cut_until = until;
    }

    /// Returns whether a step announced the disconnect recently.
    pub(super) fn was_cut(&self, now: Instant) -> bool {
        self.cut_until.is_some_and(|until| now < until)
    }

    // Attempts.

    pub(super) fn is_retrying(&self) -> bool {
        self.retry.is_some()
    }

    /// Starts the attempts. Only the operator ends them.
    pub(super) fn retry(&mut self) {
        self.retry = Some(Retry {
            attempts: 0,
            at: None,
            stops: None,
        });
    }

    /// Starts the attempts after a disconnect that a step announced.
    pub(super) fn retry_after_cut(&mut self) {
        self.retry();
        if let Some(retry) = &mut self.retry {
            retry.stops = self.cut_until;
        }
    }

    /// Ends the attempts. Returns whether there were any.
    pub(super) fn stop_retrying(&mut self) -> bool {
        self.retry.take().is_some()
    }

    /// Plans the next attempt after a pause, which doubles each time. Returns the attempt's number
    /// and the pause in seconds; none when the attempts are over.
    pub(super) fn pause(&mut self, now: Instant) -> Option<(u32, u64)> {
        let retry = self.retry.as_mut()?;
        if retry.stops.is_some_and(|at| at <= now) {
            self.retry = None;
            return None;
        }
        let seconds = 1u64.checked_shl(retry.attempts.saturating_sub(1));
        let seconds = seconds.map_or(LONGEST_PAUSE, |seconds| seconds.min(LONGEST_PAUSE));
        retry.at = Some(now + Duration::from_secs(seconds));
        let attempt = retry.attempts + 1;
        if !self.is_local && !self.has_ssh() {
            self.state = State::Paused;
        }
        Some((attempt, seconds))
    }

    /// Records that an attempt begins.
    pub(super) fn attempt(&mut self) {
        if let Some(retry) = &mut self.retry {
            retry.attempts += 1;
            retry.at = None;
        }
    }

    /// Returns when the next attempt is due.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.retry.as_ref().and_then(|retry| retry.at)
    }
}
