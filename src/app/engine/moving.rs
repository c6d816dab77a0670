//! Moves a job to its next stage, or ends it with the reason.

use std::sync::Arc;

use super::{Effects, Intent, Job, Stage};
use crate::app::engine::Engine;
use crate::plan::{Plan, Step};
use crate::port::{self, RequestId};
use crate::progress::{Outcome, OutcomeSource, Refusal, ScriptResult, Termination};

impl Engine {
    /// Moves a job to its next stage. A job that cannot get there ends with the reason. No job is
    /// left without a request, a timer or an event that is being written.
    pub(super) fn move_on(
        &mut self,
        job: &Job,
        next: impl FnOnce(&mut Self, &Job, &Step) -> Result<Effects, Refusal>,
    ) -> Effects {
        let plan = Arc::clone(&self.plan);
        let moved = step_of(&plan, &job.id).and_then(|step| next(self, job, step));
        moved.unwrap_or_else(|refusal| self.end_stopped(job.request_id, &refusal))
    }

    /// Ends a job that cannot continue: as not run if its script was not sent, else as unknown.
    fn end_stopped(&mut self, request_id: RequestId, refusal: &Refusal) -> Effects {
        let Some(job) = self.job(request_id) else {
            return Effects::default();
        };
        let sent = matches!(job.stage, Stage::Running | Stage::Proving);
        let state = if sent || job.intent == Intent::Reattach {
            Outcome::Unknown
        } else {
            Outcome::NotRun
        };
        self.end_unasked(&job, state, OutcomeSource::Lost, refusal.reason.clone())
    }
}

fn step_of<'p>(plan: &'p Plan, id: &str) -> Result<&'p Step, Refusal> {
    let step = plan.step(id).map(|(_, step)| step);
    step.ok_or_else(|| Refusal::new(format!("the plan has no step {id}"), ""))
}

/// Returns the result of a script that could not be sent.
pub(super) fn not_sent(refusal: &Refusal) -> port::Completion {
    port::Completion {
        outcome: ScriptResult::silent(Termination::NotStarted(refusal.reason.clone())),
        evidence: None,
        seconds: 0.0,
    }
}
