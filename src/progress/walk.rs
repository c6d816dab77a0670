//! The fold of a journal: what is known of a walk.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{Ended, Event, Record};

/// What is known of one journey through a plan; only ever a fold of its events.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Walk {
    /// The id of the plan walked; empty before the first event.
    pub plan: String,
    /// SHA-256 over the plan's files, as last seen.
    pub digest: String,
    /// The date of day 1.
    pub start: Option<NaiveDate>,
    /// What the operator trusted to run.
    pub trusted: Option<String>,
    /// Values given, secrets never among them.
    pub variables: BTreeMap<String, String>,
    /// What was done otherwise.
    pub deviations: Vec<Deviation>,
    /// The session whose writer lives; whatever another session left running is interrupted.
    pub live: Option<String>,
    /// The number of events.
    pub events: u64,
    /// The hash of the last one.
    pub head: String,
    attempts: HashMap<String, Vec<Attempt>>,
    askings: HashMap<String, Vec<Asking>>,
    fixes: HashMap<String, Fix>,
}

/// One run of a step on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Where it ran.
    pub host: String,
    /// Counted from 1, a step and host.
    pub number: u32,
    /// The script as it ran.
    pub command: String,
    /// Who started it, and when.
    pub started: Said,
    /// The session that ran it.
    pub session: String,
    /// How it ended, who or what told, and when; none while it runs or when it was interrupted.
    pub ended: Option<(Ended, Said)>,
}

/// One asking of a check on one host.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// Where it was asked.
    pub host: String,
    /// The script as it ran.
    pub command: String,
    /// Who asked, and when.
    pub started: Said,
    /// The session that asked.
    pub session: String,
    /// How it ended, and when.
    pub ended: Option<(Ended, Said)>,
}

/// A person's word that stands over what was run or asked before it.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    /// The step or check is done, seen by them.
    Attested(Said),
    /// The step is skipped, or the check waived.
    LeftOut(Said),
    /// The check's tick was taken back.
    Unticked(Said),
}

/// Who said what, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Who.
    pub operator: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What; may be empty.
    pub text: String,
}

/// What was done otherwise, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviation {
    /// The entry's id.
    pub day: String,
    /// The step or check it belongs to; else the day.
    pub id: Option<String>,
    /// The note, its author and its time.
    pub said: Said,
}

impl Walk {
    /// Folds events, as they stand in a journal, into a walk.
    pub fn fold<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut walk = Self::default();
        for record in records {
            walk.apply(record);
        }
        walk
    }

    /// Takes one more event in.
    pub fn apply(&mut self, record: &Record) {
        self.events = record.seq;
        self.head.clone_from(&record.hash);
        let said = |text: &str| Said {
            operator: record.operator.clone(),
            at: record.at,
            text: text.to_owned(),
        };
        match &record.event {
            Event::WalkStarted {
                plan,
                digest,
                start,
                ..
            } => {
                self.plan.clone_from(plan);
                self.digest.clone_from(digest);
                self.start = Some(*start);
            }
            Event::StartMoved { start } => self.start = Some(*start),
            Event::PlanTrusted { digest } => self.trusted = Some(digest.clone()),
            Event::PlanChanged { digest } => self.digest.clone_from(digest),
            Event::SessionOpened { .. } => self.live = Some(record.session.clone()),
            Event::VariableSet { name, value } => {
                self.variables.insert(name.clone(), value.clone());
            }
            Event::StepStarted {
                id,
                host,
                attempt,
                command,
                ..
            } => {
                self.fixes.remove(id);
                self.attempts.entry(id.clone()).or_default().push(Attempt {
                    host: host.clone(),
                    number: *attempt,
                    command: command.clone(),
                    started: said(""),
                    session: record.session.clone(),
                    ended: None,
                });
            }
            Event::StepEnded {
                id,
                host,
                attempt,
                ended,
                ..
            } => {
                self.end_attempt(id, host, *attempt, (ended.clone(), said("")));
            }
            Event::CheckAsked {
                id, host, command, ..
            } => {
                self.askings.entry(id.clone()).or_default().push(Asking {
                    host: host.clone(),
                    command: command.clone(),
                    started: said(""),
                    session: record.session.clone(),
                    ended: None,
                });
            }
            Event::CheckAnswered {
                id, host, ended, ..
            } => {
                self.fixes.remove(id);
                self.end_asking(id, host, (ended.clone(), said("")));
            }
            Event::StepAttested { id, why, .. } | Event::CheckAttested { id, why, .. } => {
                self.fixes.insert(id.clone(), Fix::Attested(said(why)));
            }
            Event::StepSkipped { id, why, .. } | Event::CheckWaived { id, why, .. } => {
                self.fixes.insert(id.clone(), Fix::LeftOut(said(why)));
            }
            Event::CheckUnticked { id, .. } => {
                self.fixes.insert(id.clone(), Fix::Unticked(said("")));
            }
            Event::DeviationNoted { day, id, text } => self.deviations.push(Deviation {
                day: day.clone(),
                id: id.clone(),
                said: said(text),
            }),
        }
    }

    /// All runs of a step, oldest first.
    pub fn attempts(&self, id: &str) -> &[Attempt] {
        self.attempts.get(id).map_or(&[], Vec::as_slice)
    }

    /// All askings of a check, oldest first.
    pub fn askings(&self, id: &str) -> &[Asking] {
        self.askings.get(id).map_or(&[], Vec::as_slice)
    }

    /// The newest run of a step on a host.
    pub fn last_attempt(&self, id: &str, host: &str) -> Option<&Attempt> {
        self.attempts(id)
            .iter()
            .rev()
            .find(|attempt| attempt.host == host)
    }

    /// The newest answered asking of a check on a host.
    pub fn last_answer(&self, id: &str, host: &str) -> Option<&Asking> {
        self.askings(id)
            .iter()
            .rev()
            .find(|asking| asking.host == host && asking.ended.is_some())
    }

    /// A person's word that stands over a step or check.
    pub fn fix(&self, id: &str) -> Option<&Fix> {
        self.fixes.get(id)
    }

    /// Every id of a step or check that something happened to.
    pub fn touched(&self) -> impl Iterator<Item = &str> {
        let fixed = self
            .fixes
            .keys()
            .filter(|id| !self.attempts.contains_key(*id) && !self.askings.contains_key(*id));
        self.attempts
            .keys()
            .chain(self.askings.keys())
            .chain(fixed)
            .map(String::as_str)
    }

    /// Whether a session's writer lives.
    pub fn is_live(&self, session: &str) -> bool {
        self.live.as_deref() == Some(session)
    }

    fn end_attempt(&mut self, id: &str, host: &str, number: u32, end: (Ended, Said)) {
        let attempts = self.attempts.get_mut(id).into_iter().flatten();
        let attempt = attempts
            .rev()
            .find(|attempt| attempt.host == host && attempt.number == number);
        if let Some(attempt) = attempt {
            attempt.ended = Some(end);
        }
    }

    fn end_asking(&mut self, id: &str, host: &str, end: (Ended, Said)) {
        let askings = self.askings.get_mut(id).into_iter().flatten();
        let asking = askings.rev().find(|asking| asking.host == host);
        if let Some(asking) = asking {
            asking.ended = Some(end);
        }
    }
}
