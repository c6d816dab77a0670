//! The sign and the role of every state. Its word is a method of the state.

use super::line::{Span, span};
use super::theme::Role;
use crate::progress::{CheckState, DayState, StepState};

/// Returns the sign of a step.
pub fn step_icon(state: StepState) -> Span {
    let (sign, role) = match state {
        StepState::Open => ("·", Role::Faint),
        StepState::Running => ("●", Role::Running),
        StepState::Passed => ("✓", Role::Passed),
        StepState::Failed => ("✗", Role::Failed),
        StepState::Skipped => ("–", Role::Muted),
        StepState::Interrupted => ("?", Role::Failed),
        StepState::Unknown => ("?", Role::Warned),
        StepState::Undone => ("‹", Role::Warned),
    };
    span(sign, role)
}

/// Returns the sign of a check.
pub fn check_mark(state: CheckState) -> Span {
    let (sign, role) = match state {
        CheckState::Open => ("□", Role::Muted),
        CheckState::Passed | CheckState::Attested => ("✓", Role::Passed),
        CheckState::Warned | CheckState::Drifted => ("!", Role::Warned),
        CheckState::Failed => ("✗", Role::Failed),
        CheckState::Unknown => ("?", Role::Warned),
        CheckState::Waived => ("–", Role::Muted),
    };
    span(sign, role)
}

/// Returns the sign of a check that is running.
pub fn checking_icon() -> Span {
    span("●", Role::Running)
}

/// Returns the sign of a day.
pub fn day_mark(state: DayState) -> Span {
    let (sign, role) = match state {
        DayState::Open => ("·", Role::Faint),
        DayState::Started => ("●", Role::Running),
        DayState::Done => ("✓", Role::Passed),
    };
    span(sign, role)
}
