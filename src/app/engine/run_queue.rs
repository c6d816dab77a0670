//! Runs a procedure: its open steps and checks in order, until one needs the operator.

use std::collections::VecDeque;

use crate::app::engine::engine::Engine;
use crate::app::engine::{Approval, Command, Effects, Intent, RunQueue};
use crate::port::Request;
use crate::progress::{Refusal, StepState, needs_check, step_state};

impl Engine {
    /// Returns the procedure that runs as a whole.
    pub fn run_queue(&self) -> Option<&RunQueue> {
        self.run_queue.as_ref()
    }

    /// Starts to run a procedure.
    pub(in crate::app) fn run_all(
        &mut self,
        day: &str,
        from: Option<&str>,
    ) -> Result<Vec<Request>, Refusal> {
        let Some(procedure) = self.plan.procedure(day) else {
            return Err(Refusal::new(format!("there is no day {day}"), ""));
        };
        if self.is_busy() {
            return Err(Refusal::new("something is running", "wait for its end"));
        }
        let steps = procedure.steps().iter();
        let open = steps
            .skip_while(|step| from.is_some_and(|from| step.id != from))
            .filter(|step| !step_state(step, &self.walk).is_done())
            .map(|step| step.id.clone());
        let checks = procedure.checks().iter();
        let asked = checks
            .filter(|check| needs_check(procedure, check, &self.walk))
            .map(|check| check.id.clone());
        let rest: VecDeque<String> = open.chain(asked).collect();
        if rest.is_empty() {
            return Err(Refusal::new("nothing that can be run is open here", ""));
        }
        self.run_queue = Some(RunQueue {
            day: day.to_owned(),
            rest,
            now: None,
        });
        let effects = self.next_of_queue();
        match effects.refusals.into_iter().next() {
            Some(refusal) => Err(refusal),
            None => Ok(effects.requests),
        }
    }

    /// Runs the next item of the queue after a step or check has ended.
    pub(in crate::app) fn go_on(&mut self, id: &str) -> Effects {
        let is_now = self
            .run_queue
            .as_ref()
            .is_some_and(|course| course.now.as_deref() == Some(id));
        let busy = self.jobs.iter().any(|job| job.id == id) || self.is_checking(id);
        if !is_now || busy {
            return Effects::default();
        }
        let is_step = self.plan.step(id).is_some();
        if is_step && !self.is_done(id) {
            self.run_queue = None;
            return Effects::default();
        }
        self.next_of_queue()
    }

    fn next_of_queue(&mut self) -> Effects {
        let Some(course) = &mut self.run_queue else {
            return Effects::default();
        };
        let Some(id) = course.rest.pop_front() else {
            self.run_queue = None;
            return Effects::default();
        };
        course.now = Some(id.clone());
        let asked = match self
            .plan
            .step(&id)
            .map(|(_, step)| step_state(step, &self.walk))
        {
            None => self.verify(&id),
            Some(state @ (StepState::Interrupted | StepState::Unknown)) => Err(Refusal::new(
                format!("{} is {}", self.title(&id).unwrap_or(&id), state.word()),
                "say first what became of it",
            )),
            Some(_) => self.run(&id, Intent::Run, &Approval::default()),
        };
        match asked {
            Ok(requests) => Effects::requests(requests),
            Err(refusal) => self.stop_before(&id, refusal),
        }
    }

    /// Stops the queue before a step or check, unless its missing values can be fetched.
    fn stop_before(&mut self, id: &str, refusal: Refusal) -> Effects {
        let day = self.run_queue.take().map(|course| course.day);
        let again = Command::RunAll {
            day: day.unwrap_or_default(),
            from: Some(id.to_owned()),
        };
        match self.fetch_for(again, refusal) {
            Ok(requests) => Effects::requests(requests),
            Err(refusal) => {
                let title = self.title(id).unwrap_or(id);
                let why = format!("stopped before {title}: {}", refusal.reason);
                Effects::refusal(Refusal::with_needs(refusal.needs, why, refusal.hint))
            }
        }
    }
}
