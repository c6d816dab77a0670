//! The help screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;

/// The help screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// The first line on the screen.
    pub top: usize,
}

impl ScreenState for Help {
    fn when(&self) -> When {
        When::Help
    }
}
