//! The newest grids, shared between those who fill them and those who draw them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Pane;

/// The newest grid of every host that has one.
#[derive(Clone, Default)]
pub struct Panes(Arc<Mutex<BTreeMap<String, SharedPane>>>);

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
    /// The grid of a host.
    pub fn get(&self, host: &str) -> Option<SharedPane> {
        self.all().get(host).cloned()
    }

    /// Puts a host's grid in the place of the one it had.
    pub fn put(&self, host: &str, pane: SharedPane) {
        self.all().insert(host.to_owned(), pane);
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<String, SharedPane>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
