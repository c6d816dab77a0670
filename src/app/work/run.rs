//! Running a step: its `unless` first, then its script, on one host after another.

use std::time::Duration;

use super::work::{Reaction, Work, ended, find_step, said, values_missing};
use super::{Consent, Job, Stage, needed};
use crate::plan::{Action, Check, Step};
use crate::port::{Ask, Request, Run, Ticket, evidence_name};
use crate::progress::{
    Ended, Event, Fate, Manner, Needs, Refusal, Standing, StepState, done_on, judge, step_state,
};

impl Work {
    pub(super) fn run(
        &mut self,
        id: &str,
        consent: &Consent,
        run_script: bool,
    ) -> Result<Vec<Request>, Refusal> {
        let (sheet, step) = find_step(&self.plan, id)?;
        let day = sheet.id();
        self.may_run(step, consent, run_script)?;
        let mut rest: Vec<String> = step
            .hosts
            .iter()
            .filter(|host| !done_on(id, host, &self.walk))
            .cloned()
            .collect();
        if rest.is_empty() {
            rest.clone_from(&step.hosts);
        }
        let host = rest.remove(0);
        let ask_unless = step.unless.is_some() && !consent.without_unless;
        let job = self.new_job(id, &host, rest, ask_unless, run_script);
        Ok(self.start(&day, job))
    }

    /// Whether a step may run now; nothing is asked of the world.
    pub(super) fn may_run(
        &self,
        step: &Step,
        consent: &Consent,
        run_script: bool,
    ) -> Result<(), Refusal> {
        let Action::Run(script) = &step.action else {
            let why = match step.action {
                Action::Copy(_) => "files are not copied by daymark yet",
                Action::Run(_) | Action::Manual(_) => "this step is done by hand",
            };
            let instead = "do it, then tick it with space";
            return Err(Refusal::lifted_by(Needs::Person, why, instead));
        };
        if !self.trusted {
            return Err(Refusal::new(
                "this plan is not trusted yet",
                "open it again and say yes to trust it",
            ));
        }
        if let Some(job) = self
            .jobs
            .iter()
            .find(|job| job.id == step.id || step.hosts.contains(&job.host))
        {
            let why = format!("{} is running on {}", job.id, job.host);
            return Err(Refusal::new(why, "wait for it, or say how it ended"));
        }
        if !run_script && step.unless.is_none() {
            let why = "this step has no `unless` that could tell whether it is done";
            return Err(Refusal::lifted_by(
                Needs::Person,
                why,
                "say in your own words that it is done",
            ));
        }
        let scripts = [script, step.unless.as_deref().unwrap_or_default()];
        let needed = needed(&self.plan, &scripts, &step.uses, &step.hosts);
        let (_, missing) = self.values.gather(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        for host in &step.hosts {
            self.target(host)?;
        }
        if run_script {
            self.agreed(step, consent)
        } else {
            Ok(())
        }
    }

    /// Whether the person agreed to what the step may do.
    pub(super) fn agreed(&self, step: &Step, consent: &Consent) -> Result<(), Refusal> {
        let Some(danger) = &step.danger else {
            return Ok(());
        };
        if !consent.danger {
            let needs = Needs::Consent(danger.clone());
            return Err(Refusal::lifted_by(
                needs,
                danger.clone(),
                "it runs only after a deliberate yes",
            ));
        }
        let unnamed = step.hosts.iter().find(|name| {
            let production = self.plan.host(name).is_some_and(|host| host.production);
            production && !consent.hosts.contains(name)
        });
        let Some(host) = unnamed else { return Ok(()) };
        let needs = Needs::HostName(host.clone());
        Err(Refusal::lifted_by(
            needs,
            format!("{host} is in production"),
            format!("type its name: {host}"),
        ))
    }

    pub(super) fn new_job(
        &mut self,
        id: &str,
        host: &str,
        rest: Vec<String>,
        ask_unless: bool,
        run_script: bool,
    ) -> Job {
        let last = self
            .walk
            .last_attempt(id, host)
            .map_or(0, |attempt| attempt.number);
        Job {
            ticket: self.ticket(),
            id: id.to_owned(),
            host: host.to_owned(),
            attempt: last + 1,
            stage: Stage::Starting,
            rest,
            ask_unless,
            run_script,
        }
    }

    /// Puts a step's start on its way to the disk; the host is touched when it is there.
    pub(super) fn start(&mut self, day: &str, job: Job) -> Vec<Request> {
        let step = self.plan.step(&job.id).map(|(_, step)| step);
        let script = step.and_then(|step| {
            if job.run_script {
                step.script()
            } else {
                step.unless.as_deref()
            }
        });
        let event = Event::StepStarted {
            day: day.to_owned(),
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            command: script.unwrap_or_default().to_owned(),
            undo: false,
        };
        self.jobs.push(job);
        self.keep(vec![event])
    }

    pub(super) fn step_started(&mut self, id: &str, host: &str, attempt: u32) -> Vec<Request> {
        let found = self
            .jobs
            .iter()
            .position(|job| job.id == id && job.host == host && job.attempt == attempt);
        let Some(index) = found else {
            return Vec::new();
        };
        let job = &mut self.jobs[index];
        job.stage = if job.ask_unless {
            Stage::AskingUnless
        } else {
            Stage::Running
        };
        let job = job.clone();
        if job.ask_unless {
            self.ask_unless(&job)
        } else {
            self.run_script(&job)
        }
    }

    pub(super) fn ask_unless(&mut self, job: &Job) -> Vec<Request> {
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Vec::new();
        };
        let unless = step.unless.clone().unwrap_or_default();
        let number = self.walk.attempts(&job.id).len();
        let script = self.script(&unless, &step.uses, step.user.as_deref());
        let Ok(target) = self.target(&job.host) else {
            return Vec::new();
        };
        vec![Request::Ask(Ask {
            ticket: job.ticket,
            target,
            script,
            timeout: Check::TIMEOUT,
            fresh: false,
            after: Duration::ZERO,
            evidence: Some(evidence_name(
                &format!("{}.unless", job.id),
                &job.host,
                number,
            )),
        })]
    }

