//! Runs a check on all its hosts, with its retries.

use std::time::Duration;

use crate::app::engine::ending::{ended, source};
use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::values_missing;
use crate::app::engine::moving::not_sent;
use crate::app::engine::preview::UnrecordedProbe;
use crate::app::engine::{CheckJob, Effects, needed};
use crate::plan::Expectation;
use crate::port::{Probe, Request, evidence_name};
use crate::progress::{Event, Needs, Outcome, Query, Refusal, RunResult, Termination, judge};

impl Engine {
    pub(in crate::app) fn verify(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (day, check) = self
            .plan
            .check(id)
            .map(|(procedure, check)| (procedure.id(), check.clone()))
            .ok_or_else(|| Refusal::new(format!("no check is called {id}"), ""))?;
        let Some(command) = check.run.clone() else {
            return Err(Refusal::with_needs(
                Needs::Operator,
                "this is a manual check",
                "look, then tick it with space",
            ));
        };
        if !self.is_trusted() {
            return Err(crate::app::engine::can_run::not_trusted());
        }
        if self.is_checking(id) {
            return Err(Refusal::new(
                "this check is being asked",
                "wait for its answer",
            ));
        }
        self.has_room()?;
        let needed = needed(&self.plan, &[&command], &check.uses, &check.hosts);
        let (_, missing) = self.values.resolve(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        for host in &check.hosts {
            self.target(host)?;
        }
        let mut events = Vec::new();
        for host in &check.hosts {
            let check_job = CheckJob {
                request_id: self.request_id(),
                id: id.to_owned(),
                host: host.clone(),
                spent: Duration::ZERO,
                starting: true,
            };
            self.check_jobs.push(check_job);
            events.push(Event::CheckAsked {
                day: day.clone(),
                id: id.to_owned(),
                host: host.clone(),
                command: command.clone(),
            });
        }
        if !self.is_read_only() {
            return Ok(self.append(events));
        }
        let mut requests = Vec::new();
        for host in &check.hosts {
            requests.extend(self.begin_check(id, host).requests);
        }
        Ok(requests)
    }

    /// Runs the checks before the steps of a procedure.
    pub(in crate::app) fn verify_before(&mut self, day: &str) -> Result<Vec<Request>, Refusal> {
        let checks = self
            .plan
            .procedure(day)
            .map_or(&[][..], |procedure| procedure.before());
        let ids: Vec<String> = checks
            .iter()
            .filter(|check| check.run.is_some() && !self.is_checking(&check.id))
            .map(|check| check.id.clone())
            .collect();
        if ids.is_empty() {
            return Err(Refusal::new("this day has no `before` checks to run", ""));
        }
        let mut requests = Vec::new();
        for id in ids {
            requests.extend(self.verify(&id)?);
        }
        Ok(requests)
    }

    /// Runs a guard without recording it.
    pub(in crate::app) fn ask_guard(&mut self, name: &str) -> Result<Vec<Request>, Refusal> {
        let Some(guard) = self.plan.guard(name).cloned() else {
            return Err(Refusal::new(format!("no guard is called {name}"), ""));
        };
        if !self.is_trusted() {
            return Err(crate::app::engine::can_run::not_trusted());
        }
        let check = &guard.check;
        let text = check.run.clone().unwrap_or_default();
        let needed = needed(&self.plan, &[&text], &check.uses, &check.hosts);
        let (_, missing) = self.values.resolve(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        let mut asks = Vec::new();
        for host in &check.hosts {
            let target = self.target(host)?;
            let request_id = self.request_id();
            let look_up = UnrecordedProbe::Guard(name.to_owned(), host.clone());
            self.previews.begin(request_id, look_up);
            asks.push(Request::Probe(Probe {
                request_id,
                target,
                script: self.script(&text, &check.uses, check.user.as_deref()),
                timeout: check.timeout,
                fresh: check.fresh,
                after: Duration::ZERO,
                query: Box::new(Query::of(&check.expect)),
                evidence: None,
            }));
        }
        Ok(asks)
    }

    /// Returns the result of a guard that ran without a record.
    pub(in crate::app) fn guard_glance(
        &self,
        name: &str,
        result: &crate::port::Completion,
    ) -> RunResult {
        let expectation = self
            .plan
            .guard(name)
            .map_or_else(Expectation::default, |guard| guard.check.expect.clone());
        let verdict = judge(&expectation, &result.outcome);
        let source = source(&result.outcome);
        ended(verdict.state, source, verdict.reason, result)
    }

    /// Runs a check on a host. Its start is on disk, or nothing is recorded.
    pub(in crate::app) fn begin_check(&mut self, id: &str, host: &str) -> Effects {
        let starting = |check_job: &CheckJob| {
            check_job.id == id && check_job.host == host && check_job.starting
        };
        match self.check_jobs.iter().position(starting) {
            Some(index) => {
                self.check_jobs[index].starting = false;
                self.ask_or_end(index, Duration::ZERO)
            }
            None => Effects::default(),
        }
    }

    /// Runs a check, or ends it if it cannot run. No check is left without a request.
    fn ask_or_end(&mut self, index: usize, after: Duration) -> Effects {
        match self.ask(&self.check_jobs[index], after) {
            Ok(request) => {
                let check_job = &mut self.check_jobs[index];
                check_job.spent = check_job.spent.saturating_add(after);
                Effects::requests(vec![request])
            }
            Err(refusal) => self.check_asked(index, &not_sent(&refusal)),
        }
    }

    fn ask(&self, check_job: &CheckJob, after: Duration) -> Result<Request, Refusal> {
        let found = self.plan.check(&check_job.id).map(|(_, check)| check);
        let script = found.and_then(|check| Some((check, check.run.as_deref()?)));
        let (check, text) = script.ok_or_else(|| {
            let why = format!("the plan has no check {} with a script", check_job.id);
            Refusal::new(why, "")
        })?;
        let number = self.walk.check_runs(&check.id).len().max(1);
        let keeps = !self.is_read_only();
        Ok(Request::Probe(Probe {
            request_id: check_job.request_id,
            target: self.target(&check_job.host)?,
            script: self.script(text, &check.uses, check.user.as_deref()),
            timeout: check.timeout,
            fresh: check.fresh,
            after,
            query: Box::new(Query::of(&check.expect)),
            evidence: keeps.then(|| evidence_name(&check.id, &check_job.host, number)),
        }))
    }

    pub(in crate::app) fn check_asked(
        &mut self,
        index: usize,
        result: &crate::port::Completion,
    ) -> Effects {
        let check_job = self.check_jobs[index].clone();
        let check = self.plan.check(&check_job.id).map(|(_, check)| check);
        let expect = check.map_or_else(Expectation::default, |check| check.expect.clone());
        let verdict = judge(&expect, &result.outcome);
        let took = Duration::try_from_secs_f64(result.seconds.max(0.0));
        let spent = check_job
            .spent
            .saturating_add(took.unwrap_or(Duration::MAX));
        // A check that could not reach its host is not retried: hosts ban clients that connect too
        // often.
        let settled = matches!(verdict.state, Outcome::Passed | Outcome::Warned)
            || matches!(result.outcome.termination, Termination::NotStarted(_));
        if let Some(retry) = check
            .and_then(|check| check.retry)
            .filter(|_| self.disk_fault().is_none())
            .filter(|retry| !settled && spent.saturating_add(retry.every) <= retry.within)
        {
            self.check_jobs[index].spent = spent;
            return self.ask_or_end(index, retry.every);
        }
        let day = self.day_of(&check_job.id);
        let (id, host) = (check_job.id, check_job.host);
        self.check_jobs.remove(index);
        let mut ended = ended(
            verdict.state,
            source(&result.outcome),
            verdict.reason,
            result,
        );
        ended.seconds = spent.as_secs_f64();
        if self.is_read_only() {
            self.previews.set_check(&id, &host, ended);
            return Effects::default();
        }
        let requests = self.append(vec![Event::CheckAnswered {
            day,
            id,
            host,
            ended,
        }]);
        Effects {
            requests,
            ..Effects::default()
        }
    }
}
