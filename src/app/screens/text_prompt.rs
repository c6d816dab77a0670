//! Free text: notes, reasons, names.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use ratatui_textarea::TextArea;

use crate::app::engine::Command;
use crate::progress::Outcome;

/// A free text.
#[derive(Debug, Clone)]
pub struct TextPrompt {
    pub purpose: PromptPurpose,
    /// The question above the text.
    pub title: String,
    /// The title of the step, check or procedure.
    pub about: String,
    /// The typed text.
    pub area: Box<TextArea<'static>>,
    /// Why the text is invalid.
    pub refused: Option<String>,
}

impl ScreenState for TextPrompt {
    fn when(&self) -> When {
        if self.purpose.is_long() {
            When::Text
        } else {
            When::TextLine
        }
    }

    fn text_input(&mut self) -> Option<TextInput<'_>> {
        self.refused = None;
        Some(if self.purpose.is_long() {
            TextInput::Text(&mut self.area)
        } else {
            TextInput::Line(&mut self.area)
        })
    }
}

/// The purpose of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum PromptPurpose {
    /// A deviation from the plan.
    Note {
        /// The id of the procedure.
        day: String,
        /// The step or check that deviates.
        id: Option<String>,
    },
    /// The reason to skip a step or to waive a check.
    LeaveOut(String),
    /// The note for an attested step or check; may be empty.
    Attest(String),
    /// The reason to attest a check although it has a command.
    AttestInstead(String),
    /// The reason for a result.
    SetResult {
        /// The step.
        id: String,
        /// The result.
        state: Outcome,
    },
    /// The name of a production host, typed as a confirmation.
    NameHost {
        /// The command that follows.
        command: Box<Command>,
        /// The name that must be typed.
        host: String,
    },
    /// The reason to override a guard.
    Override {
        /// The command that follows.
        command: Box<Command>,
        /// The id of the guard.
        guard: String,
    },
    /// The reason to go on although a `before` check is not done.
    PassBefore {
        check: String,
        /// The command that follows.
        command: Box<Command>,
    },
    /// The reason to run a waiting step now.
    RunNow {
        /// The step.
        id: String,
        /// The command that follows.
        command: Box<Command>,
    },
    /// The note for recurring work that is done; may be empty.
    EndRound(String),
    /// The reason to accept a broken journal.
    AcceptBreaks,
}

impl PromptPurpose {
    /// Returns whether the text may be empty.
    pub fn may_be_empty(&self) -> bool {
        matches!(self, PromptPurpose::Attest(_) | PromptPurpose::EndRound(_))
    }

    /// Returns whether the text may have several lines.
    pub fn is_long(&self) -> bool {
        !matches!(self, PromptPurpose::NameHost { .. })
    }

    /// Returns the question.
    pub fn title(&self) -> String {
        match self {
            PromptPurpose::Note { .. } => "What differs from the plan, and why?".to_owned(),
            PromptPurpose::LeaveOut(_) => "Why do you skip it?".to_owned(),
            PromptPurpose::Attest(_) | PromptPurpose::EndRound(_) => {
                "Done. Note (optional):".to_owned()
            }
            PromptPurpose::AttestInstead(_) => {
                "What did you see, and why not run the check?".to_owned()
            }
            PromptPurpose::SetResult {
                state: Outcome::Passed,
                ..
            } => "Passed. What did you see?".to_owned(),
            PromptPurpose::SetResult { .. } => "Failed. What did you see?".to_owned(),
            PromptPurpose::Override { guard, .. } => {
                format!("Guard `{guard}` did not pass. Why run anyway?")
            }
            PromptPurpose::PassBefore { .. } => "Why run anyway?".to_owned(),
            PromptPurpose::RunNow { .. } => "Why not wait?".to_owned(),
            PromptPurpose::AcceptBreaks => "Why do you accept the broken journal?".to_owned(),
            PromptPurpose::NameHost { host, .. } => {
                format!("{host} is in production. Type its name to continue:")
            }
        }
    }
}

impl TextPrompt {
    /// Returns an empty prompt.
    pub fn new(purpose: PromptPurpose, about: impl Into<String>) -> Self {
        let title = purpose.title();
        Self {
            purpose,
            title,
            about: about.into(),
            area: Box::default(),
            refused: None,
        }
    }

    /// Returns the text without white space around it.
    pub fn text(&self) -> String {
        self.area.lines().join("\n").trim().to_owned()
    }
}
