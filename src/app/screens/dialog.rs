//! A question with a few answers.

use crate::app::engine::Command;
use crate::app::keys::keymap::When;
use crate::app::screens::state::ScreenState;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::port::Request;

/// A question with a few answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Dialog {
    /// The question.
    pub title: String,
    /// What the person should know, a paragraph each.
    pub text: Vec<String>,
    /// Whether it warns of harm.
    pub danger: bool,
    /// The answers, and what each does.
    pub answers: Vec<(String, DialogAction)>,
    /// The chosen answer, counted from 0; at first the one that changes nothing.
    pub cursor: usize,
}

impl ScreenState for Dialog {
    fn when(&self) -> When {
        When::Dialog
    }
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq)]
pub enum DialogAction {
    /// Nothing.
    Nothing,
    /// Carries out a decision.
    Command(Command),
    /// Asks for words first.
    Text(PromptPurpose),
    /// Asks the world for something that needs no decision.
    Request(Request),
    /// Looks at once, and again every few seconds, until nothing is left to wait for.
    Wait,
    /// Asks a question of the day's quiz, counted from 0.
    Quiz(usize),
    /// Leaves the program.
    Leave,
}

impl Dialog {
    /// A question whose first answer changes nothing.
    pub fn new(title: impl Into<String>, answers: Vec<(String, DialogAction)>) -> Self {
        Self {
            title: title.into(),
            text: Vec::new(),
            danger: false,
            answers,
            cursor: 0,
        }
    }

    /// With a paragraph the person should read.
    #[must_use]
    pub fn notice(mut self, text: impl Into<String>) -> Self {
        self.text.push(text.into());
        self
    }
}
