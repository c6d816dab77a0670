//! What a step's run left behind.

use crate::progress::Evidence;

/// What a step's run left behind.
pub(super) struct Captured {
    /// What is kept, or why it could not be.
    pub(super) evidence: Result<Evidence, String>,
    /// The output as text, for the judge.
    pub(super) text: String,
    /// How long it took, or for how long it was seen.
    pub(super) seconds: f64,
}
