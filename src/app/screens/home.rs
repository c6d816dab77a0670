//! The plan's screen.

/// The plan's screen: which entry is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// The chosen entry, counted from 0.
    pub cursor: usize,
}
