//! The list of all keys.

/// The list of all keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// The first line shown.
    pub top: usize,
}
