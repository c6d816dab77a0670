//! The home screen.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::plan::Plan;

/// The home screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// The chosen day, counted from 0.
    pub cursor: usize,
}

impl ScreenState for Home {
    fn when(&self) -> When {
        When::Home
    }

    fn lines(&self, plan: &Plan) -> Vec<String> {
        let entries = plan.entries.iter();
        let lines = entries.map(|entry| format!("{} {}", entry.days, entry.title));
        lines.collect()
    }

    fn line(&self) -> usize {
        self.cursor
    }

    fn go_to_line(&mut self, line: usize) {
        self.cursor = line;
    }
}
