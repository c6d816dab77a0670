//! Runs the preconditions of a step, one after another.

use std::time::Duration;

use crate::app::engine::can_run::needs_operator;
use crate::app::engine::copying::compared;
use crate::app::engine::ending::ended;
use crate::app::engine::engine::Engine;
use crate::app::engine::{Effects, Intent, Job, Precondition, Stage};
use crate::plan::{Check, Condition, Expectation, Step, whole_value};
use crate::port::{self, Probe, Request, Script, evidence_name};
use crate::progress::{Event, Outcome, OutcomeSource, Query, Refusal, Verdict, judge, step_state};
use crate::term::shell_integration::EDITED;

/// The result of a condition that needs no probe.
enum Known {
    Holds,
    No(String),
}

impl Engine {
    /// Runs the next precondition, or the script after the last one.
    pub(in crate::app) fn advance(&mut self, job: &Job, step: &Step) -> Result<Effects, Refusal> {
        let Some(job_now) = self
            .jobs
            .iter_mut()
            .find(|other| other.request_id == job.request_id)
        else {
            return Ok(Effects::default());
        };
        let next = job_now.questions.pop_front();
        // When the conditions are met, the operator approves what follows.
        if self.disk_fault().is_none()
            && !matches!(next, Some(Precondition::When { .. }))
            && let Err(refusal) = self.may_follow(job, step)
        {
            return Ok(self.end_lacking(job, refusal));
        }
        match next {
            None | Some(_) if self.disk_fault().is_some() => Ok(self.end_for_disk(job)),
            // A guard need not run if the step cannot run anyway.
            None | Some(Precondition::Guard { .. }) if self.needs_keyboard(job, step) => {
                Ok(self.end_for_keyboard(job, step))
            }
            Some(precondition) => self.ask_question(job, step, precondition),
            None if job.intent == Intent::Verify => {
                let reason = "the step has no `unless`, so its state is unknown".to_owned();
                Ok(self.end_unasked(job, Outcome::NotRun, OutcomeSource::Unless, reason))
            }
            None if !job.overwrites.is_empty() && !matches!(job.stage, Stage::Noting(_)) => {
                Ok(self.note_overwriting(job, step))
            }
            None => self.run_script(job, step),
        }
    }

    /// Ends a step whose script was not sent yet, because the disk is full.
    fn end_for_disk(&mut self, job: &Job) -> Effects {
        let why = self.disk_fault().unwrap_or_default().to_owned();
        self.end_unasked(job, Outcome::NotRun, OutcomeSource::Lost, why)
    }

    /// Returns whether the step's script is interactive and no terminal is attached.
    fn needs_keyboard(&self, job: &Job, step: &Step) -> bool {
        job.intent == Intent::Run && self.lacks_keyboard(step)
    }

    /// Ends an interactive step without a terminal.
    fn end_for_keyboard(&mut self, job: &Job, step: &Step) -> Effects {
        let refusal = needs_operator(step);
        let why = refusal.reason.clone();
        let mut effects = self.end_unasked(job, Outcome::NotRun, OutcomeSource::Lost, why);
        effects.refusals = vec![refusal];
        effects
    }

    fn ask_question(
        &mut self,
        job: &Job,
        step: &Step,
        precondition: Precondition,
    ) -> Result<Effects, Refusal> {
        if let Precondition::When { condition, .. } = &precondition
            && let Some(known) = self.known(condition)
        {
            return match known {
                Known::Holds => self.advance(job, step),
                Known::No(why) => {
                    Ok(self.end_unasked(job, Outcome::Skipped, OutcomeSource::When, why))
                }
            };
        }
        let Some((host, script, timeout)) = self.precondition(job, step, &precondition) else {
            return self.advance(job, step);
        };
        let name = format!("{}.{}", job.id, word(&precondition));
        let query = Box::new(match precondition {
            Precondition::Compare => Query::verbatim(),
            _ => Query::of(&self.expected(&precondition)),
        });
        self.set_stage(job, Stage::Asking(precondition));
        let target = self.target(&host)?;
        let number = self.walk.attempts(&job.id).len();
        Ok(Effects::requests(vec![Request::Probe(Probe {
            request_id: job.request_id,
            target,
            script,
            timeout,
            fresh: false,
            after: Duration::ZERO,
            query,
            evidence: Some(evidence_name(&name, &job.host, number)),
        })]))
    }

