//! What a step's run left behind.

use super::super::raw_judge::Judged;
use crate::progress::Evidence;

/// What a step's run left behind.
pub(super) struct Captured {
    /// What is kept, or why it could not be.
    pub(super) evidence: Result<Evidence, String>,
    /// What was found in the output, and what is shown of it.
    pub(super) judged: Box<Judged>,
    /// How long it took, or for how long it was seen.
    pub(super) seconds: f64,
    /// Whether the script of another user has begun; false where the step runs as the shell's own.
    pub(super) as_user: bool,
}
