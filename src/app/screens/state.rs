//! The questions that every screen answers about itself.

use ratatui_textarea::TextArea;

use crate::app::keys::keymap::When;
use crate::plan::Plan;

/// A screen's answers to the questions that concern all screens. The defaults fit a screen
/// without search and without text input.
pub trait ScreenState {
    /// Returns the context of its keys.
    fn when(&self) -> When;

    /// Returns whether it changes every second.
    fn has_clock(&self) -> bool {
        false
    }

    /// Returns the lines that can be searched.
    fn lines(&self, _plan: &Plan) -> Vec<String> {
        Vec::new()
    }

    /// Returns the chosen line, or the first one shown, counted from 0.
    fn line(&self) -> usize {
        0
    }

    /// Goes to a line.
    fn go_to_line(&mut self, _line: usize) {}

    /// Returns where typed text goes. An error that is shown for the text goes away.
    fn text_input(&mut self) -> Option<TextInput<'_>> {
        None
    }
}

/// Where typed text goes.
#[derive(Debug)]
pub enum TextInput<'s> {
    /// To the program in the pane.
    Pane,
    /// Into an editor of several lines.
    Text(&'s mut TextArea<'static>),
    /// Into an editor of one line.
    Line(&'s mut TextArea<'static>),
    /// Into the letters that filter a list.
    Filter(&'s mut String),
}
