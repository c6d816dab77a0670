//! The state of writing events to disk.

use crate::progress::Event;

/// The state of writing to disk.
#[derive(Debug, Clone, Default)]
pub(super) struct DiskState {
    /// The number of events that are being written.
    pending: usize,
    /// The reason for which nothing starts.
    fault: Option<String>,
    /// Ends of runs that are not on disk yet, oldest first. The journal keeps trying to write them.
    unsaved: Vec<Event>,
}

impl DiskState {
    pub(super) fn is_writing(&self) -> bool {
        self.pending > 0
    }

    pub(super) fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    pub(super) fn unsaved(&self) -> &[Event] {
        &self.unsaved
    }

    pub(super) fn begin(&mut self, events: usize) {
        self.pending += events;
    }

    pub(super) fn finish(&mut self, events: usize) {
        self.pending = self.pending.saturating_sub(events);
    }

    pub(super) fn set_fault(&mut self, fault: Option<String>) {
        self.fault = fault;
    }

    pub(super) fn add_unsaved(&mut self, events: &[Event]) {
        self.unsaved.extend_from_slice(events);
    }

    /// Forgets the oldest unsaved ends: they are on disk now. Nothing else is written before them.
    pub(super) fn forget_unsaved(&mut self, events: usize) {
        self.unsaved.drain(..events.min(self.unsaved.len()));
    }
}
