//! Secrets on their way.

use std::collections::BTreeMap;

use crate::app::engine::Command;
use crate::port::SecretSource;

/// What is being fetched, and what waits for it.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Fetching {
    /// By variable, what was last asked for it.
    pub(in crate::app) under_way: BTreeMap<String, SecretSource>,
    /// Decisions that are carried out when nothing is under way any more.
    pub(in crate::app) waiting: Vec<Command>,
    /// Whether they are being carried out: nothing is fetched for them a second time.
    pub(in crate::app) trying: bool,
}

impl Fetching {
    /// Whether anything is being fetched.
    pub(in crate::app) fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
    }
}
