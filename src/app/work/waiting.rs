//! Steps that wait for their time.

use std::time::Duration;

use super::work::Work;
use super::{Command, Consent, Held, Reaction, Timer, Until};
use crate::plan::{Step, Wait};
use crate::port::{Request, Ticket};
use crate::progress::{Refusal, later, wait_ends};

impl Work {
    /// What a step still waits for, where it waits for anything.
    pub(super) fn wait(&self, step: &Step) -> Option<Until> {
        match step.wait.as_ref()? {
            Wait::For(time) => {
                let (sheet, _) = self.plan.step(&step.id)?;
                let until = match wait_ends(sheet, step, &self.walk) {
                    Some(until) => until,
                    None => later(self.now, *time)?,
                };
                (until > self.now).then_some(Until::Time(until))
            }
            Wait::Until { check, within } => {
                let by = later(self.now, *within)?;
                (!self.is_done(check)).then(|| Until::Check {
                    id: check.clone(),
                    by,
                })
            }
        }
    }

    /// Holds a step until its time has come; nothing of it is on disk, for nothing was done.
    pub(super) fn hold(
        &mut self,
        step: &Step,
        consent: &Consent,
        until: Until,
    ) -> Result<Vec<Request>, Refusal> {
        let ticket = self.ticket();
        let request = match &until {
            Until::Time(time) => vec![self.wake_for(ticket, (*time - self.now).to_std().ok())],
            Until::Check { id, .. } => self.verify(&id.clone())?,
        };
        self.held.push(Held {
            ticket,
            id: step.id.clone(),
            consent: consent.clone(),
            until,
        });
        Ok(request)
    }

    fn wake_for(&mut self, ticket: Ticket, after: Option<Duration>) -> Request {
        self.timers.insert(ticket, Timer::Held);
        Request::Wake {
            ticket,
            after: after.unwrap_or_default(),
        }
    }

    /// Gives up a step that waits.
    pub(super) fn give_up(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let count = self.held.len();
        self.held.retain(|held| held.id != id);
        if self.held.len() == count {
            return Err(Refusal::new("this step waits for nothing", ""));
        }
        self.course = None;
        Ok(Vec::new())
    }

    /// A held step's time may have come.
    pub(super) fn time_came(&mut self, ticket: Ticket) -> Reaction {
        let found = self.held.iter().position(|held| held.ticket == ticket);
        let Some(index) = found else {
            return Reaction::default();
        };
        let held = self.held.remove(index);
        match &held.until {
            Until::Time(_) => self.let_go(&held),
            Until::Check { id, .. } => match self.verify(&id.clone()) {
                Ok(requests) => {
                    self.held.push(held);
                    Reaction::requests(requests)
                }
                Err(refusal) => Reaction::refusal(refusal),
            },
        }
    }

    /// A check was answered: what waits for it goes on, waits on, or is given up.
    pub(super) fn check_settled(&mut self, id: &str) -> Reaction {
        let waits =
            |held: &Held| matches!(&held.until, Until::Check { id: check, .. } if check == id);
        let Some(index) = self.held.iter().position(waits) else {
            return Reaction::default();
        };
        if self.is_asking(id) {
            return Reaction::default();
        }
        let held = self.held.remove(index);
        if self.is_done(id) {
            return self.let_go(&held);
        }
        let Until::Check { by, .. } = held.until else {
            return Reaction::default();
        };
        if self.now >= by {
            self.course = None;
            let title = self.title(id).unwrap_or(id).to_owned();
            let why = format!("{}: it waited for {title}, which does not hold", held.id);
            return Reaction::refusal(Refusal::new(why, "look why, then run it again"));
        }
        let left = (by - self.now).to_std().unwrap_or_default();
        let every = self.every(id, &held.id).min(left);
        let ticket = held.ticket;
        self.held.push(held);
        Reaction::requests(vec![self.wake_for(ticket, Some(every))])
    }

    /// How often a check is asked that a step waits for: the longer the step may wait, the more
    /// seldom, for each answer is kept.
    fn every(&self, check: &str, step: &str) -> Duration {
        let check = self.plan.check(check).map(|(_, check)| check);
        if let Some(retry) = check.and_then(|check| check.retry) {
            return retry.every.max(LEAST);
        }
        let wait = self
            .plan
            .step(step)
            .and_then(|(_, step)| step.wait.as_ref());
        match wait {
            Some(Wait::Until { within, .. }) => (*within / MOST_ASKED).max(EVERY),
            _ => EVERY,
        }
    }

    fn let_go(&mut self, held: &Held) -> Reaction {
        let consent = Consent {
            without_wait: true,
            ..held.consent.clone()
        };
        let id = held.id.clone();
        match self.command(Command::Run { id, consent }) {
            Ok(requests) => Reaction::requests(requests),
            Err(refusal) => {
                self.course = None;
                Reaction::refusal(refusal)
            }
        }
    }
}

/// How often a check is asked at most that a step waits for, in all its time.
const MOST_ASKED: u32 = 240;
/// The shortest time between two of them.
const EVERY: Duration = Duration::from_secs(15);
/// A host is not asked more often than this.
const LEAST: Duration = Duration::from_millis(200);
