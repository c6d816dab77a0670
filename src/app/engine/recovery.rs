//! Interrupted runs: reattached if the host still has them, or looked for.

use std::time::Duration;

use crate::app::engine::ending::query;
use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::find_step;
use crate::app::engine::preview::UnrecordedProbe;
use crate::app::engine::{Effects, Intent, Job, ProcessState, Stage};
use crate::plan::{Check, Step};
use crate::port::{self, Probe, Request, StepRun, evidence_name};
use crate::progress::{Attempt, Event, Refusal, StepState, Termination, step_state_on};
use crate::term::ShellSession;
use crate::term::shell_integration::{alive_script, reattach_script, run_age};

impl Engine {
    /// Returns whether a detached run of the step by an earlier session may be on any of its hosts.
    pub fn has_detached_run(&self, step: &Step) -> bool {
        step.detach && step.hosts.iter().any(|host| self.is_left_on(step, host))
    }

    /// Returns whether the files of a detached run may still be on a host: its end was not
    /// recorded, and it was not found gone.
    fn is_left_on(&self, step: &Step, host: &str) -> bool {
        let state = step_state_on(step, host, &self.walk);
        let lost = matches!(state, StepState::Interrupted | StepState::Unknown);
        // Without the record of its start, its name on the host is unknown.
        let Some(attempt) = self.walk.last_attempt(&step.id, host) else {
            return false;
        };
        let ended = attempt.ended.as_ref();
        let gone = ended.is_some_and(|(ended, _)| ended.exit.is_some());
        lost && !gone && !self.jobs.iter().any(|job| job.id == step.id)
    }

    /// Reattaches to a detached run of an earlier session. Its attempt continues.
    pub(in crate::app) fn reattach(&mut self, step: &Step) -> Result<Vec<Request>, Refusal> {
        self.can_run(
            step,
            Intent::Reattach,
            &crate::app::engine::Approval::default(),
        )?;
        let day = self.day_of(&step.id);
        let hosts: Vec<String> = step
            .hosts
            .iter()
            .filter(|host| self.is_left_on(step, host))
            .cloned()
            .collect();
        let mut events = Vec::new();
        for host in hosts {
            let mut job = self.new_job(
                &step.id,
                &host,
                Intent::Reattach,
                &crate::app::engine::Approval::default(),
            );
            // It is the same attempt, followed by this session.
            let last = self.walk.last_attempt(&step.id, &host);
            job.attempt = last.map_or(0, |attempt| attempt.number);
            events.push(Event::StepResumed {
                day: day.clone(),
                id: step.id.clone(),
                host,
                attempt: job.attempt,
            });
            self.jobs.push(job);
        }
        Ok(self.append(events))
    }

    /// Asks the host for the duration of a run before reattaching to it.
    pub(in crate::app) fn step_resumed(&mut self, id: &str, host: &str) -> Effects {
        let found = self
            .jobs
            .iter()
            .find(|job| job.id == id && job.host == host && job.intent == Intent::Reattach);
        found
            .cloned()
            .map_or_else(Effects::default, |job| self.move_on(&job, Self::measure))
    }

    fn measure(&mut self, job: &Job, step: &Step) -> Result<Effects, Refusal> {
        let target = self.target(&job.host)?;
        self.set_stage(job, Stage::Measuring);
        let text = run_age(&self.run_name(job));
        Ok(Effects::requests(vec![Request::Probe(Probe {
            request_id: job.request_id,
            target,
            script: self.script(&text, &[], step.user.as_deref()),
            timeout: Check::TIMEOUT,
            fresh: false,
            after: Duration::ZERO,
            query: Box::default(),
            evidence: None,
        })]))
    }

    /// Handles the duration of a run. Without one, the start in the journal counts.
    pub(in crate::app) fn measured(
        &mut self,
        job: &Job,
        step: &Step,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        // Without a connection there is no run to follow. Only the operator reconnects.
        if let Termination::NotStarted(_) = result.outcome.termination {
            return self.judge_run(job, step, result);
        }
        let printed_age = result.outcome.stdout.head.trim().parse().ok();
        let since_its_start = || {
            let attempt = self.walk.last_attempt(&job.id, &job.host)?;
            (self.now - attempt.started.at).to_std().ok()
        };
        let age = printed_age
            .map(Duration::from_secs)
            .or_else(since_its_start);
        self.with_job(job.request_id, |job| job.tried = age.unwrap_or_default());
        self.follow(job, step)
    }

