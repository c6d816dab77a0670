//! The words in an event.

use super::{Event, RunResult};

impl Event {
    /// What a person wrote, a script said or was: whatever may hold what must not be kept. What
    /// ties events together, such as ids, names of hosts and digests, is not among it.
    pub fn maskable_text(&mut self) -> Vec<&mut String> {
        match self {
            Self::VariableSet { value: text, .. }
            | Self::StepStarted { command: text, .. }
            | Self::CheckAsked { command: text, .. }
            | Self::StepAttested { why: text, .. }
            | Self::StepSkipped { why: text, .. }
            | Self::CheckAttested { why: text, .. }
            | Self::CheckWaived { why: text, .. }
            | Self::RoundEnded { why: text, .. }
            | Self::JournalAccepted { why: text, .. }
            | Self::DeviationNoted { text, .. }
            | Self::StepEnded {
                ended: RunResult { reason: text, .. },
                ..
            }
            | Self::CheckAnswered {
                ended: RunResult { reason: text, .. },
                ..
            }
            | Self::GuardAnswered {
                ended: RunResult { reason: text, .. },
                ..
            } => vec![text],
            Self::WalkStarted { .. }
            | Self::StartMoved { .. }
            | Self::PlanTrusted { .. }
            | Self::PlanChanged { .. }
            | Self::SessionOpened { .. }
            | Self::StepReached { .. }
            | Self::StepResumed { .. }
            | Self::CheckUnticked { .. }
            // The plan's own words, by which an answer finds its question.
            | Self::QuizAnswered { .. }
            | Self::RoundBegun { .. } => Vec::new(),
        }
    }
}
