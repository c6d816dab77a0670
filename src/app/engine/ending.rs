//! The end of a run: its verdict, its record and its retry.

use std::time::Duration;

use crate::app::engine::engine::Engine;
use crate::app::engine::preview::UnrecordedProbe;
use crate::app::engine::{Effects, Intent, Job, Precondition, Stage, Timer, validate};
use crate::plan::{Check, Expectation, Save, Step};
use crate::port::{self, Probe, Request, RequestId, Value};
use crate::progress::{
    Event, Findings, Needs, Outcome, OutcomeSource, Query, Refusal, RunResult, ScriptResult,
    Termination, judge,
};
use crate::term::shell_integration::{
    DETACHED_CUT, DETACHED_GONE, DETACHED_NOT_STARTED, EDITED, SAYS_CUT, SAYS_NOT_STARTED,
    cleanup_script,
};

/// The reason why the output of a detached script is incomplete.
const INCOMPLETE: &str = "the host's disk was full, or a limit on the size of files was reached: \
                          the output may be incomplete";

impl Engine {
    /// Handles the end of a script, or the loss of its end.
    pub(in crate::app) fn run_ended(
        &mut self,
        request_id: RequestId,
        result: &port::Completion,
    ) -> Effects {
        self.job(request_id).map_or_else(Effects::default, |job| {
            self.move_on(&job, |work, job, step| work.judge_run(job, step, result))
        })
    }

    /// Judges a run. If the step disconnects its host, runs its `unless` instead.
    pub(super) fn judge_run(
        &mut self,
        job: &Job,
        step: &Step,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        if step.disconnects
            && job.intent == Intent::Run
            && came_through(&result.outcome.termination)
        {
            return self.check_after_reconnect(job, step);
        }
        let cut = cut(step, result);
        let result = cut.as_ref().unwrap_or(result);
        let (mut state, source, mut reason) = verdict(step, job, result);
        if cut.is_some() {
            (state, reason) = judge_cut(&expected(step, job.intent), result, state, &reason);
        }
        let mut ended = ended(state, source, reason, result);
        if job.intent == Intent::Reattach {
            ended.seconds += job.tried.as_secs_f64();
        }
        let mut values = Vec::new();
        if state == Outcome::Passed
            && job.intent != Intent::Undo
            && let Some(save) = &step.save
        {
            match self.saved(save, &result.outcome.findings) {
                Ok(value) => values.push((save.variable.clone(), value)),
                Err((state, why)) => {
                    ended.state = state;
                    ended.reason = format!("{}: {why}", save.variable);
                }
            }
        }
        let mut effects = Effects::default();
        for (name, value) in values {
            match self.set(&name, value) {
                Ok(requests) => effects.requests.extend(requests),
                Err(refusal) => {
                    ended.state = Outcome::Failed;
                    ended.reason = refusal.reason;
                }
            }
        }
        effects.and(self.end(job, ended));
        effects.join_events();
        Ok(effects)
    }

    /// Returns the value to save from the output, or else the outcome of the step and the reason.
    fn saved(&self, save: &Save, findings: &Findings) -> Result<Value, (Outcome, String)> {
        let failed = |why: String| (Outcome::Failed, why);
        let unknown = |why: &str| (Outcome::Unknown, why.to_owned());
        let text = match &findings.saved {
            Some(Ok(Some(text))) => text,
            Some(Ok(None)) => {
                let pattern = save.pattern.as_deref().unwrap_or_default();
                return Err(failed(format!("nothing in its output matches {pattern}")));
            }
            Some(Err(why)) => return Err(unknown(why)),
            None => return Err(unknown("its output was not searched")),
        };
        let Some(variable) = self.plan.variable(&save.variable) else {
            return Err(failed("there is no such variable".to_owned()));
        };
        validate(variable, text).map_err(failed)
    }

    /// Writes the end of a job.
    pub(in crate::app) fn end(&mut self, job: &Job, ended: RunResult) -> Effects {
        self.set_stage(job, Stage::Ending);
        let mut effects = Effects::default();
        if ended.state == Outcome::NotRun {
            let why = self.values.secrets().mask(&ended.reason);
            effects.refusals.push(match waits_for(job) {
                _ if ended.source == OutcomeSource::Edited => Refusal::with_needs(
                    Needs::Overwrite(job.id.clone()),
                    why,
                    "nothing was overwritten",
                ),
                Some(guard) => Refusal::with_needs(
                    Needs::Override(guard.to_owned()),
                    why,
                    "the script was not run; wait, or override the guard with a reason",
                ),
                None => Refusal::new(why, "the script was not run"),
            });
        }
        let event = Event::StepEnded {
            day: self.day_of(&job.id),
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            ended,
        };
        effects.requests = self.append(vec![event]);
        effects
    }

