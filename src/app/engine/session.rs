//! The options of a session.

use crate::plan::Facts;

/// The options of this session, fixed when the walk is opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SessionOptions {
    /// The reason why nothing is written; `None` if the walk is open for writing.
    pub read_only_reason: Option<String>,
    /// Whether secrets may be read from the system's keyring.
    pub has_keyring: bool,
    /// The salt of file fingerprints. It keeps a reader of a fingerprint from guessing the content.
    pub salt: String,
}

/// Whether the plan may run its scripts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PlanTrust {
    pub(super) is_granted: bool,
    /// The facts that the operator trusted last in this plan's folder.
    pub(super) facts: Option<Facts>,
}
