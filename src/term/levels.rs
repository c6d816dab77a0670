//! The shells inside one another whose marks are believed.

use super::marks::Claim;
use super::{Kind, LevelId, Mark, Nonce, Origin};

/// The shells inside one another whose marks are believed, outermost first.
///
/// A mark is believed by the nonce it carries. What a running step puts out may hold the nonce of
/// its shell, which stands in an argument list; so between the start and the end of a step nothing
/// but the end is believed of that shell, and the end only with the step's own nonce.
#[derive(Debug)]
pub struct Levels {
    levels: Vec<Level>,
    given: u32,
}

#[derive(Debug)]
struct Level {
    id: LevelId,
    nonce: Nonce,
    step: Option<Step>,
    /// The newest prompt's number, where the shell counts.
    count: Option<u64>,
}

#[derive(Debug)]
struct Step {
    nonce: Nonce,
    began: bool,
}

/// What came of a claim.
pub(super) enum Judged {
    /// It is ours.
    Mark(Mark),
    /// It is ours, and only drawn again.
    Repeated,
    /// It is not ours.
    Foreign,
}

impl Levels {
    pub(super) fn new(pane: Nonce) -> Self {
        let mut levels = Self {
            levels: Vec::new(),
            given: 0,
        };
        levels.enter(pane);
        levels
    }

    /// Another shell is about to stand inside the innermost one, and has this nonce.
    pub fn enter(&mut self, nonce: Nonce) -> LevelId {
        let id = LevelId(self.given);
        self.given += 1;
        self.levels.push(Level {
            id,
            nonce,
            step: None,
            count: None,
        });
        id
    }

    /// Shells inside this one are not believed any more.
    pub fn leave_to(&mut self, level: LevelId) {
        self.levels.retain(|other| other.id <= level);
    }

    /// Names the step that is about to be sent to a shell, or that none is.
    pub fn set_step(&mut self, level: LevelId, step: Option<Nonce>) {
        if let Some(level) = self.levels.iter_mut().find(|other| other.id == level) {
            level.step = step.map(|nonce| Step {
                nonce,
                began: false,
            });
        }
    }

    /// Believes a claim or does not. Who shows a prompt or an end has nothing inside any more.
    pub(super) fn judge(&mut self, claim: Claim<'_>) -> Judged {
        let Some((at, origin)) = self.find(&claim) else {
            return Judged::Foreign;
        };
        let level = &mut self.levels[at];
        if let (Kind::Ended { .. }, Some(count)) = (&claim.kind, claim.count())
            && level.count.replace(count) == Some(count)
        {
            return Judged::Repeated;
        }
        match (&claim.kind, origin, &mut level.step) {
            (Kind::OutputStart, Origin::Step, Some(step)) => step.began = true,
            (Kind::Ended { .. }, Origin::Step, step) => *step = None,
            _ => {}
        }
        let id = level.id;
        if matches!(
            claim.kind,
            Kind::Ended { .. } | Kind::PromptStart | Kind::PromptEnd
        ) {
            self.leave_to(id);
        }
        Judged::Mark(claim.believed(origin, id))
    }

    /// The shell whose nonce a claim carries where it must.
    fn find(&self, claim: &Claim<'_>) -> Option<(usize, Origin)> {
        let of = |level: &Level| {
            let step = level.step.as_ref();
            match &claim.kind {
                Kind::OutputStart | Kind::Ended { .. }
                    if step.is_some_and(|step| step.nonce.as_str() == claim.nonce) =>
                {
                    Some(Origin::Step)
                }
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
