//! Reports what happens during `daymark run`.

use super::results::Results;
use crate::app::{Engine, Job, Precondition, Stage, WaitCondition, WaitingStep};
use crate::output::complain;
use crate::port::{self, RequestId};
use crate::progress::{Event, Excerpt, Needs, Record, Refusal, Termination};
use crate::run::Listener;

impl Listener for Results {
    fn ended(&mut self, engine: &Engine, request_id: RequestId, ended: &port::Completion) {
        let job = engine
            .jobs()
            .iter()
            .find(|job| job.request_id == request_id);
        let check_job = engine
            .check_jobs()
            .iter()
            .find(|check_job| check_job.request_id == request_id);
        let key = job
            .map(|job| (job.id.clone(), job.host.clone()))
            .or_else(|| check_job.map(|check_job| (check_job.id.clone(), check_job.host.clone())));
        if let Some(key) = key
            && !matches!(ended.outcome.termination, Termination::NotStarted(_))
        {
            let outcome = &ended.outcome;
            let output = match job.filter(|job| job.stage == Stage::Asking(Precondition::Compare)) {
                Some(job) => [
                    self.comparison_text(engine, job, ended).as_str().into(),
                    Excerpt::default(),
                ],
                None => [&outcome.stdout, &outcome.stderr].map(|excerpt| (**excerpt).clone()),
            };
            self.outputs.insert(key, output);
        }
    }

    fn appended(&mut self, engine: &Engine, record: &Record) {
        match &record.event {
            Event::StepEnded {
                day,
                id,
                host,
                ended,
                ..
            } => self.print_ended(engine, day, id, "step", host, ended),
            Event::CheckAnswered {
                day,
                id,
                host,
                ended,
            } => self.print_ended(engine, day, id, "check", host, ended),
            Event::StepAttested { day, id, why } => {
                self.print_decided(day, id, "step", "passed", why);
            }
            Event::QuizAnswered {
                day, ask, right, ..
            } => {
                let state = if *right { "right" } else { "wrong" };
                self.print_decided(day, ask, "quiz", state, "");
            }
            Event::RoundEnded { id, why, .. } => {
                self.print_decided(id, id, "recurring", "done", why);
            }
            Event::StepSkipped { day, id, why } => {
                self.print_decided(day, id, "step", "skipped", why);
            }
            Event::CheckAttested { day, id, why } => {
                self.print_decided(day, id, "check", "attested", why);
            }
            Event::CheckWaived { day, id, why } => {
                self.print_decided(day, id, "check", "waived", why);
            }
            _ => {}
        }
    }

    fn refused(&mut self, refusal: &Refusal) {
        complain!("Error: {}", refusal.reason);
        match &refusal.needs {
            Needs::Override(guard) => {
                complain!("Hint: Wait, or override it with `--override {guard} WHY`");
            }
            Needs::Overwrite(id) => {
                complain!(
                    "Hint: {}: `--overwrite {id}` overwrites it and keeps a copy",
                    refusal.hint
                );
            }
            Needs::Operator => complain!("Hint: {}", refusal.hint),
            Needs::Nothing
            | Needs::Before(_)
            | Needs::Values(_)
            | Needs::Consent(_)
            | Needs::HostName(_) => {}
        }
    }

    fn waits(&mut self, waiting: &WaitingStep) {
        match &waiting.until {
            WaitCondition::Time(time) => {
                complain!(
                    "{} waits until {}",
                    waiting.id,
                    time.format("%Y-%m-%d %H:%M:%S")
                );
            }
            WaitCondition::Check { id, by } => complain!(
                "{} waits for {id}, until {} at the latest",
                waiting.id,
                by.format("%Y-%m-%d %H:%M:%S")
            ),
        }
    }

    fn silent(&mut self, engine: &Engine, job: &Job) {
        for line in engine.stall_text(job) {
            complain!("{line}");
        }
    }
}
