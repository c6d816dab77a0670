//! When to draw.

use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use crate::service::instant;
use crate::term::{PaneId, Panes};

/// The shortest time between two frames.
const FRAME: Duration = Duration::from_millis(16);

/// When to draw: when something changed, the first change at once.
pub(super) struct Frames {
    /// Whether something changed since the last frame.
    pub(super) wanted: bool,
    last: Option<Instant>,
}

impl Frames {
    /// The first frame is wanted at once.
    pub(super) fn at_once() -> Self {
        Self {
            wanted: true,
            last: None,
        }
    }

    /// Waits until a frame is wanted and due.
    pub(super) async fn due(&self) {
        if !self.wanted {
            return std::future::pending().await;
        }
        if let Some(last) = self.last {
            sleep_until((last + FRAME).into()).await;
        }
    }

    /// A frame is being drawn.
    pub(super) fn drawn(&mut self) {
        self.wanted = false;
        self.last = Some(instant());
    }
}

/// When the update that a host's pane holds back is over at the latest.
pub(super) fn settle_deadline(panes: &Panes, pane: Option<&PaneId>) -> Option<Instant> {
    panes.get(pane?)?.lock().sync_deadline()
}

/// Ends that update where its time is up.
pub(super) fn settle(panes: &Panes, pane: Option<&PaneId>) {
    if let Some(pane) = pane.and_then(|pane| panes.get(pane)) {
        pane.lock().stop_sync_if_due(instant());
    }
}

/// Waits for a time; for ever where there is none.
pub(super) async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}
