//! The open panes, shared between those who fill them and those who draw them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Pane;

/// The id of a pane. Every host has one pane, which bears its name.
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

/// The open panes.
#[derive(Clone, Default)]
pub struct Panes(Arc<Mutex<BTreeMap<PaneId, SharedPane>>>);

/// A grid that one thread fills and another draws; held only for as long as either takes.
#[derive(Clone)]
pub struct SharedPane(Arc<Mutex<Pane>>);

impl SharedPane {
    /// Shares a grid.
    pub fn new(pane: Pane) -> Self {
        Self(Arc::new(Mutex::new(pane)))
    }

    /// The grid, for the moment.
    pub fn lock(&self) -> MutexGuard<'_, Pane> {
        // A grid is whole after every call, also where the thread that made it has died.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Panes {
    /// Returns a pane; none if it is not open.
    pub fn get(&self, id: &PaneId) -> Option<SharedPane> {
        self.all().get(id).cloned()
    }

    /// Adds a pane, in place of an earlier one with its id.
    pub fn put(&self, id: PaneId, pane: SharedPane) {
        self.all().insert(id, pane);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<PaneId, SharedPane>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
