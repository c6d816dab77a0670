//! The times at which the program draws a frame.

use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use crate::service::instant;
use crate::term::{PaneId, Panes};

/// The shortest time between two frames.
const FRAME: Duration = Duration::from_millis(16);

/// The schedule of frames: one at once after the first change, then one per `FRAME` at most.
pub(super) struct Frames {
    /// Whether something changed since the last frame.
    pub(super) wanted: bool,
    last: Option<Instant>,
}

impl Frames {
    /// Returns a schedule that draws the first frame at once.
    pub(super) fn at_once() -> Self {
        Self {
            wanted: true,
            last: None,
        }
    }

    /// Waits until a change needs a frame and the shortest time has passed.
    pub(super) async fn due(&self) {
        if !self.wanted {
            return std::future::pending().await;
        }
        if let Some(last) = self.last {
            sleep_until((last + FRAME).into()).await;
        }
    }

    /// Records that a frame is being drawn.
    pub(super) fn drawn(&mut self) {
        self.wanted = false;
        self.last = Some(instant());
    }
}

/// Returns the latest end of the synchronized update that a pane draws.
pub(super) fn settle_deadline(panes: &Panes, pane: Option<&PaneId>) -> Option<Instant> {
    panes.get(pane?)?.lock().sync_deadline()
}

/// Ends that update if its time is over.
pub(super) fn settle(panes: &Panes, pane: Option<&PaneId>) {
    if let Some(pane) = pane.and_then(|pane| panes.get(pane)) {
        pane.lock().stop_sync_if_due(instant());
    }
}

/// Waits until a time, or without end if there is none.
pub(super) async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
