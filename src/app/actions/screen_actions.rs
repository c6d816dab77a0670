//! Defines the key functions of every screen.

use crate::app::Action;
use crate::app::app::App;
use crate::port::Request;

/// A screen's functions for its keys.
pub trait ScreenActions {
    /// Opens the screen for [`Action::Open`]. The default opens nothing, for a screen that needs
    /// more than the program's state.
    fn open(_app: &mut App) {}

    /// Performs an action while the screen is on top.
    fn act(app: &mut App, action: Action) -> Vec<Request>;
}
