//! What the world answers: events kept, scripts ended, time gone by.

use std::collections::BTreeMap;

use super::glance::Glance;
use super::work::{LATELY, Work};
use super::{Reaction, Stage, Timer};
use crate::port::{self, Answer, Ticket};
use crate::progress::{Event, Record};

impl Work {
    /// Takes an answer of the world in.
    pub fn answer(&mut self, answer: &Answer) -> Reaction {
        match answer {
            Answer::Kept(records) => self.kept(records),
            Answer::NotKept { events, why } => self.not_kept(events, why),
            Answer::Unsaved { events, .. } => {
                self.unsaved.extend(events.iter().cloned());
                Reaction::default()
            }
            Answer::Disk(told) => {
                self.disk_fault = told.clone().err();
                Reaction::default()
            }
            Answer::Link { host, link } => {
                self.links.insert(host.clone(), link.clone());
                Reaction::default()
            }
            Answer::RunEnded(ticket, result) => self.run_ended(*ticket, result),
            Answer::Asked(ticket, result) => self.asked(*ticket, result),
            Answer::Fetched { variable, fetched } => self.fetched(variable, fetched),
            Answer::RunBegan { ticket, session } => self.run_began(*ticket, session.as_ref()),
            Answer::Woke(ticket) => self.woke(*ticket),
            Answer::Front { host, front, .. } => {
                set_or_remove(&mut self.fronts, host, front.clone());
                Reaction::default()
            }
            Answer::Inside { host, commands } => {
                let commands = Some(commands.clone()).filter(|commands| !commands.is_empty());
                set_or_remove(&mut self.inside, host, commands);
                Reaction::default()
            }
            Answer::Printed { host } => {
                self.printed.insert(host.clone(), self.now);
                Reaction::default()
            }
            Answer::Evidence { .. } | Answer::Told(_) => Reaction::default(),
        }
    }

    pub(super) fn kept(&mut self, records: &[Record]) -> Reaction {
        let mut reaction = Reaction::default();
        self.saving = self.saving.saturating_sub(records.len());
        // Until these are on disk, nothing else is written.
        self.unsaved.drain(..records.len().min(self.unsaved.len()));
        for record in records {
            self.walk.apply(record);
            self.lately.push(record.clone());
            match &record.event {
                Event::StepStarted {
                    id, host, attempt, ..
                } => {
                    reaction.and(self.step_started(id, host, *attempt));
                }
                Event::StepResumed { id, host, .. } => {
                    reaction.and(self.step_resumed(id, host));
                }
                Event::StepEnded {
                    id,
                    host,
                    attempt,
                    ended,
                    ..
                } => {
                    reaction.and(self.step_ended(id, host, *attempt, ended.state));
                    reaction.requests.extend(self.round_may_end(id));
                }
                Event::StepAttested { id, .. }
                | Event::StepSkipped { id, .. }
                | Event::CheckAttested { id, .. }
                | Event::CheckWaived { id, .. } => {
                    reaction.and(self.check_settled(id));
                    reaction.requests.extend(self.round_may_end(id));
                }
                Event::DeviationNoted { id: Some(id), .. } => {
                    reaction.and(self.overwriting_noted(id));
                }
                Event::CheckAsked { id, .. } => reaction.requests.extend(self.begin_inquiries(id)),
                Event::CheckAnswered { id, .. } => {
                    reaction.and(self.check_settled(id));
                    reaction.and(self.go_on(id));
                    reaction.requests.extend(self.round_may_end(id));
                }
                _ => {}
            }
        }
        let surplus = self.lately.len().saturating_sub(LATELY);
        self.lately.drain(..surplus);
        reaction
    }

    pub(super) fn asked(&mut self, ticket: Ticket, result: &port::Result) -> Reaction {
        if let Some(glance) = self.glancing.remove(&ticket) {
            self.glanced(glance, result);
            return Reaction::default();
        }
        if let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() {
            return match &job.stage {
                Stage::Asking(question) => self.question_answered(&job, question, result),
                Stage::Measuring => self.measured(&job, result),
                Stage::Proving => self.proved(&job, result),
                _ => Reaction::default(),
            };
        }
        let inquiry = self
            .inquiries
            .iter()
            .position(|inquiry| inquiry.ticket == ticket);
        inquiry.map_or_else(Reaction::default, |index| self.check_asked(index, result))
    }

    fn glanced(&mut self, glance: Glance, result: &port::Result) {
        match glance {
            Glance::Difference(id, host) => {
                let difference = self.difference(result);
                self.differences.insert((id, host), difference);
            }
            Glance::Remains(id, host) => {
                let remains = super::lost::remains(result);
                self.remains.insert((id, host), remains);
            }
            Glance::Guard(name, host) => {
                let ended = self.guard_glance(&name, result);
                self.guards.insert((name, host), ended);
            }
            Glance::Clearing => {}
        }
    }

    /// A timer has come to its end.
    fn woke(&mut self, ticket: Ticket) -> Reaction {
        match self.timers.remove(&ticket) {
            Some(Timer::Held) => self.time_came(ticket),
            Some(Timer::Retry(job)) => self.retry(job),
            Some(Timer::Overdue(job)) => self.overdue(job),
            None => Reaction::default(),
        }
    }
}

fn set_or_remove<T>(map: &mut BTreeMap<String, T>, key: &str, value: Option<T>) {
    match value {
        Some(value) => map.insert(key.to_owned(), value),
        None => map.remove(key),
    };
}
