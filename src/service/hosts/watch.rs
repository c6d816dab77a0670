//! When what stands in front of a shell is looked at.

use std::time::{Duration, Instant};

use crate::port;

/// How long a program may put nothing out before we look; then each look is twice as far.
const FIRST_LOOK: Duration = Duration::from_secs(1);
const FARTHEST_LOOK: Duration = Duration::from_secs(30);
/// The same on the way to a shell of the plan, where somebody waits.
const FIRST_ON_THE_WAY: Duration = Duration::from_millis(20);
const FARTHEST_ON_THE_WAY: Duration = Duration::from_millis(500);
/// How long a way that we cannot look at must be quiet before a shell is believed at its end.
const QUIET: Duration = Duration::from_secs(1);
/// How often it is told at most that something is put out.
const NEWS: Duration = Duration::from_secs(1);

/// Looking at what stands in front of a shell.
#[derive(Default)]
pub(super) struct ForegroundTimer {
    /// When we look next; none while nothing runs, or while a look is under way.
    pub(super) next: Option<Instant>,
    /// When the way to a shell of the plan is given up.
    pub(super) give_up: Option<Instant>,
    /// What was told last.
    pub(super) reported: Option<port::Foreground>,
    pause: Duration,
    /// When something was put out last.
    pub(super) heard: Option<Instant>,
    /// When it was last told that something was put out.
    announced: Option<Instant>,
}

impl ForegroundTimer {
    /// A command of the plan leads to a shell, which somebody waits for; for so long at most.
    pub(super) fn begin_on_the_way(&mut self, patience: Duration) {
        self.give_up = Some(Instant::now() + patience);
        self.begin(FIRST_ON_THE_WAY);
    }

    fn begin(&mut self, pause: Duration) {
        self.pause = pause;
        self.next = Some(Instant::now() + pause);
    }

    /// Something runs, or may run: the operator typed it.
    pub(super) fn begin_slowly(&mut self) {
        self.begin(FIRST_LOOK);
    }

    /// It still runs: the next look is farther away.
    pub(super) fn again(&mut self, is_on_its_way: bool) {
        let farthest = if is_on_its_way {
            FARTHEST_ON_THE_WAY
        } else {
            FARTHEST_LOOK
        };
        self.pause = (self.pause * 2).min(farthest);
        self.next = Some(Instant::now() + self.pause);
    }

    /// No more looks until something runs.
    pub(super) fn stop(&mut self) {
        self.next = None;
        self.give_up = None;
    }

    /// Something was put out: a program that speaks is not looked at for the first time yet. Tells
    /// whether that is news: at most once in a while.
    pub(super) fn heard(&mut self) -> bool {
        let now = Instant::now();
        self.heard = Some(now);
        let is_news = self
            .announced
            .is_none_or(|at| now.duration_since(at) >= NEWS);
        if is_news {
            self.announced = Some(now);
        }
        if self.pause == FIRST_LOOK {
            self.next = self.next.map(|_| now + FIRST_LOOK);
        }
        is_news
    }

    /// Whether nothing has been put out for a while.
    pub(super) fn is_quiet(&self) -> bool {
        self.heard.is_none_or(|heard| heard.elapsed() >= QUIET)
    }
}
