//! The state of a dialog: a question with a few answers.

use crate::app::engine::Command;
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::port::Request;

/// A question with a few answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialog {
    /// The question, in one line.
    pub title: String,
    /// The explanation, one paragraph per entry.
    pub text: Vec<String>,
    /// Whether the dialog is a warning.
    pub danger: bool,
    /// The answers and their actions.
    pub answers: Vec<(String, DialogAction)>,
    /// The chosen answer, counted from 0. The first answer changes nothing.
    pub cursor: usize,
}

impl ScreenState for Dialog {
    fn when(&self) -> When {
        When::Dialog
    }
}

/// The action of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum DialogAction {
    /// Closes the dialog.
    Nothing,
    /// Executes a command.
    Command(Command),
    /// Opens a text prompt first.
    Text(PromptPurpose),
    /// Sends a request that needs no decision.
    Request(Request),
    /// Checks now and every few seconds, until the process is gone.
    Wait,
    /// Shows a question of the day's quiz, counted from 0.
    Quiz(usize),
    /// Quits the program.
    Leave,
}

impl Dialog {
    /// Creates a dialog. Its first answer must change nothing.
    pub fn new(title: impl Into<String>, answers: Vec<(String, DialogAction)>) -> Self {
        Self {
            title: title.into(),
            text: Vec::new(),
            danger: false,
            answers,
            cursor: 0,
        }
    }

    /// Adds a paragraph of explanation.
    #[must_use]
    pub fn notice(mut self, text: impl Into<String>) -> Self {
        self.text.push(text.into());
        self
    }
}