    /// Returns whether a condition is known not to be met, without a probe.
    pub(in crate::app) fn is_known_to_fail(&self, condition: &Condition) -> bool {
        matches!(self.known(condition), Some(Known::No(_)))
    }

    /// Returns the result of a condition that needs no probe.
    fn known(&self, condition: &Condition) -> Option<Known> {
        match condition {
            Condition::Variable { name, is } => {
                let value = self
                    .plan
                    .variable(name)
                    .and_then(|variable| self.values.get(variable, &self.walk))
                    .filter(|value| !value.reveal().is_empty());
                let Some(value) = value else {
                    return Some(Known::No(format!(
                        "its `when` does not hold: {name} has no value"
                    )));
                };
                let fits = is.as_deref().is_none_or(|pattern| {
                    // A plan whose patterns do not compile is not opened.
                    whole_value(pattern).is_ok_and(|pattern| pattern.is_match(value.reveal()))
                });
                Some(if fits {
                    Known::Holds
                } else {
                    let is = is.as_deref().unwrap_or_default();
                    Known::No(format!(
                        "its `when` does not hold: {name} does not match {is}"
                    ))
                })
            }
            Condition::Step { id, is } => {
                let (_, step) = self.plan.step(id)?;
                let state = step_state(step, &self.walk);
                Some(if state.word() == is.word() {
                    Known::Holds
                } else {
                    let (is, state) = (is.word(), state.word());
                    Known::No(format!(
                        "its `when` does not hold: {id} is {state}, not {is}"
                    ))
                })
            }
            Condition::Script { .. } => None,
        }
    }

    /// Returns the host, script and timeout of a precondition.
    fn precondition(
        &self,
        job: &Job,
        step: &Step,
        precondition: &Precondition,
    ) -> Option<(String, Script, Duration)> {
        match precondition {
            Precondition::When { condition, on, .. } => {
                let Condition::Script { user, run, .. } = condition else {
                    return None;
                };
                let host = on.as_ref().unwrap_or(&job.host).clone();
                let script = self.script(run, &step.uses, user.as_deref());
                Some((host, script, Check::TIMEOUT))
            }
            Precondition::Unless => {
                let unless = step.unless.as_deref()?;
                let script = self.script(unless, &step.uses, step.user.as_deref());
                Some((job.host.clone(), script, Check::TIMEOUT))
            }
            Precondition::Compare => {
                let script = match job.intent {
                    Intent::Undo => self.compare_undo_script(step, &job.host),
                    _ => self.compare_script(step, &job.host),
                };
                Some((job.host.clone(), script, Check::TIMEOUT))
            }
            Precondition::Guard { name, host } => {
                let check = &self.plan.guard(name)?.check;
                let run = check.run.as_deref()?;
                let script = self.script(run, &check.uses, check.user.as_deref());
                Some((host.clone(), script, check.timeout))
            }
        }
    }

    /// Returns the expected result of a precondition.
    fn expected(&self, precondition: &Precondition) -> Expectation {
        match precondition {
            Precondition::Guard { name, .. } => self
                .plan
                .guard(name)
                .map_or_else(Expectation::default, |guard| guard.check.expect.clone()),
            Precondition::When { .. } | Precondition::Unless | Precondition::Compare => {
                Expectation::default()
            }
        }
    }

    /// Handles the result of a precondition.
    pub(in crate::app) fn question_answered(
        &mut self,
        job: &Job,
        step: &Step,
        precondition: &Precondition,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        let compares = *precondition == Precondition::Compare && job.intent != Intent::Verify;
        if compares && result.outcome.termination.exit() == Some(EDITED) {
            return self.edited(job, step, result);
        }
        let verdict = match precondition {
            Precondition::Compare => compared(&result.outcome),
            _ => judge(&self.expected(precondition), &result.outcome),
        };
        let mut effects = Effects::default();
        if let Precondition::Guard { name, host } = precondition {
            effects.and(self.guard_answered(job, name, host, &verdict, result));
        }
        // The guard's result is recorded, even if the job cannot continue.
        effects.and(self.move_on(job, |work, job, step| {
            work.judged(job, step, precondition, &verdict, result)
        }));
        Ok(effects)
    }

