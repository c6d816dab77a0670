//! The times at which daymark reads a shell's foreground process.

use std::time::{Duration, Instant};

use crate::port;

/// The silence before the first reading. Each later pause is twice as long.
const FIRST_LOOK: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The same pause while a command of the plan opens a nested shell, because a step waits for it.
const FIRST_WHILE_NESTING: Duration = Duration::from_millis(20);
const LONGEST_WHILE_NESTING: Duration = Duration::from_millis(500);
/// The silence of an unreadable nested shell before daymark attaches to it.
const QUIET: Duration = Duration::from_secs(1);
/// The shortest time between two reports of new output.
const REPORT: Duration = Duration::from_secs(1);

/// The times at which daymark reads a shell's foreground process.
#[derive(Default)]
pub(super) struct ForegroundTimer {
    /// The next reading; none while no program runs or a reading is under way.
    next: Option<Instant>,
    /// The deadline of the plan's nested shell.
    nested_by: Option<Instant>,
    reported: Option<port::Foreground>,
    pause: Duration,
    last_output: Option<Instant>,
    last_report: Option<Instant>,
}

impl ForegroundTimer {
    /// Starts the readings while a command of the plan opens a nested shell within `patience`.
    pub(super) fn start_nesting(&mut self, patience: Duration, now: Instant) {
        self.nested_by = Some(now + patience);
        self.begin(FIRST_WHILE_NESTING, now);
    }

    /// Starts the readings for a program that runs, or may run because the operator typed it.
    pub(super) fn start(&mut self, now: Instant) {
        self.begin(FIRST_LOOK, now);
    }

    fn begin(&mut self, pause: Duration, now: Instant) {
        self.pause = pause;
        self.next = Some(now + pause);
    }

    /// Plans the reading after this one.
    pub(super) fn again(&mut self, is_nesting: bool, now: Instant) {
        let longest = if is_nesting {
            LONGEST_WHILE_NESTING
        } else {
            LONGEST_PAUSE
        };
        self.pause = (self.pause * 2).min(longest);
        self.next = Some(now + self.pause);
    }

    pub(super) fn stop(&mut self) {
        self.next = None;
        self.nested_by = None;
    }

    /// Records new output, which delays the first reading. Returns whether to report it.
    pub(super) fn on_output(&mut self, now: Instant) -> bool {
        self.last_output = Some(now);
        let is_due = self
            .last_report
            .is_none_or(|at| now.duration_since(at) >= REPORT);
        if is_due {
            self.last_report = Some(now);
        }
        if self.pause == FIRST_LOOK {
            self.next = self.next.map(|_| now + FIRST_LOOK);
        }
        is_due
    }

    pub(super) fn is_quiet(&self, now: Instant) -> bool {
        self.last_output
            .is_none_or(|at| now.duration_since(at) >= QUIET)
    }

    /// Returns the foreground process that was reported last.
    pub(super) fn reported(&self) -> Option<&port::Foreground> {
        self.reported.as_ref()
    }

    /// Records the foreground process. Returns whether it changed.
    pub(super) fn set_reported(&mut self, foreground: Option<port::Foreground>) -> bool {
        let is_new = self.reported != foreground;
        self.reported = foreground;
        is_new
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        [self.next, self.nested_by].into_iter().flatten().min()
    }

    /// Returns whether a reading is due now, and plans none after it.
    pub(super) fn take_reading(&mut self, now: Instant) -> bool {
        self.next.take_if(|at| *at <= now).is_some()
    }

    /// Returns whether the nested shell of the plan missed its deadline.
    pub(super) fn take_nesting_timeout(&mut self, now: Instant) -> bool {
        self.nested_by.take_if(|at| *at <= now).is_some()
    }
}
