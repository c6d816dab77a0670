//! The open panes, shared between the threads that fill and draw them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Pane;

/// The id of a pane, which is the name of its host. Every host has one pane.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaneId {
    host: String,
}

impl PaneId {
    /// Returns the id of a host's pane.
    pub fn of(host: &str) -> Self {
        Self {
            host: host.to_owned(),
        }
    }

    /// Returns the host whose shell runs in the pane.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// The open panes by id. Clones share the same panes.
#[derive(Clone, Default)]
pub struct Panes(Arc<Mutex<BTreeMap<PaneId, SharedPane>>>);

/// A pane that one thread fills and another draws. Each locks it only for that work.
#[derive(Clone)]
pub struct SharedPane(Arc<Mutex<Pane>>);

impl SharedPane {
    /// Wraps a pane for sharing.
    pub fn new(pane: Pane) -> Self {
        Self(Arc::new(Mutex::new(pane)))
    }

    /// Locks the pane.
    pub fn lock(&self) -> MutexGuard<'_, Pane> {
        // A pane is consistent after every call, even if the thread that made the call has
        // panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Panes {
    /// Returns a pane, or `None` if it is not open.
    pub fn get(&self, id: &PaneId) -> Option<SharedPane> {
        self.all().get(id).cloned()
    }

    /// Adds a pane, and replaces an earlier pane with this id.
    pub fn put(&self, id: PaneId, pane: SharedPane) {
        self.all().insert(id, pane);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<PaneId, SharedPane>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