    /// Ends a job without a script's result.
    pub(in crate::app) fn end_unasked(
        &mut self,
        job: &Job,
        state: Outcome,
        source: OutcomeSource,
        reason: String,
    ) -> Effects {
        let ended = RunResult {
            state,
            exit: None,
            seconds: 0.0,
            source,
            reason,
            output: None,
        };
        self.end(job, ended)
    }

    /// Starts the timer of a retry, if a failed step has one left.
    pub(in crate::app) fn try_again(&mut self, job: &Job) -> Option<Effects> {
        let (_, step) = self.plan.step(&job.id)?;
        let retry = step.retry.filter(|_| job.intent == Intent::Run)?;
        let took = self
            .walk
            .last_attempt(&job.id, &job.host)
            .and_then(|attempt| attempt.ended.as_ref())
            .map_or(0.0, |(ended, _)| ended.seconds.max(0.0));
        let took = Duration::try_from_secs_f64(took).unwrap_or(Duration::MAX);
        let tried = job.tried.saturating_add(took).saturating_add(retry.every);
        if tried > retry.within || job.stopped.is_some() || self.disk_fault().is_some() {
            return None;
        }
        let mut next = self.new_job(&job.id, &job.host, job.intent, &job.consent);
        next.tried = tried;
        next.stage = Stage::Pausing;
        let request_id = next.request_id;
        self.jobs.push(next);
        Some(Effects::requests(vec![
            self.wake(Timer::Retry(request_id), retry.every),
        ]))
    }

    /// Starts a retry after its pause.
    pub(in crate::app) fn retry(&mut self, request_id: RequestId) -> Effects {
        self.job(request_id).map_or_else(Effects::default, |job| {
            self.move_on(&job, |work, job, step| {
                let event = work.started(step, job);
                work.set_stage(job, Stage::Starting);
                Ok(Effects::requests(work.append(vec![event])))
            })
        })
    }

    /// Returns the exit status of the last attempt, if it is known.
    fn exit_of(&self, job: &Job) -> Option<i32> {
        let (ended, _) = self.walk.last_attempt(&job.id, &job.host)?.ended.as_ref()?;
        ended.exit
    }

    /// Deletes the files of a detached run from its host after its end is on disk.
    pub(in crate::app) fn clear(&mut self, job: &Job, state: Outcome) -> Effects {
        let step = self.plan.step(&job.id).map(|(_, step)| step.clone());
        let Some(step) = step.filter(|step| step.detach) else {
            return Effects::default();
        };
        let ran = matches!(job.intent, Intent::Run | Intent::Reattach);
        let over = match state {
            Outcome::Passed | Outcome::Warned | Outcome::Failed => true,
            // The attempt ended, and its output does not show how.
            Outcome::Unknown => self.exit_of(job).is_some_and(|exit| exit != DETACHED_GONE),
            _ => false,
        };
        if !ran || !over {
            return Effects::default();
        }
        let Ok(target) = self.target(&job.host) else {
            return Effects::default();
        };
        let text = cleanup_script(&self.run_name(job));
        let request_id = self.request_id();
        self.previews.begin(request_id, UnrecordedProbe::Clearing);
        Effects::requests(vec![Request::Probe(Probe {
            request_id,
            target,
            script: self.script(&text, &[], step.user.as_deref()),
            timeout: Check::TIMEOUT,
            fresh: false,
            after: Duration::ZERO,
            query: Box::default(),
            evidence: None,
        })])
    }
}

/// Returns the result of a detached script whose whole output the host could not store: the
/// script's own exit status, and the part of its output that exists. `None` if the output is
/// complete.
fn cut(step: &Step, result: &port::Completion) -> Option<port::Completion> {
    let outcome = &result.outcome;
    if !step.detach || outcome.termination != Termination::Exited(DETACHED_CUT) {
        return None;
    }
    let exit = outcome.stdout.last_line()?.strip_prefix(SAYS_CUT)?;
    let mut cut = result.clone();
    cut.outcome.termination = Termination::Exited(exit.trim().parse().ok()?);
    Some(cut)
}

/// Returns the outcome of a result with incomplete output. Only an unexpected exit status is
/// certain.
fn judge_cut(
    expectation: &Expectation,
    result: &port::Completion,
    state: Outcome,
    reason: &str,
) -> (Outcome, String) {
    let exit = result.outcome.termination.exit();
    let expected = exit
        .is_some_and(|exit| expectation.exit.contains(&exit) || expectation.warns.contains(&exit));
    if state == Outcome::Failed && !expected {
        return (state, format!("{reason}; {INCOMPLETE}"));
    }
    (Outcome::Unknown, INCOMPLETE.to_owned())
}

