//! The list of all keys.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;

/// The list of all keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// The first line shown.
    pub top: usize,
}

impl ScreenState for Help {
    fn when(&self) -> When {
        When::Help
    }
}
