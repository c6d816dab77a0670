//! Connects a frame to the screens in it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::{Action, App};
use crate::term::Panes;

/// Data and areas that a screen draws with.
pub struct Scene<'a> {
    /// State of the program.
    pub app: &'a App,
    /// Terminals of the hosts.
    pub panes: &'a Panes,
    /// Whole terminal.
    pub whole: Rect,
    /// Area of the header.
    pub header: Rect,
    /// Area between header and footer.
    pub body: Rect,
}

/// Drawing of a screen.
pub trait Draw {
    /// Draws the screen, and its header unless it is a box.
    fn draw(&self, canvas: &mut Canvas, scene: &Scene);

    /// Returns whether it is a box over the screen below.
    fn is_box(&self) -> bool {
        false
    }

    /// Returns how the keys in the footer differ from the key table now.
    fn hints(&self, _scene: &Scene) -> Hints {
        Hints::default()
    }
}

/// Difference between the keys in the footer and the key table.
#[derive(Debug, Default)]
pub struct Hints {
    /// Actions that have no effect now.
    pub hidden: Vec<Action>,
    /// Actions to show first, with the name to show.
    pub named: Vec<(Action, &'static str)>,
}
