//! The shells inside one another whose marks are believed.

use super::marks::UnverifiedMark;
use super::{Mark, MarkKind, Nonce, Origin, ShellId};

/// The shells inside one another whose marks are believed, outermost first.
///
/// A mark is believed by the nonce it carries. What a running step puts out may hold the nonce of
/// its shell, which stands in an argument list; so between the start and the end of a step nothing
/// but the end is believed of that shell, and the end only with the step's own nonce.
#[derive(Debug)]
pub struct ShellStack {
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    id: ShellId,
    nonce: Nonce,
    step: Option<RunningStep>,
    /// The newest prompt's number, where the shell counts.
    count: Option<u64>,
}

#[derive(Debug)]
struct RunningStep {
    nonce: Nonce,
    began: bool,
}

/// What came of a claim.
pub(super) enum MarkCheck {
    /// It is ours.
    Mark(Mark),
    /// It is ours, and only drawn again.
    Repeated,
    /// It is not ours.
    Foreign,
}

impl ShellStack {
    pub(super) fn new(pane: Nonce) -> Self {
        let mut levels = Self { levels: Vec::new() };
        levels.enter(ShellId::PANE, pane);
        levels
    }

    /// Another shell is about to be nested in the innermost one, with this id and this nonce. No
    /// shell had the id before.
    pub fn enter(&mut self, id: ShellId, nonce: Nonce) {
        self.levels.push(Level {
            id,
            nonce,
            step: None,
            count: None,
        });
    }

    /// Shells inside this one are not believed any more.
    pub fn leave_to(&mut self, level: ShellId) {
        self.levels.retain(|other| other.id <= level);
    }

    /// Names the step that is about to be sent to a shell, or that none is.
    pub fn set_step(&mut self, level: ShellId, step: Option<Nonce>) {
        if let Some(level) = self.levels.iter_mut().find(|other| other.id == level) {
            level.step = step.map(|nonce| RunningStep {
                nonce,
                began: false,
            });
        }
    }

    /// Believes a claim or does not. Who shows a prompt or an end has nothing inside any more.
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

    /// The shell whose nonce a claim carries where it must.
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
