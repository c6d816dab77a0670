//! A step on its way through a living shell.

use std::time::{Duration, Instant};

use super::feed::Captured;
use crate::port::{Answer, Result as Ended, Run};
use crate::progress::{Fate, Outcome};

/// How long a shell at its prompt may take to say that it receives a step.
pub(super) const ANSWER: Duration = Duration::from_secs(5);

/// A step on its way through a living shell.
pub(super) struct Underway {
    /// What was asked.
    pub(super) run: Run,
    /// How far it is.
    pub(super) stage: Stage,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for the shell.
    Waiting,
    /// Its line was typed; until then the shell must have answered.
    Typed(Instant),
    /// Its script was sent.
    Sent,
    /// Its output comes in.
    Running,
}

impl Underway {
    /// A step that was asked for now.
    pub(super) fn new(run: Run) -> Self {
        Self {
            run,
            stage: Stage::Waiting,
        }
    }

    /// Whether keys have to wait: they would land in the script.
    pub(super) fn holds_keys(&self) -> bool {
        matches!(self.stage, Stage::Typed(_) | Stage::Sent)
    }

    /// The answer: it never reached the host.
    pub(super) fn not_run(self, why: impl Into<String>) -> Answer {
        self.ended(Fate::NotAsked(why.into()), 0.0, None)
    }

    /// The answer: how it ended cannot be known.
    pub(super) fn lost(self, why: impl Into<String>, captured: Option<Captured>) -> Answer {
        self.ended(Fate::Lost(why.into()), 0.0, captured)
    }

    /// The answer; an output that could not be kept leaves no proof.
    pub(super) fn ended(self, fate: Fate, seconds: f64, captured: Option<Captured>) -> Answer {
        let (fate, evidence, stdout) = match captured {
            None => (fate, None, String::new()),
            Some(Captured {
                evidence: Ok(evidence),
                text,
            }) => (fate, Some(evidence), text),
            Some(Captured {
                evidence: Err(why),
                text,
            }) => {
                let fate = Fate::Lost(format!("its output could not be kept: {why}"));
                (fate, None, text)
            }
        };
        let outcome = Outcome {
            fate,
            stdout,
            stderr: String::new(),
        };
        Answer::RunEnded(
            self.run.ticket,
            Ended {
                outcome,
                evidence,
                seconds,
            },
        )
    }
}
