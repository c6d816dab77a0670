//! Steps that wait for their time.

use std::time::Duration;

use crate::app::engine::engine::Engine;
use crate::app::engine::{Approval, Command, Effects, Timer, WaitCondition, WaitingStep};
use crate::plan::{Step, Wait};
use crate::port::{Request, RequestId};
use crate::progress::{Refusal, later, wait_until};

impl Engine {
    /// Returns the condition that a step still waits for.
    pub(in crate::app) fn wait(&self, step: &Step) -> Option<WaitCondition> {
        match step.wait.as_ref()? {
            Wait::For(time) => {
                let (procedure, _) = self.plan.step(&step.id)?;
                let until = match wait_until(procedure, step, &self.walk) {
                    Some(until) => until,
                    None => later(self.now, *time)?,
                };
                (until > self.now).then_some(WaitCondition::Time(until))
            }
            Wait::Until { check, within } => {
                let by = later(self.now, *within)?;
                (!self.is_done(check)).then(|| WaitCondition::Check {
                    id: check.clone(),
                    by,
                })
            }
        }
    }

    /// Delays a step until its condition is true. Nothing is recorded, because nothing has
    /// happened.
    pub(in crate::app) fn hold(
        &mut self,
        step: &Step,
        consent: &Approval,
        until: WaitCondition,
    ) -> Result<Vec<Request>, Refusal> {
        let request_id = self.request_id();
        let request = match &until {
            WaitCondition::Time(time) => {
                vec![self.wake_for(request_id, (*time - self.now).to_std().ok())]
            }
            WaitCondition::Check { id, .. } => self.verify_awaited(&id.clone())?,
        };
        self.waiting.push(WaitingStep {
            request_id,
            id: step.id.clone(),
            consent: consent.clone(),
            until,
        });
        Ok(request)
    }

    /// Runs a check that a step waits for, unless it is running already.
    fn verify_awaited(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        if self.is_checking(id) {
            return Ok(Vec::new());
        }
        self.verify(id)
    }

    fn wake_for(&mut self, request_id: RequestId, after: Option<Duration>) -> Request {
        self.timers.insert(request_id, Timer::Held);
        Request::StartTimer {
            request_id,
            after: after.unwrap_or_default(),
        }
    }

    /// Cancels a waiting step.
    pub(in crate::app) fn give_up(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let count = self.waiting.len();
        self.waiting.retain(|waiting| waiting.id != id);
        if self.waiting.len() == count {
            return Err(Refusal::new("this step waits for nothing", ""));
        }
        self.leave_queue(id);
        Ok(Vec::new())
    }

    /// Handles the timer of a waiting step.
    pub(in crate::app) fn time_came(&mut self, request_id: RequestId) -> Effects {
        let found = self
            .waiting
            .iter()
            .position(|waiting| waiting.request_id == request_id);
        let Some(index) = found else {
            return Effects::default();
        };
        let waiting = self.waiting.remove(index);
        match &waiting.until {
            WaitCondition::Time(_) => self.run_waiting(&waiting),
            WaitCondition::Check { id, .. } => match self.verify_awaited(&id.clone()) {
                Ok(requests) => {
                    self.waiting.push(waiting);
                    Effects::requests(requests)
                }
                Err(refusal) => {
                    self.leave_queue(&waiting.id);
                    Effects::refusal(refusal)
                }
            },
        }
    }

    /// Handles the result of a check: each step that waits for it runs, waits on, or is cancelled.
    pub(in crate::app) fn check_settled(&mut self, id: &str) -> Effects {
        if self.is_checking(id) {
            return Effects::default();
        }
        let (settled, others) = std::mem::take(&mut self.waiting).into_iter().partition(
            |waiting| matches!(&waiting.until, WaitCondition::Check { id: check, .. } if check == id),
        );
        self.waiting = others;
        let settled: Vec<WaitingStep> = settled;
        let mut effects = Effects::default();
        for waiting in settled {
            effects.and(self.settled(waiting, id));
        }
        effects
    }

    fn settled(&mut self, waiting: WaitingStep, id: &str) -> Effects {
        if self.is_done(id) {
            return self.run_waiting(&waiting);
        }
        let WaitCondition::Check { by, .. } = waiting.until else {
            return Effects::default();
        };
        if self.now >= by {
            self.leave_queue(&waiting.id);
            let title = self.title(id).unwrap_or(id).to_owned();
            let why = format!("{}: it waited for {title}, which does not hold", waiting.id);
            return Effects::refusal(Refusal::new(why, "look why, then run it again"));
        }
        let left = (by - self.now).to_std().unwrap_or_default();
        let every = self.every(id, &waiting.id).min(left);
        let request_id = waiting.request_id;
        self.waiting.push(waiting);
        Effects::requests(vec![self.wake_for(request_id, Some(every))])
    }

    /// Returns the interval between runs of a check that a step waits for. It grows with the time
    /// that the step may wait, because each result is recorded.
    fn every(&self, check: &str, step: &str) -> Duration {
        let check = self.plan.check(check).map(|(_, check)| check);
        if let Some(retry) = check.and_then(|check| check.retry) {
            return retry.every.max(LEAST);
        }
        let wait = self
            .plan
            .step(step)
            .and_then(|(_, step)| step.wait.as_ref());
        match wait {
            Some(Wait::Until { within, .. }) => (*within / MOST_ASKED).max(EVERY),
            _ => EVERY,
        }
    }

    /// Stops the run queue if its step does not run.
    fn leave_queue(&mut self, id: &str) {
        self.run_queue
            .take_if(|queue| queue.now.as_deref() == Some(id));
    }

    fn run_waiting(&mut self, waiting: &WaitingStep) -> Effects {
        let consent = Approval {
            without_wait: true,
            ..waiting.consent.clone()
        };
        let id = waiting.id.clone();
        match self.command(Command::Run { id, consent }) {
            Ok(requests) => Effects::requests(requests),
            Err(refusal) => {
                self.leave_queue(&waiting.id);
                Effects::refusal(refusal)
            }
        }
    }
}

/// The highest number of runs of a check that a step waits for.
const MOST_ASKED: u32 = 240;
/// The shortest interval between two of them.
const EVERY: Duration = Duration::from_secs(15);
/// The shortest interval between two runs of a check with a `retry`.
const LEAST: Duration = Duration::from_millis(200);
