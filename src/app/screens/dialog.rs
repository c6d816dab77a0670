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
    /// The paragraphs below it.
    pub text: Vec<String>,
    /// Whether the dialog is a warning.
    pub danger: bool,
    /// The answers and their actions.
    pub answers: Vec<(String, DialogAction)>,
    /// The chosen answer, counted from 0. The first one changes nothing.
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
    /// Runs a command.
    Command(Command),
    /// Asks for a text first.
    Text(PromptPurpose),
    /// Sends a request that needs no command.
    Request(Request),
    /// Looks for a process now and every few seconds until it has ended.
    Wait,
    /// Asks a question of the day's quiz, by its position from 0.
    Quiz(usize),
    /// Closes the text prompt below the dialog without saving.
    Discard,
    /// Quits the program.
    Leave,
}

impl Dialog {
    /// Returns a dialog. The first answer must change nothing.
    pub fn new(title: impl Into<String>, answers: Vec<(String, DialogAction)>) -> Self {
        Self {
            title: title.into(),
            text: Vec::new(),
            danger: false,
            answers,
            cursor: 0,
        }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn notice(mut self, text: impl Into<String>) -> Self {
        self.text.push(text.into());
        self
    }
}
