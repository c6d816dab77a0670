//! The interface between a frame and the screens in it.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::app::{Action, App};
use crate::term::Panes;

/// What a screen draws from, and where.
pub struct Scene<'a> {
    /// The program's state.
    pub app: &'a App,
    /// The terminals of the hosts.
    pub panes: &'a Panes,
    /// The whole terminal.
    pub whole: Rect,
    /// The bar at the top.
    pub header: Rect,
    /// Everything between the bars.
    pub body: Rect,
}

/// A screen's drawing.
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

/// How the keys in the footer differ from the key table.
#[derive(Debug, Default)]
pub struct Hints {
    /// Actions without a meaning now.
    pub hidden: Vec<Action>,
    /// Actions that come first, by this name.
    pub named: Vec<(Action, &'static str)>,
}