/// Returns the guard that stopped a job.
fn waits_for(job: &Job) -> Option<&str> {
    match &job.stage {
        Stage::Asking(Precondition::Guard { name, .. }) => Some(name),
        _ => None,
    }
}

/// Returns the expected result of a run.
fn expected(step: &Step, intent: Intent) -> Expectation {
    match intent {
        Intent::Undo => Expectation::default(),
        Intent::Run | Intent::Verify | Intent::Reattach => step.expect.clone(),
    }
}

/// Returns what to find in the output of a run.
pub(in crate::app) fn query(step: &Step, intent: Intent) -> Query {
    let save = step.save.clone().filter(|_| intent != Intent::Undo);
    Query::of(&expected(step, intent)).saving(save)
}

/// Returns the outcome of a result, its source and the reason.
fn verdict(step: &Step, job: &Job, result: &port::Completion) -> (Outcome, OutcomeSource, String) {
    let expectation = expected(step, job.intent);
    let verdict = judge(&expectation, &result.outcome);
    match &result.outcome.termination {
        // The attempt is running; daymark could not reattach to it.
        Termination::NotStarted(_) if job.intent == Intent::Reattach => {
            (Outcome::Unknown, OutcomeSource::Lost, verdict.reason)
        }
        Termination::NotStarted(_) => (Outcome::NotRun, OutcomeSource::Lost, verdict.reason),
        Termination::Lost(_) | Termination::TimedOut | Termination::Disconnected(_) => {
            (Outcome::Unknown, OutcomeSource::Lost, verdict.reason)
        }
        Termination::Exited(DETACHED_GONE) if step.detach => (
            Outcome::Unknown,
            OutcomeSource::Lost,
            "the run is gone from its host, and left no exit status".to_owned(),
        ),
        Termination::Exited(EDITED) | Termination::ShellEnded(EDITED)
            if !step.files().is_empty() =>
        {
            (
                Outcome::Failed,
                OutcomeSource::Exit,
                "a file was edited since it was compared, and is left as it is".to_owned(),
            )
        }
        Termination::Exited(exit) => {
            if let Some(why) = not_started(step, *exit, result) {
                return (Outcome::NotRun, OutcomeSource::Lost, why.to_owned());
            }
            let state = definite(verdict.state, *exit, &expectation);
            let reason = match job.stopped {
                Some(how) => format!("ended by {}: {}", how.word(), verdict.reason),
                None => verdict.reason,
            };
            (state, OutcomeSource::Exit, reason)
        }
        Termination::ShellEnded(exit) => {
            let state = definite(verdict.state, *exit, &expectation);
            let ended = format!("its script ended the shell with {exit}");
            let reason = match state {
                Outcome::Unknown => format!("{ended}; {}", verdict.reason),
                _ => ended,
            };
            (state, OutcomeSource::Exit, reason)
        }
    }
}

/// Returns why a detached script did not start; `None` if it ran and ended with the same status.
fn not_started<'r>(step: &Step, exit: i32, result: &'r port::Completion) -> Option<&'r str> {
    if !step.detach || exit != DETACHED_NOT_STARTED {
        return None;
    }
    let said = result.outcome.stdout.last_line()?;
    said.strip_prefix(SAYS_NOT_STARTED)
}

/// Returns the outcome of a script that ended. A script that could not start has failed. An output
/// that cannot be judged leaves the outcome unknown.
fn definite(state: Outcome, exit: i32, expectation: &Expectation) -> Outcome {
    let never_started = matches!(exit, 126 | 127) && !expectation.exit.contains(&exit);
    match state {
        Outcome::Unknown if never_started => Outcome::Failed,
        state => state,
    }
}

/// Returns whether the script was sent.
fn came_through(fate: &Termination) -> bool {
    !matches!(fate, Termination::NotStarted(_))
}

pub(in crate::app) fn ended(
    state: Outcome,
    source: OutcomeSource,
    reason: String,
    result: &port::Completion,
) -> RunResult {
    RunResult {
        state,
        exit: result.outcome.termination.exit(),
        seconds: result.seconds,
        source,
        reason,
        output: result.evidence.clone(),
    }
}

pub(in crate::app) fn source(outcome: &ScriptResult) -> OutcomeSource {
    match outcome.termination.exit() {
        Some(_) => OutcomeSource::Exit,
        None => OutcomeSource::Lost,
    }
}