    /// Handles the outcome of a precondition.
    fn judged(
        &mut self,
        job: &Job,
        step: &Step,
        precondition: &Precondition,
        verdict: &Verdict,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        Ok(match (verdict.state, precondition) {
            (Outcome::Passed | Outcome::Warned, Precondition::Unless) => {
                let reason = "already so: its `unless` holds".to_owned();
                self.end(
                    job,
                    ended(Outcome::Passed, OutcomeSource::Unless, reason, result),
                )
            }
            (Outcome::Passed | Outcome::Warned, Precondition::Compare)
                if job.intent != Intent::Undo =>
            {
                let reason = "already so: nothing differs".to_owned();
                self.end(
                    job,
                    ended(Outcome::Passed, OutcomeSource::Equal, reason, result),
                )
            }
            (Outcome::Passed | Outcome::Warned, _) => self.advance(job, step)?,
            (Outcome::Failed, precondition) => {
                self.precondition_failed(job, step, precondition, verdict, result)?
            }
            (Outcome::Unknown | Outcome::NotRun | Outcome::Skipped, precondition) => {
                let reason = format!(
                    "{} has no result, so the script did not run: {}",
                    subject(precondition),
                    verdict.reason
                );
                self.end(
                    job,
                    ended(Outcome::NotRun, OutcomeSource::Lost, reason, result),
                )
            }
        })
    }

    fn precondition_failed(
        &mut self,
        job: &Job,
        step: &Step,
        precondition: &Precondition,
        verdict: &Verdict,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        Ok(match precondition {
            Precondition::When { .. } => {
                let reason = format!("its `when` does not hold: {}", verdict.reason);
                self.end(
                    job,
                    ended(Outcome::Skipped, OutcomeSource::When, reason, result),
                )
            }
            Precondition::Unless | Precondition::Compare if job.intent == Intent::Verify => {
                let reason = format!("its `unless` says that it is not done: {}", verdict.reason);
                self.end(
                    job,
                    ended(Outcome::NotRun, OutcomeSource::Unless, reason, result),
                )
            }
            Precondition::Unless | Precondition::Compare => self.advance(job, step)?,
            Precondition::Guard { name, .. } => {
                let reason = format!("the guard {name} does not hold: {}", verdict.reason);
                self.end(
                    job,
                    ended(Outcome::NotRun, OutcomeSource::Guard, reason, result),
                )
            }
        })
    }

    /// Records the result of a guard, whether it passed or failed.
    fn guard_answered(
        &mut self,
        job: &Job,
        guard: &str,
        host: &str,
        verdict: &Verdict,
        result: &port::Completion,
    ) -> Effects {
        let source = crate::app::engine::ending::source(&result.outcome);
        let event = Event::GuardAnswered {
            day: self.day_of(&job.id),
            id: job.id.clone(),
            guard: guard.to_owned(),
            host: host.to_owned(),
            ended: ended(verdict.state, source, verdict.reason.clone(), result),
        };
        Effects::requests(self.append(vec![event]))
    }
}

fn word(precondition: &Precondition) -> String {
    match precondition {
        Precondition::When { number, .. } => format!("when-{number}"),
        Precondition::Unless => "unless".to_owned(),
        Precondition::Compare => "compare".to_owned(),
        Precondition::Guard { name, .. } => format!("guard-{name}"),
    }
}

fn subject(precondition: &Precondition) -> String {
    match precondition {
        Precondition::When { .. } => "its `when`".to_owned(),
        Precondition::Unless => "its `unless`".to_owned(),
        Precondition::Compare => "what is there".to_owned(),
        Precondition::Guard { name, .. } => format!("the guard {name}"),
    }
}
