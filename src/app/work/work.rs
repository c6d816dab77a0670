//! The work at hand: the plan, what has happened, and what is under way.
//!
//! A command becomes events; events kept become requests; answers become events again. The
//! screens drive it, and so does a walk without a screen.

use std::collections::BTreeMap;

use super::command::{Command, Consent};
use super::job::{Inquiry, Job, Stage};
use super::values::{Values, needed};
use crate::plan::{Address, Check, Plan, Sheet, Step};
use crate::port::{Answer, Link, Reach, Request, Script, Target, Ticket};
use crate::progress::{Ended, Event, Manner, Needs, Outcome, Record, Refusal, Standing, Walk};

/// The work at hand.
#[derive(Debug, Clone)]
pub struct Work {
    /// What is to be done.
    pub plan: Plan,
    /// What has happened.
    pub walk: Walk,
    /// Values that the journal does not hold.
    pub values: Values,
    /// Why nothing is written, where nothing is.
    pub only_looking: Option<String>,
    /// Whether the plan may run what it says.
    pub trusted: bool,
    /// How each host's connection stands.
    pub links: BTreeMap<String, Link>,
    /// The newest events, oldest first, for those who ask what happened lately.
    pub lately: Vec<Record>,
    /// Answers to checks that were only looked at and not kept.
    pub glances: BTreeMap<(String, String), Ended>,
    /// How many events are on their way to the disk.
    pub saving: usize,
    pub(super) jobs: Vec<Job>,
    pub(super) inquiries: Vec<Inquiry>,
    tickets: u64,
}

/// How many events [`Work::lately`] holds.
const LATELY: usize = 50;

/// What came of an answer, besides the requests that follow from it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reaction {
    /// What to do next.
    pub requests: Vec<Request>,
    /// What the operator should be told.
    pub refusals: Vec<Refusal>,
}

impl Work {
    /// The work as it stands when a walk is opened: the same fold as ever, with no reactions.
    pub fn new(plan: Plan, records: &[Record], values: Values) -> Self {
        let walk = Walk::fold(records);
        let lately = records[records.len().saturating_sub(LATELY)..].to_vec();
        Self {
            plan,
            walk,
            values,
            only_looking: None,
            trusted: false,
            links: BTreeMap::new(),
            lately,
            glances: BTreeMap::new(),
            saving: 0,
            jobs: Vec::new(),
            inquiries: Vec::new(),
            tickets: 0,
        }
    }

