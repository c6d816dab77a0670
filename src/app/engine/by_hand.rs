//! Ends that a person tells.

use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::{find_step, non_empty};
use crate::port::Request;
use crate::progress::{
    Event, Outcome, OutcomeSource, Refusal, RunResult, StepState, changed_since_run, done_on,
    step_state, step_state_on,
};

impl Engine {
    /// A person tells how a run ended that daymark cannot judge.
    pub(in crate::app) fn set_result(
        &mut self,
        id: &str,
        state: Outcome,
        why: &str,
    ) -> Result<Vec<Request>, Refusal> {
        let (sheet, step) = find_step(&self.plan, id)?;
        let day = sheet.id();
        let why = non_empty(why, "say what you saw")?;
        let in_doubt = matches!(
            step_state(step, &self.walk),
            StepState::Running | StepState::Interrupted | StepState::Unknown | StepState::Failed
        );
        let changed = changed_since_run(step, &self.walk).map(|run| run.host.clone());
        if !in_doubt && changed.is_none() {
            return Err(Refusal::new(
                "this step has no run whose end is in doubt",
                "",
            ));
        }
        let doubtful = |host: &&String| {
            let is_done = done_on(step, host, &self.walk) && changed.is_none();
            let is_unknown = step_state_on(step, host, &self.walk) == StepState::Unknown;
            !is_done && (is_unknown || self.walk.last_attempt(id, host).is_some())
        };
        let hosts: Vec<String> = step.hosts.iter().filter(doubtful).cloned().collect();
        let mut requests: Vec<Request> = self
            .jobs
            .iter()
            .filter(|job| job.id == id)
            .map(|job| Request::StopWatching(job.ticket))
            .collect();
        self.jobs.retain(|job| job.id != id);
        self.queues.remove(id);
        let events = hosts
            .into_iter()
            .map(|host| self.result_set(&day, id, host, state, &why))
            .collect();
        requests.extend(self.append(events));
        Ok(requests)
    }

    fn result_set(&self, day: &str, id: &str, host: String, state: Outcome, why: &str) -> Event {
        let attempt = self
            .walk
            .last_attempt(id, &host)
            .map_or(1, |attempt| attempt.number);
        let ended = RunResult {
            state,
            exit: None,
            seconds: 0.0,
            source: OutcomeSource::Operator,
            reason: why.to_owned(),
            output: None,
        };
        Event::StepEnded {
            day: day.to_owned(),
            id: id.to_owned(),
            host,
            attempt,
            ended,
        }
    }
}
