//! How a run ended: judged, kept, tried again, and what follows from it.

use std::time::Duration;

use super::run::is_good;
use super::work::{Glance, Reaction, Work, ended, find_step, said};
use super::{Intent, Job, Stage, Timer, accept};
use crate::plan::{Check, Expectation, Save, Step, in_output};
use crate::port::{self, Ask, Request, Ticket, Value, evidence_name};
use crate::progress::{
    Ended, Event, Fate, Manner, Refusal, Standing, StepState, Trace, done_on, judge, step_state,
};
use crate::term::ShellSession;
use crate::term::boot::{DETACHED_GONE, Signal, cleared};

/// How long what runs has to end after each signal.
const GRACE: Duration = Duration::from_secs(10);

impl Work {
    /// The shell has received the step: its time begins.
    pub(super) fn run_began(&mut self, ticket: Ticket, session: Option<&ShellSession>) -> Reaction {
        let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() else {
            return Reaction::default();
        };
        let reached = session.map(|session| Event::StepReached {
            day: self.day_of(&job.id),
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            trace: Trace {
                session: session.id,
                started: session.started,
                boot: session.boot.clone(),
            },
        });
        let mut requests = reached.map_or_else(Vec::new, |reached| self.keep(vec![reached]));
        let limit = self
            .plan
            .step(&job.id)
            .and_then(|(_, step)| step.timeout)
            .filter(|_| job.intent == Intent::Run);
        if let Some(limit) = limit {
            requests.push(self.wake(Timer::Overdue(ticket), limit.after));
        }
        Reaction::requests(requests)
    }

