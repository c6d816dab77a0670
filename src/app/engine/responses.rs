//! Handles the backend's responses: events on disk, ended scripts, fired timers.

use crate::app::engine::engine::Engine;
use crate::app::engine::preview::UnrecordedProbe;
use crate::app::engine::{Effects, Stage, Timer};
use crate::port::{self, RequestId, Response};
use crate::progress::{Event, Record, SessionId};

impl Engine {
    /// Handles a response of the backend.
    pub fn handle_response(&mut self, answer: &Response) -> Effects {
        match answer {
            Response::Appended(records) => self.appended(records),
            Response::Observed {
                records,
                live,
                read_only_reason,
            } => self.observed(records, live.as_ref(), read_only_reason),
            Response::AppendFailed { events, why } => self.not_appended(events, why),
            Response::Unsaved { events, .. } => {
                self.disk.add_unsaved(events);
                Effects::default()
            }
            Response::Disk(fault) => {
                self.disk.set_fault(fault.clone().err());
                Effects::default()
            }
            Response::Connection { host, state } => {
                self.hosts.set_connection(host, state.clone());
                Effects::default()
            }
            Response::RunEnded(request_id, result) => self.run_ended(*request_id, result),
            Response::ProbeEnded(request_id, result) => self.probe_ended(*request_id, result),
            Response::Fetched { variable, fetched } => self.fetched(variable, fetched),
            Response::RunBegan {
                request_id,
                session,
            } => self.run_began(*request_id, session.as_ref()),
            Response::TimerFired(request_id) => self.timer_fired(*request_id),
            Response::Foreground { host, process, .. } => {
                self.hosts.set_foreground(host, process.clone());
                Effects::default()
            }
            Response::Inside { host, commands } => {
                self.hosts.set_nested_shells(host, commands.clone());
                Effects::default()
            }
            Response::Printed { host } => {
                self.hosts.set_last_output(host, Some(self.now));
                Effects::default()
            }
            Response::Evidence { .. } | Response::Durations(_) | Response::OperatorMessage(_) => {
                Effects::default()
            }
        }
    }

    pub(in crate::app) fn appended(&mut self, records: &[Record]) -> Effects {
        let mut effects = Effects::default();
        self.disk.finish(records.len());
        self.disk.forget_unsaved(records.len());
        self.add_recent(records);
        for record in records {
            self.walk.apply(record);
            match &record.event {
                Event::StepStarted {
                    id, host, attempt, ..
                } => {
                    effects.and(self.step_started(id, host, *attempt));
                }
                Event::StepResumed { id, host, .. } => {
                    effects.and(self.step_resumed(id, host));
                }
                Event::StepEnded {
                    id,
                    host,
                    attempt,
                    ended,
                    ..
                } => {
                    effects.and(self.step_ended(id, host, *attempt, ended.state));
                    effects.requests.extend(self.occurrence_may_end(id));
                }
                Event::StepAttested { id, .. }
                | Event::StepSkipped { id, .. }
                | Event::CheckAttested { id, .. }
                | Event::CheckWaived { id, .. } => {
                    effects.and(self.check_settled(id));
                    effects.requests.extend(self.occurrence_may_end(id));
                }
                Event::DeviationNoted {
                    id: Some(id), text, ..
                } => {
                    effects.and(self.overwriting_noted(id, text));
                }
                Event::CheckAsked { id, host, .. } => effects.and(self.begin_check(id, host)),
                Event::CheckAnswered { id, .. } => {
                    effects.and(self.check_settled(id));
                    effects.and(self.go_on(id));
                    effects.requests.extend(self.occurrence_may_end(id));
                }
                _ => {}
            }
        }
        effects
    }

    /// Applies records of another session. They are shown, and no request follows from them.
    fn observed(
        &mut self,
        records: &[Record],
        live: Option<&SessionId>,
        read_only_reason: &str,
    ) -> Effects {
        for record in records {
            self.walk.apply(record);
        }
        self.add_recent(records);
        self.walk.live = live.cloned();
        self.session.read_only_reason = Some(read_only_reason.to_owned());
        Effects::default()
    }

    pub(in crate::app) fn probe_ended(
        &mut self,
        request_id: RequestId,
        result: &port::Completion,
    ) -> Effects {
        if let Some(look_up) = self.previews.finish(request_id) {
            self.preview_ended(look_up, result);
            return Effects::default();
        }
        if let Some(job) = self.job(request_id) {
            return self.move_on(&job, |work, job, step| match &job.stage {
                Stage::Asking(question) => work.question_answered(job, step, question, result),
                Stage::Measuring => work.measured(job, step, result),
                Stage::Proving => work.proved(job, step, result),
                _ => Ok(Effects::default()),
            });
        }
        let check_job = self
            .check_jobs
            .iter()
            .position(|check_job| check_job.request_id == request_id);
        check_job.map_or_else(Effects::default, |index| self.check_asked(index, result))
    }

    fn preview_ended(&mut self, look_up: UnrecordedProbe, result: &port::Completion) {
        match look_up {
            UnrecordedProbe::Difference(id, host) => {
                let difference = self.difference(result);
                self.previews.set_copy(&id, &host, difference);
            }
            UnrecordedProbe::Remains(id, host) => {
                let remains = crate::app::engine::recovery::remains(result);
                self.previews.set_process(&id, &host, remains);
            }
            UnrecordedProbe::Guard(name, host) => {
                let ended = self.guard_glance(&name, result);
                self.previews.set_guard(&name, &host, ended);
            }
            UnrecordedProbe::Clearing => {}
        }
    }

    /// Handles a timer that fired.
    fn timer_fired(&mut self, request_id: RequestId) -> Effects {
        match self.timers.remove(&request_id) {
            Some(Timer::Held) => self.time_came(request_id),
            Some(Timer::Retry(job)) => self.retry(job),
            Some(Timer::Overdue(job)) => self.overdue(job),
            None => Effects::default(),
        }
    }
}
