//! Timeouts of steps, and the signals that end them.

use std::time::Duration;

use crate::app::engine::engine::Engine;
use crate::app::engine::{Effects, Intent, Job, Stage, Timer};
use crate::port::{Request, RequestId};
use crate::progress::{Event, Needs, Refusal, SessionRef};
use crate::term::ShellSession;
use crate::term::shell_integration::Signal;

/// The time to react to each signal before the next one.
const GRACE: Duration = Duration::from_secs(10);

impl Engine {
    /// Handles the start of a script. Its timeout begins.
    pub(in crate::app) fn run_began(
        &mut self,
        request_id: RequestId,
        session: Option<&ShellSession>,
    ) -> Effects {
        let Some(job) = self.job(request_id) else {
            return Effects::default();
        };
        self.hosts.set_last_output(&job.host, Some(self.now));
        let reached = session.map(|session| Event::StepReached {
            day: self.day_of(&job.id),
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            trace: SessionRef {
                session: session.id,
                started: session.started,
                boot: session.boot.clone(),
            },
        });
        let mut requests = reached.map_or_else(Vec::new, |reached| self.append(vec![reached]));
        let limit = self
            .plan
            .step(&job.id)
            .and_then(|(_, step)| step.timeout)
            .filter(|_| job.intent == Intent::Run);
        if let Some(limit) = limit {
            requests.push(self.wake(Timer::Overdue(request_id), limit.after));
        }
        Effects::requests(requests)
    }

    /// Handles a timeout: the plan kills the step, or the operator decides.
    pub(in crate::app) fn overdue(&mut self, request_id: RequestId) -> Effects {
        let Some(job) = self.job(request_id) else {
            return Effects::default();
        };
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Effects::default();
        };
        let Some(limit) = step.timeout.filter(|_| job.stage == Stage::Running) else {
            return Effects::default();
        };
        let title = step.title.clone();
        if !limit.kills && job.stopped.is_none() {
            self.with_job(request_id, |job| job.overdue = true);
            let minutes = limit.after.as_secs_f64() / 60.0;
            let why = format!("{title} runs for longer than {minutes:.1} min");
            let instead = "it goes on; stop it, or set its result";
            return Effects::refusal(Refusal::with_needs(Needs::Operator, why, instead));
        }
        let how = job.next_signal();
        Effects::requests(self.signal(&job, how))
    }

    /// Sends a signal to a step on all its hosts.
    pub(in crate::app) fn stop(&mut self, id: &str, how: Signal) -> Result<Vec<Request>, Refusal> {
        let running: Vec<Job> = self
            .jobs
            .iter()
            .filter(|job| job.id == id && job.stage == Stage::Running)
            .cloned()
            .collect();
        if running.is_empty() {
            return Err(Refusal::new("this step is not running", ""));
        }
        let mut requests = Vec::new();
        for job in running {
            requests.extend(self.signal(&job, how));
        }
        Ok(requests)
    }

    /// Sends a signal, and starts the timer of the next one.
    fn signal(&mut self, job: &Job, how: Signal) -> Vec<Request> {
        self.with_job(job.request_id, |job| job.stopped = Some(how));
        let mut requests = vec![Request::Stop {
            request_id: job.request_id,
            how,
        }];
        let by_plan = self
            .plan
            .step(&job.id)
            .and_then(|(_, step)| step.timeout)
            .is_some_and(|limit| limit.kills);
        if by_plan && how != Signal::Kill {
            requests.push(self.wake(Timer::Overdue(job.request_id), GRACE));
        }
        requests
    }
}
