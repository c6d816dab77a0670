//! The state of the pager, which shows a long text.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::plan::Plan;
use std::collections::BTreeMap;

use crate::term::{Style, StyledLine, StyledText};

/// The state of the pager.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pager {
    pub title: String,
    /// The lines of the text.
    pub lines: Vec<String>,
    /// The lines with colours, by their position in `lines`.
    pub styled: BTreeMap<usize, StyledLine>,
    /// The first line on the screen.
    pub top: usize,
    /// The file to write it to.
    pub file: Option<String>,
    /// The file of the output that is still being read.
    pub awaits: Option<String>,
}

impl ScreenState for Pager {
    fn when(&self) -> When {
        When::Pager
    }

    fn lines(&self, _plan: &Plan) -> Vec<String> {
        self.lines.clone()
    }

    fn line(&self) -> usize {
        self.top
    }

    fn go_to_line(&mut self, line: usize) {
        self.top = line;
    }
}

impl Pager {
    /// Returns a text with a title.
    pub fn new(title: impl Into<String>, text: &str) -> Self {
        Self {
            title: title.into(),
            lines: text.lines().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// Appends a styled text.
    pub fn append(&mut self, text: &StyledText) {
        for (line, plain) in text.lines.iter().zip(text.texts()) {
            if line.iter().any(|(_, style)| *style != Style::PLAIN) {
                self.styled.insert(self.lines.len(), line.clone());
            }
            self.lines.push(plain);
        }
    }

    /// Returns the whole text.
    pub fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}
