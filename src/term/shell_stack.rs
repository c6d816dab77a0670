//! The nested shells whose marks are accepted.

use super::marks::UnverifiedMark;
use super::{Mark, MarkKind, Nonce, Origin, ShellId};

/// The nested shells whose marks are accepted, outermost first.
///
/// The nonce of a mark decides whether it is accepted. The output of a running step may contain the
/// nonce of its shell, which appears in an argument list. So while a step runs, its shell's marks
/// are accepted only with the step's own nonce.
#[derive(Debug)]
pub struct ShellStack {
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    id: ShellId,
    nonce: Nonce,
    step: Option<RunningStep>,
    /// The sequence number of the newest prompt, for shells that number their prompts.
    count: Option<u64>,
}

#[derive(Debug)]
struct RunningStep {
    nonce: Nonce,
    began: bool,
}

/// The result of checking a mark.
pub(super) enum MarkCheck {
    /// A verified mark.
    Mark(Mark),
    /// A verified mark that the shell only drew again.
    Repeated,
    /// A mark without a valid nonce.
    Foreign,
}

impl ShellStack {
    pub(super) fn new(pane: Nonce) -> Self {
        let mut levels = Self { levels: Vec::new() };
        levels.enter(ShellId::PANE, pane);
        levels
    }

    /// Adds a shell that is about to be nested in the innermost one. The id must be new.
    pub fn enter(&mut self, id: ShellId, nonce: Nonce) {
        self.levels.push(Level {
            id,
            nonce,
            step: None,
            count: None,
        });
    }

    /// Removes the shells nested inside this one.
    pub fn leave_to(&mut self, level: ShellId) {
        self.levels.retain(|other| other.id <= level);
    }

    /// Sets the step that is about to be sent to a shell, or clears it.
    pub fn set_step(&mut self, level: ShellId, step: Option<Nonce>) {
        if let Some(level) = self.levels.iter_mut().find(|other| other.id == level) {
            level.step = step.map(|nonce| RunningStep {
                nonce,
                began: false,
            });
        }
    }

    /// Checks the nonce of a mark. A prompt or end mark of a shell removes the shells nested inside
    /// it.
    pub(super) fn judge(&mut self, claim: UnverifiedMark<'_>) -> MarkCheck {
        let Some((at, origin)) = self.find(&claim) else {
            return MarkCheck::Foreign;
        };
        let level = &mut self.levels[at];
        if let (MarkKind::Ended { .. }, Some(count)) = (&claim.kind, claim.count())
            && level.count.replace(count) == Some(count)
        {
            return MarkCheck::Repeated;
        }
        match (&claim.kind, origin, &mut level.step) {
            (MarkKind::OutputStart, Origin::Step, Some(step)) => step.began = true,
            (MarkKind::Ended { .. }, Origin::Step, step) => *step = None,
            _ => {}
        }
        let id = level.id;
        if matches!(
            claim.kind,
            MarkKind::Ended { .. } | MarkKind::PromptStart | MarkKind::PromptEnd
        ) {
            self.leave_to(id);
        }
        MarkCheck::Mark(claim.believed(origin, id))
    }

    /// Returns the index of the shell whose nonce the mark contains, and the kind of the nonce.
    fn find(&self, claim: &UnverifiedMark<'_>) -> Option<(usize, Origin)> {
        let of = |level: &Level| {
            let step = level.step.as_ref();
            match &claim.kind {
                MarkKind::OutputStart | MarkKind::ScriptStart | MarkKind::Ended { .. }
                    if step.is_some_and(|step| step.nonce.as_str() == claim.nonce) =>
                {
                    Some(Origin::Step)
                }
                MarkKind::ScriptStart => None,
                _ if level.nonce.as_str() == claim.nonce && step.is_none_or(|step| !step.began) => {
                    Some(Origin::Pane)
                }
                _ => None,
            }
        };
        let mut levels = self.levels.iter().enumerate();
        levels.find_map(|(at, level)| Some((at, of(level)?)))
    }
}