    fn follow(&mut self, job: &Job, step: &Step) -> Result<Effects, Refusal> {
        let target = self.target(&job.host)?;
        self.set_stage(job, Stage::Running);
        let text = reattach_script(&self.run_name(job), &target.shell);
        let number = self.walk.attempts(&job.id).len();
        let evidence = evidence_name(&format!("{}.picked-up", job.id), &job.host, number);
        Ok(Effects::requests(vec![Request::Run(StepRun {
            request_id: job.request_id,
            target,
            title: step.title.clone(),
            script: self.script(&text, &[], step.user.as_deref()),
            evidence,
            query: Box::new(query(step, job.intent)),
            secret: self.saves_secret(step, job.intent),
            inside: Vec::new(),
            in_shell: false,
            disconnects: false,
            interactive: false,
        })]))
    }

    /// Returns the name of a detached run on its host, unique in the walk.
    pub(in crate::app) fn run_name(&self, job: &Job) -> String {
        let begun_by = self
            .walk
            .last_attempt(&job.id, &job.host)
            .map_or("", |attempt| attempt.begun_by.as_str());
        format!("{}.{}.{begun_by}", job.id, job.attempt)
    }

    /// Looks for the processes of a step on its hosts.
    pub(in crate::app) fn look(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (_, step) = find_step(&self.plan, id)?;
        let step = step.clone();
        let in_doubt = |host: &&String| {
            let state = step_state_on(&step, host, &self.walk);
            matches!(state, StepState::Interrupted | StepState::Unknown)
        };
        let hosts: Vec<String> = step.hosts.iter().filter(in_doubt).cloned().collect();
        if hosts.is_empty() {
            return Err(Refusal::new("no run of this step is in doubt", ""));
        }
        let mut requests = Vec::new();
        for host in hosts {
            let target = self.target(&host)?;
            let text = self.walk.last_attempt(id, &host).and_then(probe_of);
            let Some(text) = text else {
                let why = "it is not known which processes were its own".to_owned();
                self.previews
                    .set_process(id, &host, ProcessState::Unknown(why));
                continue;
            };
            let request_id = self.request_id();
            self.previews.set_process(id, &host, ProcessState::Looking);
            let probe = UnrecordedProbe::Remains(id.to_owned(), host);
            self.previews.begin(request_id, probe);
            requests.push(Request::Probe(Probe {
                request_id,
                target,
                script: self.script(&text, &[], None),
                timeout: Check::TIMEOUT,
                fresh: false,
                after: Duration::ZERO,
                query: Box::default(),
                evidence: None,
            }));
        }
        Ok(requests)
    }
}

/// Returns the state of a run's processes; see [`alive_script`] for its exit statuses.
pub(in crate::app) fn remains(result: &port::Completion) -> ProcessState {
    let lines = || {
        result
            .outcome
            .stdout
            .head
            .lines()
            .map(str::to_owned)
            .collect()
    };
    match &result.outcome.termination {
        Termination::Exited(0) => ProcessState::Alive(lines()),
        Termination::Exited(3) => ProcessState::Gone,
        Termination::Exited(4) => ProcessState::Rebooted,
        Termination::Exited(exit) | Termination::ShellEnded(exit) => {
            ProcessState::Unknown(format!("exit {exit}"))
        }
        Termination::TimedOut => ProcessState::Unknown("no answer in time".to_owned()),
        Termination::NotStarted(why) | Termination::Lost(why) | Termination::Disconnected(why) => {
            ProcessState::Unknown(why.clone())
        }
    }
}

/// Returns the script that looks for the processes of an attempt, if it reached its host.
fn probe_of(attempt: &Attempt) -> Option<String> {
    let trace = attempt.trace.as_ref()?;
    Some(alive_script(&ShellSession {
        boot: trace.boot.clone(),
        id: trace.session,
        started: trace.started,
    }))
}
