//! A person's own words: notes, reasons, names.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use ratatui_textarea::TextArea;

use crate::app::engine::Command;
use crate::progress::Outcome;

/// A person's own words, being written.
#[derive(Debug, Clone)]
pub struct TextPrompt {
    /// What they are for.
    pub purpose: PromptPurpose,
    /// The question.
    pub title: String,
    /// What the words belong to.
    pub about: String,
    /// The text so far.
    pub area: Box<TextArea<'static>>,
    /// Why they were not taken.
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

/// What words are for.
#[derive(Debug, Clone, PartialEq)]
pub enum PromptPurpose {
    /// A deviation.
    Note {
        /// The entry's id.
        day: String,
        /// The step or check it belongs to.
        id: Option<String>,
    },
    /// The reason to leave a step or check out.
    LeaveOut(String),
    /// What a person saw, or did by hand; may be empty.
    Attest(String),
    /// The reason to attest a check that has a command.
    AttestInstead(String),
    /// How a run ended.
    SetResult {
        /// The step.
        id: String,
        /// How.
        state: Outcome,
    },
    /// The name of a production host.
    NameHost {
        /// What is carried out then.
        command: Box<Command>,
        /// The name that must be typed.
        host: String,
    },
    /// The reason to pass a guard over.
    Override {
        /// What is carried out then.
        command: Box<Command>,
        /// The guard.
        guard: String,
    },
    /// The reason not to wait for a step's time.
    RunNow {
        /// The step.
        id: String,
        /// What is carried out then.
        command: Box<Command>,
    },
    /// Recurring work is done; may be empty.
    EndRound(String),
    /// The reason to accept a broken journal.
    AcceptBreaks,
}

impl PromptPurpose {
    /// Whether nothing need be said.
    pub fn may_be_empty(&self) -> bool {
        matches!(self, PromptPurpose::Attest(_) | PromptPurpose::EndRound(_))
    }

    /// Whether the words may run over several lines.
    pub fn is_long(&self) -> bool {
        !matches!(self, PromptPurpose::NameHost { .. })
    }

    /// The question.
    pub fn title(&self) -> String {
        match self {
            PromptPurpose::Note { .. } => "What differs from the plan, and why?".to_owned(),
            PromptPurpose::LeaveOut(_) => "Why do you skip it?".to_owned(),
            PromptPurpose::Attest(_) => "Done. Note (optional):".to_owned(),
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
            PromptPurpose::RunNow { .. } => "Why not wait?".to_owned(),
            PromptPurpose::EndRound(_) => "Done. Note (optional):".to_owned(),
            PromptPurpose::AcceptBreaks => "Why do you accept the broken journal?".to_owned(),
            PromptPurpose::NameHost { host, .. } => {
                format!("{host} is in production. Type its name to continue:")
            }
        }
    }
}

impl TextPrompt {
    /// An empty text.
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

    /// The text as written.
    pub fn text(&self) -> String {
        self.area.lines().join("\n").trim().to_owned()
    }
}
