//! The state of a text prompt: notes, reasons and names.

use crate::app::keys::keymap::When;
use crate::app::screens::state::{ScreenState, TextInput};
use ratatui_textarea::TextArea;

use crate::app::engine::Command;
use crate::progress::Outcome;

/// The state of a text prompt.
#[derive(Debug, Clone)]
pub struct TextPrompt {
    /// The purpose of the text.
    pub purpose: PromptPurpose,
    /// The question above the text.
    pub title: String,
    /// The item or host that the text is about.
    pub about: String,
    /// The typed text.
    pub area: Box<TextArea<'static>>,
    /// The reason why the text was rejected.
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
        /// The id of the day.
        day: String,
        /// The step or check that deviates.
        id: Option<String>,
    },
    /// The reason to skip a step or to waive a check.
    LeaveOut(String),
    /// The observation or the manual work that attests a step or check. May be empty.
    Attest(String),
    /// The reason to attest a check although it has a command.
    AttestInstead(String),
    /// The result of a run that daymark cannot determine.
    SetResult {
        /// The step.
        id: String,
        /// The new result.
        state: Outcome,
    },
    /// The name of a production host, typed as a confirmation.
    NameHost {
        /// The command to execute afterwards.
        command: Box<Command>,
        /// The name that must be typed.
        host: String,
    },
    /// The reason to override a guard.
    Override {
        /// The command to execute afterwards.
        command: Box<Command>,
        /// The id of the guard.
        guard: String,
    },
    /// The reason to run a step before its time.
    RunNow {
        /// The step.
        id: String,
        /// The command to execute afterwards.
        command: Box<Command>,
    },
    /// A remark on the end of recurring work. May be empty.
    EndRound(String),
    /// The reason to accept a broken journal.
    AcceptBreaks,
}

impl PromptPurpose {
    /// Returns whether an empty text is allowed.
    pub fn may_be_empty(&self) -> bool {
        matches!(self, PromptPurpose::Attest(_) | PromptPurpose::EndRound(_))
    }

    /// Returns whether the text may have several lines.
    pub fn is_long(&self) -> bool {
        !matches!(self, PromptPurpose::NameHost { .. })
    }

    /// Returns the question above the text.
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
            PromptPurpose::RunNow { .. } => "Why not wait?".to_owned(),
            PromptPurpose::AcceptBreaks => "Why do you accept the broken journal?".to_owned(),
            PromptPurpose::NameHost { host, .. } => {
                format!("{host} is in production. Type its name to continue:")
            }
        }
    }
}

impl TextPrompt {
    /// Creates an empty text prompt.
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

    /// Returns the typed text without whitespace at either end.
    pub fn text(&self) -> String {
        self.area.lines().join("\n").trim().to_owned()
    }
}