    pub(super) fn run_script(&mut self, job: &Job) -> Vec<Request> {
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Vec::new();
        };
        let number = self.walk.attempts(&job.id).len();
        let text = step.script().unwrap_or_default();
        let script = self.script(text, &step.uses, step.user.as_deref());
        let Ok(target) = self.target(&job.host) else {
            return Vec::new();
        };
        vec![Request::Run(Run {
            ticket: job.ticket,
            target,
            title: step.title.clone(),
            script,
            evidence: evidence_name(&job.id, &job.host, number),
        })]
    }

    pub(super) fn step_ended(
        &mut self,
        day: &str,
        id: &str,
        host: &str,
        attempt: u32,
        state: Standing,
    ) -> Vec<Request> {
        let found = self
            .jobs
            .iter()
            .position(|job| job.id == id && job.host == host && job.attempt == attempt);
        let Some(index) = found else {
            return Vec::new();
        };
        let mut job = self.jobs.remove(index);
        let goes_on = matches!(state, Standing::Passed | Standing::Warned) && !job.rest.is_empty();
        if !goes_on {
            return Vec::new();
        }
        let host = job.rest.remove(0);
        let next = self.new_job(id, &host, job.rest, job.ask_unless, job.run_script);
        self.start(day, next)
    }

    pub(super) fn run_ended(&mut self, ticket: Ticket, result: &crate::port::Result) -> Reaction {
        let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() else {
            return Reaction::default();
        };
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Reaction::default();
        };
        let verdict = judge(&step.expect, &result.outcome);
        let mut because = verdict.because;
        let (state, manner) = match &result.outcome.fate {
            Fate::NotAsked(_) => (Standing::NotRun, Manner::Lost),
            Fate::Lost(_) | Fate::TimedOut => (Standing::Unknown, Manner::Lost),
            Fate::Exited(_) => (step_standing(verdict.state), Manner::Exit),
            Fate::ShellEnded(exit) => {
                because = format!("its script ended the shell with {exit}");
                (step_standing(verdict.state), Manner::Exit)
            }
        };
        self.end(&job, ended(state, manner, because, result))
    }

    pub(super) fn unless_asked(&mut self, job: &Job, result: &crate::port::Result) -> Reaction {
        let verdict = judge(&crate::plan::Expectation::default(), &result.outcome);
        match (verdict.state, &result.outcome.fate) {
            (Standing::Passed | Standing::Warned, _) => {
                let because = "already so: its `unless` holds".to_owned();
                self.end(
                    job,
                    ended(Standing::Passed, Manner::Unless, because, result),
                )
            }
            (Standing::Failed, _) if job.run_script => {
                self.set_stage(job.ticket, Stage::Running);
                Reaction {
                    requests: self.run_script(job),
                    refusals: Vec::new(),
                }
            }
            (Standing::Failed, _) => {
                let because = format!("its `unless` says that it is not done: {}", verdict.because);
                self.end(
                    job,
                    ended(Standing::NotRun, Manner::Unless, because, result),
                )
            }
            (Standing::Unknown | Standing::NotRun | Standing::Skipped, _) => {
                let because = format!(
                    "its `unless` could not be asked, so the script was not run: {}",
                    verdict.because
                );
                self.end(job, ended(Standing::NotRun, Manner::Lost, because, result))
            }
        }
    }

    pub(super) fn end(&mut self, job: &Job, ended: Ended) -> Reaction {
        self.set_stage(job.ticket, Stage::Ending);
        let day = self
            .plan
            .step(&job.id)
            .map(|(sheet, _)| sheet.id())
            .unwrap_or_default();
        let mut refusals = Vec::new();
        if ended.state == Standing::NotRun {
            refusals.push(Refusal::new(
                ended.because.clone(),
                "the script was not run",
            ));
        }
        let event = Event::StepEnded {
            day,
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            ended,
        };
        Reaction {
            requests: self.keep(vec![event]),
            refusals,
        }
    }

    pub(super) fn set_stage(&mut self, ticket: Ticket, stage: Stage) {
        for job in self.jobs.iter_mut().filter(|job| job.ticket == ticket) {
            job.stage = stage;
        }
    }

    pub(super) fn end_by_hand(
        &mut self,
        id: &str,
        state: Standing,
        why: &str,
    ) -> Result<Vec<Request>, Refusal> {
        let (sheet, step) = find_step(&self.plan, id)?;
        let day = sheet.id();
        let why = said(why, "say what you saw")?;
        if !matches!(
            step_state(step, &self.walk),
            StepState::Running | StepState::Interrupted | StepState::Unknown | StepState::Failed
        ) {
            return Err(Refusal::new(
                "this step has no run whose end is in doubt",
                "",
            ));
        }
        let doubtful = |host: &&String| {
            !done_on(id, host, &self.walk) && self.walk.last_attempt(id, host).is_some()
        };
        let hosts: Vec<String> = step.hosts.iter().filter(doubtful).cloned().collect();
        let mut requests = Vec::new();
        for job in self.jobs.iter().filter(|job| job.id == id) {
            requests.push(Request::Release(job.ticket));
        }
        self.jobs.retain(|job| job.id != id);
        let end = |host: String| {
            let attempt = self
                .walk
                .last_attempt(id, &host)
                .map_or(1, |attempt| attempt.number);
            let ended = Ended {
                state,
                exit: None,
                seconds: 0.0,
                manner: Manner::Operator,
                because: why.clone(),
                output: None,
            };
            Event::StepEnded {
                day: day.clone(),
                id: id.to_owned(),
                host,
                attempt,
                ended,
            }
        };
        let events = hosts.into_iter().map(end).collect();
        requests.extend(self.keep(events));
        Ok(requests)
    }
}

/// A step whose script ended has an end; only its output may still leave doubt.
fn step_standing(state: Standing) -> Standing {
    if state == Standing::Unknown {
        Standing::Failed
    } else {
        state
    }
}
