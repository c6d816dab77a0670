//! Runs a procedure: its open steps and checks in order, until one needs the operator.

use std::collections::VecDeque;

use crate::app::engine::engine::Engine;
use crate::app::engine::{Approval, Command, Effects, Intent, RunQueue};
use crate::plan::{Check, Procedure, Step};
use crate::port::Request;
use crate::progress::{
    Needs, Refusal, StepState, check_state, is_passed_over, needs_check, step_state,
};

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
        if !self.open_before(procedure).is_empty() {
            let from = from.map(str::to_owned);
            let day = day.to_owned();
            let then = Command::RunAll { day, from };
            return self.begin_with(self.open_before(procedure), then);
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
            then: None,
        });
        self.first_of_queue()
    }

    /// Runs the first item of a new queue.
    fn first_of_queue(&mut self) -> Result<Vec<Request>, Refusal> {
        let effects = self.next_of_queue();
        let refused = effects.refused.into_iter().map(|(_, refusal)| refusal);
        match effects.refusals.into_iter().chain(refused).next() {
            Some(refusal) => Err(refusal),
            None => Ok(effects.requests),
        }
    }

    /// Returns the `before` checks of a procedure that must run before its steps: those with a
    /// command that are neither done nor passed over with a deviation.
    pub fn open_before(&self, procedure: Procedure<'_>) -> Vec<String> {
        let is_open = |check: &&Check| {
            check.run.is_some()
                && !check_state(check, &self.walk).is_done()
                && !is_passed_over(check, &self.walk)
        };
        let open = procedure.before().iter().filter(is_open);
        open.map(|check| check.id.clone()).collect()
    }

    /// Runs the open `before` checks of a step's day, then the step. Returns `None` without such
    /// checks.
    pub(in crate::app) fn run_before(
        &mut self,
        step: &Step,
        consent: &Approval,
    ) -> Option<Result<Vec<Request>, Refusal>> {
        let plan = self.shared_plan();
        let open = self.open_before(plan.procedure_of(&step.id)?);
        let then = Command::Run {
            id: step.id.clone(),
            consent: consent.clone(),
        };
        (!open.is_empty()).then(|| self.begin_with(open, then))
    }

    /// Runs `before` checks, then a command.
    fn begin_with(&mut self, open: Vec<String>, then: Command) -> Result<Vec<Request>, Refusal> {
        if self.run_queue.is_some() || open.iter().any(|id| self.is_checking(id)) {
            let why = "the checks before this day are running";
            return Err(Refusal::new(why, "wait for their end"));
        }
        let day = open.first().map_or_else(String::new, |id| self.day_of(id));
        self.run_queue = Some(RunQueue {
            day,
            rest: open.into(),
            now: None,
            then: Some(then),
        });
        self.first_of_queue()
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
        let then = self.run_queue.as_ref().and_then(|queue| queue.then.clone());
        if (is_step || then.is_some()) && !self.is_done(id) {
            self.run_queue = None;
            return then.map_or_else(Effects::default, |then| self.stop_day(id, then));
        }
        self.next_of_queue()
    }

    /// Stops a day before its first step, at a `before` check that is not done.
    fn stop_day(&self, id: &str, then: Command) -> Effects {
        let title = self.title(id).unwrap_or(id);
        let state = self.plan.check(id);
        let state = state.map_or("open", |(_, check)| check_state(check, &self.walk).word());
        let why = format!("Nothing was run: the check before this day is {state}: {title}");
        let needs = Needs::Before(id.to_owned());
        let refusal = Refusal::with_needs(needs, why, "mend it, or go on with a deviation");
        Effects {
            refused: vec![(then, refusal)],
            ..Effects::default()
        }
    }

    /// Asks the operator for what a step lacks after its conditions are met. A step that runs in a
    /// queue stops it.
    pub(in crate::app) fn ask_for(
        &mut self,
        id: &str,
        consent: &Approval,
        lacks: Refusal,
    ) -> Effects {
        if let Some(other) = self.jobs.iter_mut().find(|job| job.id == id) {
            // The last host of the step asks.
            other.lacks.get_or_insert(lacks);
            return Effects::default();
        }
        self.queues.remove(id);
        let queue = self.run_queue.as_ref();
        if queue.is_some_and(|queue| queue.now.as_deref() == Some(id)) {
            return self.stop_before(id, lacks);
        }
        let again = Command::Run {
            id: id.to_owned(),
            consent: consent.clone(),
        };
        self.fetch_or_ask(again, lacks)
    }

    /// Fetches what a command lacks, or asks the operator for it.
    fn fetch_or_ask(&mut self, command: Command, refusal: Refusal) -> Effects {
        match self.fetch_for(command.clone(), refusal) {
            Ok(requests) => Effects::requests(requests),
            Err(refusal) => Effects {
                refused: vec![(command, refusal)],
                ..Effects::default()
            },
        }
    }

    fn next_of_queue(&mut self) -> Effects {
        let Some(course) = &mut self.run_queue else {
            return Effects::default();
        };
        let Some(id) = course.rest.pop_front() else {
            let then = course.then.take();
            self.run_queue = None;
            return then.map_or_else(Effects::default, |then| self.run_then(then));
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

    /// Executes the command that `before` checks came before.
    fn run_then(&mut self, then: Command) -> Effects {
        match self.decide(then.clone()) {
            Ok(requests) => Effects::requests(requests),
            Err(refusal) => self.fetch_or_ask(then, refusal),
        }
    }

    /// Stops the queue before a step or check, unless its missing values can be fetched.
    fn stop_before(&mut self, id: &str, refusal: Refusal) -> Effects {
        let day = self.run_queue.take().map(|course| course.day);
        let again = Command::RunAll {
            day: day.unwrap_or_default(),
            from: Some(id.to_owned()),
        };
        match self.fetch_for(again.clone(), refusal) {
            Ok(requests) => Effects::requests(requests),
            Err(refusal) => {
                let title = self.title(id).unwrap_or(id);
                let why = format!("stopped before {title}: {}", refusal.reason);
                let refusal = Refusal::with_needs(refusal.needs, why, refusal.hint);
                match refusal.needs {
                    Needs::Values(_) => Effects {
                        refused: vec![(again, refusal)],
                        ..Effects::default()
                    },
                    _ => Effects::refusal(refusal),
                }
            }
        }
    }
}
