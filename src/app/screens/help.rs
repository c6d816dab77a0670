//! The help screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;

/// The help screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The context below it, whose keys come first.
    pub below: When,
    /// The first line on the screen.
    pub top: usize,
}

impl ScreenState for Help {
    fn when(&self) -> When {
        When::Help
    }
}
