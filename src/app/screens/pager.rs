//! A long text to read.

use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::plan::Plan;
use std::collections::BTreeMap;

use crate::term::{Style, StyledLine, StyledText};

/// A long text to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pager {
    /// What it is.
    pub title: String,
    /// Its lines.
    pub lines: Vec<String>,
    /// The lines that are not of one default colour, by their place in `lines`.
    pub styled: BTreeMap<usize, StyledLine>,
    /// The first line shown.
    pub top: usize,
    /// The file it can be written to.
    pub file: Option<String>,
    /// Kept output that is still on its way.
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
    /// A text under a title.
    pub fn new(title: impl Into<String>, text: &str) -> Self {
        Self {
            title: title.into(),
            lines: text.lines().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// Appends a text in its colours.
    pub fn append(&mut self, text: &StyledText) {
        for (line, plain) in text.lines.iter().zip(text.texts()) {
            if line.iter().any(|(_, style)| *style != Style::PLAIN) {
                self.styled.insert(self.lines.len(), line.clone());
            }
            self.lines.push(plain);
        }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}
