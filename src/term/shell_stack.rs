//! The nested shells whose marks are accepted.

use super::marks::UnverifiedMark;
use super::{Mark, MarkKind, Nonce, Origin, ShellId, StepNonces};

/// The nested shells whose marks are accepted, outermost first.
///
/// The nonce of a mark decides whether it is accepted. A shell gets a nonce at its start, which
/// appears in an argument list. Its first mark has that nonce and names the key of all its later
/// marks. The shell makes the key itself and writes it only to the terminal, so no script can print a
/// mark of the shell that runs it. The marks that a script begins have a nonce that travels with the
/// script.
#[derive(Debug)]
pub struct ShellStack {
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    id: ShellId,
    nonce: Nonce,
    /// The key; none before the first mark.
    key: Option<Nonce>,
    step: Option<StepNonces>,
    /// The sequence number of the newest prompt, for shells that number their prompts.
    count: Option<u64>,
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
            key: None,
            step: None,
            count: None,
        });
    }

    /// Removes the shells nested inside this one.
    pub fn leave_to(&mut self, level: ShellId) {
        self.levels.retain(|other| other.id <= level);
    }

    /// Sets the step that a shell is about to run, or clears it.
    pub fn set_step(&mut self, level: ShellId, step: Option<StepNonces>) {
        if let Some(level) = self.levels.iter_mut().find(|other| other.id == level) {
            level.step = step;
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
        match (&claim.kind, origin) {
            (MarkKind::Integrated(_), _) => level.key = claim.key(),
            (MarkKind::Ended { .. }, Origin::Step) => level.step = None,
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

    /// Returns the index of the shell whose nonce the mark contains, and the mark's subject.
    fn find(&self, claim: &UnverifiedMark<'_>) -> Option<(usize, Origin)> {
        let mut levels = self.levels.iter().enumerate();
        levels.find_map(|(at, level)| Some((at, level.origin(claim)?)))
    }
}

impl Level {
    /// Returns the subject of a mark; none if it does not belong to this shell.
    fn origin(&self, claim: &UnverifiedMark<'_>) -> Option<Origin> {
        let nonce = claim.nonce;
        let has_key = self.key.as_ref().is_some_and(|key| key.as_str() == nonce);
        let is_new = self.key.is_none() && self.nonce.as_str() == nonce;
        let step = self.step.as_ref();
        let starts = step.is_some_and(|step| step.start.as_str() == nonce);
        let is_token = |word| step.is_some_and(|step| step.token.is(word));
        match &claim.kind {
            MarkKind::Integrated(_) => (is_new && claim.key().is_some()).then_some(Origin::Pane),
            MarkKind::Receiving { .. } => {
                (is_new || has_key || is_token(nonce)).then_some(Origin::Pane)
            }
            MarkKind::OutputStart | MarkKind::ScriptStart if starts => Some(Origin::Step),
            MarkKind::ScriptStart => None,
            MarkKind::Ended { .. } if has_key && claim.step().is_some() => {
                claim.step().is_some_and(is_token).then_some(Origin::Step)
            }
            _ => has_key.then_some(Origin::Pane),
        }
    }
}
