//! The interface of all screen states.

use ratatui_textarea::TextArea;

use crate::app::keys::keymap::When;
use crate::plan::Plan;

/// The properties that every screen state has. The defaults fit a screen without search and without
/// text input.
pub trait ScreenState {
    /// Returns the context of the screen's keys.
    fn when(&self) -> When;

    /// Returns whether the screen must be drawn every second.
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

    /// Returns the target of typed text, and clears an error that is shown for that text.
    fn text_input(&mut self) -> Option<TextInput<'_>> {
        None
    }
}

/// The target of typed text.
#[derive(Debug)]
pub enum TextInput<'s> {
    /// The program in the pane.
    Pane,
    /// An editor of several lines.
    Text(&'s mut TextArea<'static>),
    /// An editor of one line.
    Line(&'s mut TextArea<'static>),
    /// The letters that filter a list.
    Filter(&'s mut String),
}
