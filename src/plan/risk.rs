//! What may go wrong.

use super::Days;

/// What may go wrong, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// What may happen.
    pub risk: String,
    /// What makes it less likely.
    pub mitigation: Option<String>,
    /// What to do when it happens.
    pub contingency: Option<String>,
    /// The days on which it shows.
    pub days: Vec<Days>,
}