    /// A step runs for longer than the plan allows: the operator decides, unless the plan has.
    pub(super) fn overdue(&mut self, ticket: Ticket) -> Reaction {
        let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() else {
            return Reaction::default();
        };
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Reaction::default();
        };
        let Some(limit) = step.timeout.filter(|_| job.stage == Stage::Running) else {
            return Reaction::default();
        };
        let title = step.title.clone();
        if !limit.ends && job.stopped.is_none() {
            self.with_job(ticket, |job| job.overdue = true);
            let minutes = limit.after.as_secs_f64() / 60.0;
            let why = format!("{title} runs for longer than {minutes:.1} min");
            let instead = "it goes on; stop it, or say how it ended";
            return Reaction::refusal(Refusal::new(why, instead));
        }
        Reaction::requests(self.signal(&job, next_signal(job.stopped)))
    }

    /// Ends what runs on a step's hosts.
    pub(super) fn stop(&mut self, id: &str, how: Signal) -> Result<Vec<Request>, Refusal> {
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

    /// Sends a signal, and where it is not the last one, comes back for the next.
    fn signal(&mut self, job: &Job, how: Signal) -> Vec<Request> {
        self.with_job(job.ticket, |job| job.stopped = Some(how));
        let mut requests = vec![Request::Stop {
            ticket: job.ticket,
            how,
        }];
        let by_plan = self
            .plan
            .step(&job.id)
            .and_then(|(_, step)| step.timeout)
            .is_some_and(|limit| limit.ends);
        if by_plan && how != Signal::Kill {
            requests.push(self.wake(Timer::Overdue(job.ticket), GRACE));
        }
        requests
    }

    /// A script has ended, or its end cannot be known.
    pub(super) fn run_ended(&mut self, ticket: Ticket, result: &port::Result) -> Reaction {
        let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() else {
            return Reaction::default();
        };
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Reaction::default();
        };
        let step = step.clone();
        if step.disconnects && job.intent == Intent::Run && came_through(&result.outcome.fate) {
            return self.prove(&job, &step);
        }
        let (state, manner, because) = verdict(&step, &job, result);
        let mut ended = ended(state, manner, because, result);
        let mut values = Vec::new();
        if state == Standing::Passed
            && job.intent != Intent::Undo
            && let Some(save) = &step.save
        {
            match self.saved(save, &result.outcome.stdout) {
                Ok(value) => values.push((save.variable.clone(), value)),
                Err(why) => {
                    ended.state = Standing::Failed;
                    ended.because = why;
                }
            }
        }
        let mut reaction = Reaction::default();
        for (name, value) in values {
            match self.set(&name, value) {
                Ok(requests) => reaction.requests.extend(requests),
                Err(refusal) => {
                    ended.state = Standing::Failed;
                    ended.because = refusal.why;
                }
            }
        }
        reaction.and(self.end(&job, ended));
        reaction
    }

    /// The value that a step's output holds.
    fn saved(&self, save: &Save, output: &str) -> Result<Value, String> {
        let text = match &save.pattern {
            None => output.trim(),
            Some(pattern) => in_output(pattern)
                .ok()
                .and_then(|pattern| pattern.captures(output)?.get(1))
                .map(|part| part.as_str())
                .ok_or_else(|| {
                    format!("{}: nothing in its output matches {pattern}", save.variable)
                })?,
        };
        let Some(variable) = self.plan.variable(&save.variable) else {
            return Err(format!("there is no variable {}", save.variable));
        };
        accept(variable, text).map_err(|why| format!("{}: {why}", save.variable))
    }

    /// A step that cut its own connection is judged by its `unless`, asked until it holds: the
    /// host may still be on its way down, or up.
    fn prove(&mut self, job: &Job, step: &Step) -> Reaction {
        self.set_stage(job, Stage::Proving);
        Reaction::requests(
            self.ask_proof(job, step, Duration::ZERO)
                .into_iter()
                .collect(),
        )
    }

    fn ask_proof(&self, job: &Job, step: &Step, after: Duration) -> Option<Request> {
        let unless = step.unless.as_deref()?;
        let number = self.walk.attempts(&job.id).len();
        let name = format!("{}.unless", job.id);
        Some(Request::Ask(Ask {
            ticket: job.ticket,
            target: self.target(&job.host).ok()?,
            script: self.script(unless, &step.uses, step.user.as_deref()),
            timeout: Check::TIMEOUT,
            fresh: false,
            after,
            evidence: Some(evidence_name(&name, &job.host, number)),
        }))
    }

    /// What the `unless` of a step that cut its connection said.
    pub(super) fn proved(&mut self, job: &Job, result: &port::Result) -> Reaction {
        /// How often, and for how long, it is asked.
        const EVERY: Duration = Duration::from_secs(5);
        const WITHIN: Duration = Duration::from_secs(600);
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Reaction::default();
        };
        let step = step.clone();
        let verdict = judge(&Expectation::default(), &result.outcome);
        if is_good(verdict.state) {
            let because = "it came back, and its `unless` holds".to_owned();
            return self.end(
                job,
                ended(Standing::Passed, Manner::Unless, because, result),
            );
        }
        let spent = job.tried + Duration::from_secs_f64(result.seconds.max(0.0)) + EVERY;
        if spent <= WITHIN {
            self.with_job(job.ticket, |job| job.tried = spent);
            return Reaction::requests(self.ask_proof(job, &step, EVERY).into_iter().collect());
        }
        let (state, because) = match verdict.state {
            Standing::Failed => (
                Standing::Failed,
                "it came back, and its `unless` does not hold",
            ),
            _ => (Standing::Unknown, "it did not come back"),
        };
        let because = format!("{because}: {}", verdict.because);
        self.end(job, ended(state, Manner::Unless, because, result))
    }

    /// Puts an end on its way to the disk.
    pub(super) fn end(&mut self, job: &Job, ended: Ended) -> Reaction {
        self.set_stage(job, Stage::Ending);
        let mut reaction = Reaction::default();
        if ended.state == Standing::NotRun {
            let instead = match ended.manner {
                Manner::Guard => {
                    "the script was not run; wait, or override the guard with a reason"
                }
                _ => "the script was not run",
            };
            reaction
                .refusals
                .push(Refusal::new(ended.because.clone(), instead));
        }
        let event = Event::StepEnded {
            day: self.day_of(&job.id),
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            ended,
        };
        reaction.requests = self.keep(vec![event]);
        reaction
    }

    /// Ends a job about which nobody was asked.
    pub(super) fn end_unasked(
        &mut self,
        job: &Job,
        state: Standing,
        manner: Manner,
        because: String,
    ) -> Reaction {
        let ended = Ended {
            state,
            exit: None,
            seconds: 0.0,
            manner,
            because,
            output: None,
        };
        self.end(job, ended)
    }

    /// A step that failed and is to be tried again, after a while.
    pub(super) fn try_again(&mut self, job: &Job) -> Option<Reaction> {
        let (_, step) = self.plan.step(&job.id)?;
        let retry = step.retry.filter(|_| job.intent == Intent::Run)?;
        let took = self
            .walk
            .last_attempt(&job.id, &job.host)
            .and_then(|attempt| attempt.ended.as_ref())
            .map_or(0.0, |(ended, _)| ended.seconds.max(0.0));
        let tried = job.tried + Duration::from_secs_f64(took) + retry.every;
        if tried > retry.within || job.stopped.is_some() {
            return None;
        }
        let mut next = self.new_job(&job.id, &job.host, job.intent, &job.consent);
        next.tried = tried;
        next.stage = Stage::Pausing;
        let ticket = next.ticket;
        self.jobs.push(next);
        Some(Reaction::requests(vec![
            self.wake(Timer::Retry(ticket), retry.every),
        ]))
    }

    /// Its pause is over: it starts anew.
    pub(super) fn retry(&mut self, ticket: Ticket) -> Reaction {
        let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() else {
            return Reaction::default();
        };
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Reaction::default();
        };
        let event = self.started(&step.clone(), &job);
        self.with_job(ticket, |job| job.stage = Stage::Starting);
        Reaction::requests(self.keep(vec![event]))
    }

    /// What a detached run left on its host is taken away when its end is on disk.
    pub(super) fn clear(&mut self, job: &Job, state: Standing) -> Reaction {
        let step = self.plan.step(&job.id).map(|(_, step)| step.clone());
        let Some(step) = step.filter(|step| step.detach) else {
            return Reaction::default();
        };
        let ran = matches!(job.intent, Intent::Run | Intent::PickUp);
        if !ran
            || !matches!(
                state,
                Standing::Passed | Standing::Warned | Standing::Failed
            )
        {
            return Reaction::default();
        }
        let Ok(target) = self.target(&job.host) else {
            return Reaction::default();
        };
        let text = cleared(&self.run_name(job));
        let ticket = self.ticket();
        self.glancing.insert(ticket, Glance::Clearing);
        Reaction::requests(vec![Request::Ask(Ask {
            ticket,
            target,
            script: self.script(&text, &[], step.user.as_deref()),
            timeout: Check::TIMEOUT,
            fresh: false,
            after: Duration::ZERO,
            evidence: None,
        })])
    }

    /// A person tells how a run ended that daymark cannot judge.
    pub(super) fn end_by_hand(
        &mut self,
        id: &str,
        state: Standing,
        why: &str,
    ) -> Result<Vec<Request>, Refusal> {
        let (sheet, step) = find_step(&self.plan, id)?;
        let day = sheet.id();
        let why = said(why, "say what you saw")?;
        let in_doubt = matches!(
            step_state(step, &self.walk),
            StepState::Running | StepState::Interrupted | StepState::Unknown | StepState::Failed
        );
        if !in_doubt {
            return Err(Refusal::new(
                "this step has no run whose end is in doubt",
                "",
            ));
        }
        let doubtful = |host: &&String| {
            !done_on(id, host, &self.walk) && self.walk.last_attempt(id, host).is_some()
        };
        let hosts: Vec<String> = step.hosts.iter().filter(doubtful).cloned().collect();
        let mut requests: Vec<Request> = self
            .jobs
            .iter()
            .filter(|job| job.id == id)
            .map(|job| Request::Release(job.ticket))
            .collect();
        self.jobs.retain(|job| job.id != id);
        self.queues.remove(id);
        let events = hosts
            .into_iter()
            .map(|host| self.ended_by_hand(&day, id, host, state, &why))
            .collect();
        requests.extend(self.keep(events));
        Ok(requests)
    }

    fn ended_by_hand(
        &self,
        day: &str,
        id: &str,
        host: String,
        state: Standing,
        why: &str,
    ) -> Event {
        let attempt = self
            .walk
            .last_attempt(id, &host)
            .map_or(1, |attempt| attempt.number);
        let ended = Ended {
            state,
            exit: None,
            seconds: 0.0,
            manner: Manner::Operator,
            because: why.to_owned(),
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

/// What a result amounts to, what tells so, and why.
fn verdict(step: &Step, job: &Job, result: &port::Result) -> (Standing, Manner, String) {
    let expectation = match job.intent {
        Intent::Undo => Expectation::default(),
        Intent::Run | Intent::Ask | Intent::PickUp => step.expect.clone(),
    };
    let verdict = judge(&expectation, &result.outcome);
    match &result.outcome.fate {
        Fate::NotAsked(_) => (Standing::NotRun, Manner::Lost, verdict.because),
        Fate::Lost(_) | Fate::TimedOut | Fate::Disconnected(_) => {
            (Standing::Unknown, Manner::Lost, verdict.because)
        }
        Fate::Exited(DETACHED_GONE) if step.detach => (
            Standing::Unknown,
            Manner::Lost,
            "the run is gone from its host, and left no exit status".to_owned(),
        ),
        Fate::Exited(_) => {
            let because = match job.stopped {
                Some(how) => format!("ended by {}: {}", how.word(), verdict.because),
                None => verdict.because,
            };
            (definite(verdict.state), Manner::Exit, because)
        }
        Fate::ShellEnded(exit) => {
            let because = format!("its script ended the shell with {exit}");
            (definite(verdict.state), Manner::Exit, because)
        }
    }
}

/// A step whose script ended has an end; only its output may still leave doubt.
fn definite(state: Standing) -> Standing {
    if state == Standing::Unknown {
        Standing::Failed
    } else {
        state
    }
}

/// Whether the script was sent at all.
fn came_through(fate: &Fate) -> bool {
    !matches!(fate, Fate::NotAsked(_))
}

/// What is sent after what was sent.
fn next_signal(sent: Option<Signal>) -> Signal {
    match sent {
        None => Signal::Interrupt,
        Some(Signal::Interrupt) => Signal::Terminate,
        Some(Signal::Terminate | Signal::Kill) => Signal::Kill,
    }
}
