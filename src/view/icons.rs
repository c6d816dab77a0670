//! The sign and the role of every state; the word stands with the state itself.

use super::line::{Span, ink};
use super::theme::Role;
use crate::progress::{CheckState, DayState, StepState};

/// A step's sign.
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

/// A check's sign.
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

/// A check's sign while it is being asked.
pub fn checking_icon() -> Span {
    ink("●", Role::Running)
}

/// A day's sign.
pub fn day_mark(state: DayState) -> Span {
    let (sign, role) = match state {
        DayState::Open => ("·", Role::Faint),
        DayState::Started => ("●", Role::Running),
        DayState::Done => ("✓", Role::Passed),
    };
    ink(sign, role)
}
