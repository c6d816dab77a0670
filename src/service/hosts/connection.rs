//! How a host's connection stands, and whether it is tried again.

use std::path::PathBuf;
use std::time::Instant;

/// How a connection stands, for those who wait for it.
#[derive(Debug, Clone)]
pub(super) enum Connection {
    /// Nobody has asked for it.
    Closed,
    /// It is being opened, or will be tried again.
    Opening,
    /// Open, at this socket; none on this machine.
    Open(Option<PathBuf>),
    /// It could not be opened, or was lost, for this reason.
    Failed(String),
}

/// A connection that is tried again until it stands.
pub(super) struct Retry {
    /// How many attempts were made.
    pub(super) attempts: u32,
    /// When the next is made; none while one is under way.
    pub(super) at: Option<Instant>,
    /// When it is given up; none is when the operator says so.
    pub(super) give_up: Option<Instant>,
}
