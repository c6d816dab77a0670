//! A question with a few answers.

use super::words::Purpose;
use super::work::Command;

/// A question with a few answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The question.
    pub title: String,
    /// What the person should know, a paragraph each.
    pub text: Vec<String>,
    /// Whether it warns of harm.
    pub danger: bool,
    /// The answers, and what each does.
    pub answers: Vec<(String, Pick)>,
    /// The chosen answer, counted from 0; at first the one that changes nothing.
    pub cursor: usize,
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// Nothing.
    Nothing,
    /// Carries out a decision.
    Command(Command),
    /// Asks for words first.
    Words(Purpose),
    /// Leaves the program.
    Leave,
}

impl Choice {
    /// A question whose first answer changes nothing.
    pub fn new(title: impl Into<String>, answers: Vec<(String, Pick)>) -> Self {
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
    pub fn tell(mut self, text: impl Into<String>) -> Self {
        self.text.push(text.into());
        self
    }
}
