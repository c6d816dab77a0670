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
            .find(|other| other.ticket == job.ticket)
        else {
            return Ok(Effects::default());
        };
        match job_now.questions.pop_front() {
            None | Some(_) if self.disk_fault().is_some() => Ok(self.end_for_disk(job)),
            // A guard need not run if the step cannot run anyway.
            None | Some(Precondition::Guard { .. }) if self.needs_keyboard(job, step) => {
                Ok(self.end_for_keyboard(job, step))
            }
            Some(question) => self.ask_question(job, step, question),
            None if job.intent == Intent::Verify => {
                let because = "the step has no `unless`, so its state is unknown".to_owned();
                Ok(self.end_unasked(job, Outcome::NotRun, OutcomeSource::Unless, because))
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
        let mut reaction = self.end_unasked(job, Outcome::NotRun, OutcomeSource::Lost, why);
        reaction.refusals = vec![refusal];
        reaction
    }

    fn ask_question(
        &mut self,
        job: &Job,
        step: &Step,
        question: Precondition,
    ) -> Result<Effects, Refusal> {
        if let Precondition::When { condition, .. } = &question
            && let Some(known) = self.known(condition)
        {
            return match known {
                Known::Holds => self.advance(job, step),
                Known::No(why) => {
                    Ok(self.end_unasked(job, Outcome::Skipped, OutcomeSource::When, why))
                }
            };
        }
        let Some((host, script, timeout)) = self.question(job, step, &question) else {
            return self.advance(job, step);
        };
        let name = format!("{}.{}", job.id, word(&question));
        let query = Box::new(Query::of(&self.expected(&question)));
        self.set_stage(job, Stage::Asking(question));
        let target = self.target(&host)?;
        let number = self.walk.attempts(&job.id).len();
        Ok(Effects::requests(vec![Request::Probe(Probe {
            ticket: job.ticket,
            target,
            script,
            timeout,
            fresh: false,
            after: Duration::ZERO,
            query,
            evidence: Some(evidence_name(&name, &job.host, number)),
        })]))
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
    fn question(
        &self,
        job: &Job,
        step: &Step,
        question: &Precondition,
    ) -> Option<(String, Script, Duration)> {
        match question {
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
    fn expected(&self, question: &Precondition) -> Expectation {
        match question {
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
        question: &Precondition,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        let compares = *question == Precondition::Compare && job.intent != Intent::Verify;
        if compares && result.outcome.termination.exit() == Some(EDITED) {
            return self.edited(job, step, result);
        }
        let verdict = match question {
            Precondition::Compare => compared(&result.outcome),
            _ => judge(&self.expected(question), &result.outcome),
        };
        let mut reaction = Effects::default();
        if let Precondition::Guard { name, host } = question {
            reaction.and(self.guard_answered(job, name, host, &verdict, result));
        }
        // The guard's result is recorded, even if the job cannot continue.
        reaction.and(self.move_on(job, |work, job, step| {
            work.judged(job, step, question, &verdict, result)
        }));
        Ok(reaction)
    }

    /// Handles the outcome of a precondition.
    fn judged(
        &mut self,
        job: &Job,
        step: &Step,
        question: &Precondition,
        verdict: &Verdict,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        Ok(match (verdict.state, question) {
            (Outcome::Passed | Outcome::Warned, Precondition::Unless) => {
                let because = "already so: its `unless` holds".to_owned();
                self.end(
                    job,
                    ended(Outcome::Passed, OutcomeSource::Unless, because, result),
                )
            }
            (Outcome::Passed | Outcome::Warned, Precondition::Compare)
                if job.intent != Intent::Undo =>
            {
                let because = "already so: nothing differs".to_owned();
                self.end(
                    job,
                    ended(Outcome::Passed, OutcomeSource::Equal, because, result),
                )
            }
            (Outcome::Passed | Outcome::Warned, _) => self.advance(job, step)?,
            (Outcome::Failed, question) => {
                self.question_denied(job, step, question, verdict, result)?
            }
            (Outcome::Unknown | Outcome::NotRun | Outcome::Skipped, question) => {
                let because = format!(
                    "{} could not be asked, so the script was not run: {}",
                    subject(question),
                    verdict.reason
                );
                self.end(
                    job,
                    ended(Outcome::NotRun, OutcomeSource::Lost, because, result),
                )
            }
        })
    }

    fn question_denied(
        &mut self,
        job: &Job,
        step: &Step,
        question: &Precondition,
        verdict: &Verdict,
        result: &port::Completion,
    ) -> Result<Effects, Refusal> {
        Ok(match question {
            Precondition::When { .. } => {
                let because = format!("its `when` does not hold: {}", verdict.reason);
                self.end(
                    job,
                    ended(Outcome::Skipped, OutcomeSource::When, because, result),
                )
            }
            Precondition::Unless | Precondition::Compare if job.intent == Intent::Verify => {
                let because = format!("its `unless` says that it is not done: {}", verdict.reason);
                self.end(
                    job,
                    ended(Outcome::NotRun, OutcomeSource::Unless, because, result),
                )
            }
            Precondition::Unless | Precondition::Compare => self.advance(job, step)?,
            Precondition::Guard { name, .. } => {
                let because = format!("the guard {name} does not hold: {}", verdict.reason);
                self.end(
                    job,
                    ended(Outcome::NotRun, OutcomeSource::Guard, because, result),
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
        let manner = crate::app::engine::ending::source(&result.outcome);
        let event = Event::GuardAnswered {
            day: self.day_of(&job.id),
            id: job.id.clone(),
            guard: guard.to_owned(),
            host: host.to_owned(),
            ended: ended(verdict.state, manner, verdict.reason.clone(), result),
        };
        Effects::requests(self.append(vec![event]))
    }
}

fn word(question: &Precondition) -> String {
    match question {
        Precondition::When { number, .. } => format!("when-{number}"),
        Precondition::Unless => "unless".to_owned(),
        Precondition::Compare => "compare".to_owned(),
        Precondition::Guard { name, .. } => format!("guard-{name}"),
    }
}

fn subject(question: &Precondition) -> String {
    match question {
        Precondition::When { .. } => "its `when`".to_owned(),
        Precondition::Unless => "its `unless`".to_owned(),
        Precondition::Compare => "what is there".to_owned(),
        Precondition::Guard { name, .. } => format!("the guard {name}"),
    }
}
