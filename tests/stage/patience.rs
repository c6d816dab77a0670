//! Waiting for conditions, and giving up what never comes.

use std::time::{Duration, Instant};

/// How long anything may take before the test gives it up; nothing is ever waited for so long.
const MOST: Duration = Duration::from_secs(30);
/// How often a condition that tells nobody is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// How much longer something is waited for.
pub struct Patience(Instant);

#[expect(
    clippy::disallowed_methods,
    reason = "only what never comes is waited for so long"
)]
impl Patience {
    /// As long as anything may take.
    pub fn new() -> Self {
        Self(Instant::now() + MOST)
    }

    /// What is left of it; none where it is at its end.
    pub fn left(&self) -> Option<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }
}

/// Waits until something is so; how long that takes does not matter.
#[track_caller]
pub fn until<T>(what: &str, mut so: impl FnMut() -> Option<T>) -> T {
    let patience = Patience::new();
    loop {
        if let Some(found) = so() {
            return found;
        }
        assert!(patience.left().is_some(), "waited too long for: {what}");
        pause();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a condition that tells nobody is looked at again"
)]
fn pause() {
    std::thread::sleep(LOOK);
}
