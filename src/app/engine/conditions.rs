//! The conditions of a step (`when`), as far as they decide before a host is touched.

use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::values_missing;
use crate::app::engine::{Effects, Job, needed};
use crate::plan::{Condition, Step, Variable};
use crate::progress::{Outcome, OutcomeSource, Refusal};

impl Engine {
    /// Returns whether a condition that needs no host says that the step is not due. Such a step
    /// is skipped without an approval, a value or a connection.
    pub fn is_ruled_out(&self, step: &Step) -> bool {
        let mut conditions = step.when.iter();
        self.missing_for_conditions(step).is_none()
            && conditions.any(|condition| self.is_known_to_fail(condition))
    }

    /// Returns the names of values that the step's conditions lack; `None` if they lack none.
    pub fn missing_for_conditions(&self, step: &Step) -> Option<Vec<String>> {
        let needed = step.when.iter().flat_map(|condition| match condition {
            Condition::Variable { name, .. } => self.plan.variable(name).into_iter().collect(),
            Condition::Script { hosts, run, .. } => {
                let hosts = if hosts.is_empty() { &step.hosts } else { hosts };
                needed(&self.plan, &[run], &[], hosts)
            }
            Condition::Step { .. } => Vec::new(),
        });
        let needed: Vec<&Variable> = needed.collect();
        let (_, mut missing) = self.values.resolve(&needed, &self.walk);
        missing.dedup();
        (!missing.is_empty()).then_some(missing)
    }

    /// Decides whether the step's conditions have their own values.
    ///
    /// # Errors
    /// Returns the names of the missing ones.
    pub(in crate::app) fn has_condition_values(&self, step: &Step) -> Result<(), Refusal> {
        let missing = self.missing_for_conditions(step);
        missing.map_or(Ok(()), |missing| Err(values_missing(missing)))
    }

    /// Ends a job whose conditions are met, but whose script lacks an approval or a value. The
    /// operator is asked for it when the end is on disk.
    pub(in crate::app) fn end_lacking(&mut self, job: &Job, refusal: Refusal) -> Effects {
        let reason = format!("its `when` holds; before it runs: {}", refusal.reason);
        self.with_job(job.request_id, |job| job.lacks = Some(refusal));
        let mut effects = self.end_unasked(job, Outcome::NotRun, OutcomeSource::Lost, reason);
        // The question that follows has the reason.
        effects.refusals.clear();
        effects
    }
}

/// Returns whether a condition of the step must run on a host before anything else is asked for.
pub(in crate::app) fn runs_conditions(step: &Step) -> bool {
    let runs = |condition: &Condition| matches!(condition, Condition::Script { .. });
    step.when.iter().any(runs)
}
