//! Steps that disconnect their host: their `unless` determines the result.

use std::time::Duration;

use crate::app::engine::ending::ended;
use crate::app::engine::engine::Engine;
use crate::app::engine::run::is_good;
use crate::app::engine::{Effects, Job, Stage};
use crate::plan::{Check, Expectation, Step};
use crate::port::{self, ConnectionState, Probe, Request, evidence_name};
use crate::progress::{Outcome, OutcomeSource, Refusal, RunResult, judge};

impl Engine {
    /// Judges a step that disconnected its host by its `unless`, until it passes. The host may
    /// still be shutting down or booting.
    pub(in crate::app) fn check_after_reconnect(
        &mut self,
        job: &Job,
        step: &Step,
    ) -> Result<Effects, Refusal> {
        self.set_stage(job, Stage::Proving);
        self.probe_again(job, step, Duration::ZERO)
    }

    fn probe_again(&self, job: &Job, step: &Step, after: Duration) -> Result<Effects, Refusal> {
        let unless = step.unless.as_deref().ok_or_else(|| {
            let why = "the step ended its connection and has no `unless`, so its result is unknown";
            Refusal::new(why, "look on its host, then set its result")
        })?;
        let number = self.walk.attempts(&job.id).len();
        let name = format!("{}.unless", job.id);
        Ok(Effects::requests(vec![Request::Probe(Probe {
            request_id: job.request_id,
            target: self.target(&job.host)?,
            script: self.script(unless, &step.uses, step.user.as_deref()),
            timeout: Check::TIMEOUT,
            fresh: false,
            after,
            query: Box::default(),
            evidence: Some(evidence_name(&name, &job.host, number)),
        })]))
    }

    /// Handles the result of the `unless` after the reconnection.
    pub(in crate::app) fn proved(
        &mut self,
        job: &Job,
        step: &Step,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        /// The interval between two runs, and the time for all of them.
        const EVERY: Duration = Duration::from_secs(5);
        const WITHIN: Duration = Duration::from_secs(600);
        let verdict = judge(&Expectation::default(), &result.outcome);
        let spent = self.since_start(job);
        // The host's reboot is part of the step's duration.
        let ended = |state, reason| RunResult {
            seconds: spent.as_secs_f64(),
            ..ended(state, OutcomeSource::Unless, reason, result)
        };
        if is_good(verdict.state) {
            let reason = format!("{}, and its `unless` passed", self.came_back(&job.host));
            return Ok(self.end(job, ended(Outcome::Passed, reason)));
        }
        if spent.saturating_add(EVERY) <= WITHIN {
            return self.probe_again(job, step, EVERY);
        }
        let (state, reason) = match verdict.state {
            Outcome::Failed => {
                let back = self.came_back(&job.host);
                let reason = format!("{back}, and its `unless` does not hold");
                (Outcome::Failed, reason)
            }
            _ => (Outcome::Unknown, "the host did not reconnect".to_owned()),
        };
        let reason = format!("{reason}: {}", verdict.reason);
        Ok(self.end(job, ended(state, reason)))
    }

    /// Returns the time since the start of the job's attempt.
    fn since_start(&self, job: &Job) -> Duration {
        let attempt = self.walk.last_attempt(&job.id, &job.host);
        let since = attempt.map(|attempt| self.now - attempt.started.at);
        since
            .and_then(|since| since.to_std().ok())
            .unwrap_or_default()
    }

    /// Returns how the host reconnected, according to its boot id.
    fn came_back(&self, host: &str) -> &'static str {
        match self.hosts.connection(host) {
            Some(ConnectionState::Ready {
                rebooted: Some(true),
            }) => "the host rebooted",
            Some(ConnectionState::Ready {
                rebooted: Some(false),
            }) => "the host reconnected without a reboot",
            _ => "the host reconnected",
        }
    }
}
