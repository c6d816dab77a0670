//! Secrets on their way.

use std::collections::BTreeMap;

use super::Command;
use crate::port::SecretSource;

/// What is being fetched, and what waits for it.
#[derive(Debug, Clone, Default)]
pub(super) struct Fetching {
    /// By variable, what was last asked for it.
    pub(super) under_way: BTreeMap<String, SecretSource>,
    /// Decisions that are carried out when nothing is under way any more.
    pub(super) waiting: Vec<Command>,
    /// Whether they are being carried out: nothing is fetched for them a second time.
    pub(super) trying: bool,
}

impl Fetching {
    /// Whether anything is being fetched.
    pub(super) fn is_busy(&self) -> bool {
        !self.under_way.is_empty()
    }
}
