//! The state of the help screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;

/// The state of the help screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// The first visible line.
    pub top: usize,
}

impl ScreenState for Help {
    fn when(&self) -> When {
        When::Help
    }
}