    /// Whether anything runs or is asked now.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty() || !self.inquiries.is_empty()
    }

    /// The steps under way.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The checks under way.
    pub fn inquiries(&self) -> &[Inquiry] {
        &self.inquiries
    }

    /// Whether a check is being asked now.
    pub fn is_asking(&self, id: &str) -> bool {
        self.inquiries.iter().any(|inquiry| inquiry.id == id)
    }

    /// Carries a decision out.
    ///
    /// # Errors
    /// Refuses, before anything touches a host, what the rules of a walk do not allow.
    pub fn command(&mut self, command: Command) -> Result<Vec<Request>, Refusal> {
        if let Command::Verify(id) = command {
            return self.verify(&id);
        }
        if let Some(why) = &self.only_looking {
            return Err(Refusal::new(why.clone(), "only checks can be asked here"));
        }
        match command {
            Command::Trust => {
                self.trusted = true;
                let digest = crate::plan::trust_digest(&self.plan);
                Ok(self.keep(vec![Event::PlanTrusted { digest }]))
            }
            Command::Start(start) => Ok(self.keep(vec![Event::StartMoved { start }])),
            Command::Set { name, value } => Ok(self.set(&name, value)),
            Command::Run { id, consent } => self.run(&id, &consent, true),
            Command::Done(id) => self.run(&id, &Consent::default(), false),
            Command::Verify(id) => self.verify(&id),
            Command::Attest { id, why } => self.attest(&id, why),
            Command::LeaveOut { id, why } => self.leave_out(&id, &why),
            Command::Untick(id) => self.untick(&id),
            Command::EndByHand { id, state, why } => self.end_by_hand(&id, state, &why),
            Command::Note { day, id, text } => {
                let text = said(&text, "a note without words says nothing")?;
                Ok(self.keep(vec![Event::DeviationNoted { day, id, text }]))
            }
        }
    }

    /// Takes an answer of the world in.
    pub fn answer(&mut self, answer: &Answer) -> Reaction {
        match answer {
            Answer::Kept(records) => self.kept(records),
            Answer::NotKept(why) => self.not_kept(why),
            Answer::Link { host, link } => {
                self.links.insert(host.clone(), link.clone());
                Reaction::default()
            }
            Answer::RunEnded(ticket, result) => self.run_ended(*ticket, result),
            Answer::Asked(ticket, result) => self.asked(*ticket, result),
            Answer::PaneChanged
            | Answer::RunBegan(_)
            | Answer::Evidence { .. }
            | Answer::Told(_) => Reaction::default(),
        }
    }

    /// The host, its address filled in with the values known.
    ///
    /// # Errors
    /// Refuses where a value is missing or the address is not one.
    pub fn target(&self, host: &str) -> Result<Target, Refusal> {
        let known = self.plan.host(host).map(|host| &host.address);
        let reach = match known {
            Some(Address::Local) => Reach::Local,
            Some(Address::Ssh(template)) => Reach::Ssh(self.destination(host, template)?),
            Some(Address::Group(_)) | None => {
                return Err(Refusal::new(
                    format!("{host} is not one host"),
                    "choose a host of the plan",
                ));
            }
        };
        Ok(Target {
            host: host.to_owned(),
            reach,
            shell: self.plan.shell.clone(),
        })
    }

    pub(super) fn destination(&self, host: &str, template: &str) -> Result<String, Refusal> {
        let value = |name: &str| {
            let variable = self.plan.variable(name)?;
            self.values
                .get(variable, &self.walk)
                .map(|value| value.reveal().to_owned())
        };
        let destination =
            crate::plan::fill(template, value).map_err(|name| values_missing(vec![name]))?;
        if destination.starts_with('-') {
            let why = format!("the address of {host} begins with a dash: {destination}");
            return Err(Refusal::new(
                why,
                "give another value; ssh would read it as an option",
            ));
        }
        Ok(destination)
    }

    pub(super) fn script(&self, text: &str, uses: &[String], user: Option<&str>) -> Script {
        let named = needed(&self.plan, &[text], uses, &[]);
        let (variables, _) = self.values.gather(&named, &self.walk);
        Script {
            text: text.to_owned(),
            variables,
            user: user.map(str::to_owned),
        }
    }

    pub(super) fn kept(&mut self, records: &[Record]) -> Reaction {
        let mut reaction = Reaction::default();
        self.saving = self.saving.saturating_sub(records.len());
        for record in records {
            self.walk.apply(record);
            self.lately.push(record.clone());
            match &record.event {
                Event::StepStarted {
                    id, host, attempt, ..
                } => {
                    reaction
                        .requests
                        .extend(self.step_started(id, host, *attempt));
                }
                Event::StepEnded {
                    day,
                    id,
                    host,
                    attempt,
                    ended,
                } => {
                    reaction
                        .requests
                        .extend(self.step_ended(day, id, host, *attempt, ended.state));
                }
                Event::CheckAsked { id, .. } => reaction.requests.extend(self.begin_inquiries(id)),
                _ => {}
            }
        }
        let surplus = self.lately.len().saturating_sub(LATELY);
        self.lately.drain(..surplus);
        reaction
    }

    /// Nothing was touched yet for what could not be written, and nothing will be.
    pub(super) fn not_kept(&mut self, why: &str) -> Reaction {
        self.saving = 0;
        self.jobs
            .retain(|job| !matches!(job.stage, Stage::Starting));
        self.inquiries.retain(|inquiry| !inquiry.starting);
        let why = format!("the journal could not be written: {why}");
        let refusal = Refusal::new(why, "make room or mend the disk; nothing was run");
        Reaction {
            requests: Vec::new(),
            refusals: vec![refusal],
        }
    }

    pub(super) fn asked(&mut self, ticket: Ticket, result: &crate::port::Result) -> Reaction {
        if let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() {
            return self.unless_asked(&job, result);
        }
        let Some(index) = self
            .inquiries
            .iter()
            .position(|inquiry| inquiry.ticket == ticket)
        else {
            return Reaction::default();
        };
        self.check_asked(index, result)
    }

    pub(super) fn keep(&mut self, events: Vec<Event>) -> Vec<Request> {
        self.saving += events.len();
        vec![Request::Keep(events)]
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }
}

pub(super) fn find_step<'p>(plan: &'p Plan, id: &str) -> Result<(Sheet<'p>, &'p Step), Refusal> {
    plan.step(id)
        .ok_or_else(|| Refusal::new(format!("no step is called {id}"), ""))
}

pub(super) fn find_check<'p>(plan: &'p Plan, id: &str) -> Result<(Sheet<'p>, &'p Check), Refusal> {
    plan.check(id)
        .ok_or_else(|| Refusal::new(format!("no step or check is called {id}"), ""))
}

pub(super) fn values_missing(names: Vec<String>) -> Refusal {
    let why = format!("no value for {}", names.join(", "));
    Refusal::lifted_by(
        Needs::Values(names),
        why,
        "give it in the form, with --vars-file, or as DAYMARK_VAR_NAME",
    )
}

/// A person's words, trimmed; empty ones are refused.
pub(super) fn said(text: &str, otherwise: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::new(otherwise, ""))
    } else {
        Ok(text.to_owned())
    }
}

pub(super) fn ended(
    state: Standing,
    manner: Manner,
    because: String,
    result: &crate::port::Result,
) -> Ended {
    Ended {
        state,
        exit: result.outcome.fate.exit(),
        seconds: result.seconds,
        manner,
        because,
        output: result.evidence.clone(),
    }
}

pub(super) fn manner(outcome: &Outcome) -> Manner {
    match outcome.fate.exit() {
        Some(_) => Manner::Exit,
        None => Manner::Lost,
    }
}
