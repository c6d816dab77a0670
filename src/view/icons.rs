//! Maps every state to an icon and its role. The word for a state is in the state itself.

use super::line::{Span, ink};
use super::theme::Role;
use crate::progress::{CheckState, DayState, StepState};

/// Returns the icon of a step.
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
    ink(sign, role)
}

/// Returns the icon of a check.
pub fn check_mark(state: CheckState) -> Span {
    let (sign, role) = match state {
        CheckState::Open => ("□", Role::Muted),
        CheckState::Passed | CheckState::Attested => ("✓", Role::Passed),
        CheckState::Warned | CheckState::Drifted => ("!", Role::Warned),
        CheckState::Failed => ("✗", Role::Failed),
        CheckState::Unknown => ("?", Role::Warned),
        CheckState::Waived => ("–", Role::Muted),
    };
    ink(sign, role)
}

/// Returns the icon of a running check.
pub fn checking_icon() -> Span {
    ink("●", Role::Running)
}

/// Returns the icon of a day.
pub fn day_mark(state: DayState) -> Span {
    let (sign, role) = match state {
        DayState::Open => ("·", Role::Faint),
        DayState::Started => ("●", Role::Running),
        DayState::Done => ("✓", Role::Passed),
    };
    ink(sign, role)
}
