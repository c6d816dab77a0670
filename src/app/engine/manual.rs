//! Decisions that touch no host: values, results set by hand, attested, skipped and waived items.

use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::{find_check, find_step, non_empty};
use crate::port::{Request, Value};
use crate::progress::{
    CheckState, Event, Outcome, OutcomeSource, Refusal, RunResult, StepState, changed_since_run,
    check_state, done_on, step_state, step_state_on,
};

impl Engine {
    pub(in crate::app) fn set(
        &mut self,
        name: &str,
        value: Value,
    ) -> Result<Vec<Request>, Refusal> {
        if value.is_secret() {
            self.values.set(name, value.clone());
            return Ok(vec![Request::Mask(value)]);
        }
        if self.values.secrets().mask(value.reveal()) != value.reveal() {
            let why = format!(
                "the value of {name} contains a secret, but {name} is stored as plain text"
            );
            let instead = format!("declare {name} as a secret in the plan");
            return Err(Refusal::new(why, instead));
        }
        self.values.forget(name);
        Ok(self.append(vec![Event::VariableSet {
            name: name.to_owned(),
            value: value.reveal().to_owned(),
        }]))
    }

    pub(in crate::app) fn attest(
        &mut self,
        id: &str,
        why: String,
    ) -> Result<Vec<Request>, Refusal> {
        if let Some((procedure, step)) = self.plan.step(id) {
            let day = procedure.id();
            if step.script().is_some() {
                return Err(Refusal::new(
                    "this step runs a script",
                    "run it, or set its result",
                ));
            }
            return Ok(self.append(vec![Event::StepAttested {
                day,
                id: id.to_owned(),
                why,
            }]));
        }
        let (procedure, check) = find_check(&self.plan, id)?;
        let day = procedure.id();
        if check.run.is_some() && why.trim().is_empty() {
            let why = "this check has a command";
            return Err(Refusal::new(
                why,
                "run it with v, or attest it with a reason",
            ));
        }
        Ok(self.append(vec![Event::CheckAttested {
            day,
            id: id.to_owned(),
            why,
        }]))
    }

    pub(in crate::app) fn leave_out(
        &mut self,
        id: &str,
        why: &str,
    ) -> Result<Vec<Request>, Refusal> {
        let why = non_empty(why, "a reason is needed")?;
        if self.jobs.iter().any(|job| job.id == id) {
            return Err(Refusal::new("this step is running", "set its result first"));
        }
        let id = id.to_owned();
        if let Some((procedure, _)) = self.plan.step(&id) {
            let day = procedure.id();
            return Ok(self.append(vec![Event::StepSkipped { day, id, why }]));
        }
        let day = find_check(&self.plan, &id)?.0.id();
        Ok(self.append(vec![Event::CheckWaived { day, id, why }]))
    }

    pub(in crate::app) fn untick(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (procedure, check) = find_check(&self.plan, id)?;
        if check_state(check, &self.walk) == CheckState::Open {
            return Err(Refusal::new("this check is not ticked", ""));
        }
        let day = procedure.id();
        Ok(self.append(vec![Event::CheckUnticked {
            day,
            id: id.to_owned(),
        }]))
    }

    /// Sets the result of a run that daymark cannot judge.
    pub(in crate::app) fn set_result(
        &mut self,
        id: &str,
        state: Outcome,
        why: &str,
    ) -> Result<Vec<Request>, Refusal> {
        let (procedure, step) = find_step(&self.plan, id)?;
        let day = procedure.id();
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
            .map(|job| Request::StopWatching(job.request_id))
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
