//! The work at hand: the plan, what has happened, and what is under way.
//!
//! A command becomes events; events kept become requests; answers become events again. The
//! screens drive it, and so does a walk without a screen.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::command::{Command, Consent};
use super::course::Course;
use super::job::{Held, Inquiry, Intent, Job, Stage, Timer};
use super::lost::Remains;
use super::secrets::Fetching;
use super::values::{Values, needed};
use crate::plan::{Address, Check, Plan, Sheet, Step};
use crate::port::{Answer, Front, Link, Reach, Request, Script, Target, Ticket};
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
    /// The time of what is heard now; time is data.
    pub now: DateTime<FixedOffset>,
    /// Whether a person sits at a screen.
    pub attended: bool,
    /// What guards said that were only looked at, by guard and host.
    pub guards: BTreeMap<(String, String), Ended>,
    /// What copy steps would change, by step and host, as it was last looked at.
    pub differences: BTreeMap<(String, String), Difference>,
    /// What was found of runs whose end nobody saw, by step and host.
    pub remains: BTreeMap<(String, String), Remains>,
    /// Whether the system's keyring can be asked.
    pub keyring: bool,
    pub(super) fetching: Fetching,
    /// What stands in front in a host's pane, while a program runs there without an end.
    pub fronts: BTreeMap<String, Front>,
    /// The commands that led to the shell that a host's pane is in now, outermost first.
    pub inside: BTreeMap<String, Vec<String>>,
    pub(super) jobs: Vec<Job>,
    pub(super) inquiries: Vec<Inquiry>,
    pub(super) held: Vec<Held>,
    pub(super) course: Option<Course>,
    /// The hosts of a step whose turn comes when those before them have passed.
    pub(super) queues: HashMap<String, VecDeque<String>>,
    pub(super) timers: HashMap<Ticket, Timer>,
    pub(super) glancing: HashMap<Ticket, Glance>,
    tickets: u64,
}

/// What a copy step would change on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is being looked at.
    Looking,
    /// Nothing: all is there already.
    None,
    /// This.
    Some(String),
    /// It could not be looked at, for this reason.
    Unknown(String),
}

/// Something that is only looked at, and not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Glance {
    /// What a copy step would change, by step and host.
    Difference(String, String),
    /// What is left of a run, by step and host.
    Remains(String, String),
    /// A guard, by name and host.
    Guard(String, String),
    /// What a run left on its host is taken away.
    Clearing,
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
    /// Decisions that waited for values and are refused all the same.
    pub refused: Vec<(Command, Refusal)>,
}

impl Reaction {
    /// Requests, and nothing to tell.
    pub(super) fn requests(requests: Vec<Request>) -> Self {
        Self {
            requests,
            ..Self::default()
        }
    }

    /// Something to tell, and nothing to do.
    pub(super) fn refusal(refusal: Refusal) -> Self {
        Self {
            refusals: vec![refusal],
            ..Self::default()
        }
    }

    /// What comes of something else, too.
    pub(super) fn and(&mut self, other: Self) {
        self.requests.extend(other.requests);
        self.refusals.extend(other.refusals);
        self.refused.extend(other.refused);
    }
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
            now: records
                .last()
                .map_or_else(DateTime::default, |record| record.at),
            attended: false,
            guards: BTreeMap::new(),
            differences: BTreeMap::new(),
            remains: BTreeMap::new(),
            keyring: false,
            fetching: Fetching::default(),
            fronts: BTreeMap::new(),
            inside: BTreeMap::new(),
            jobs: Vec::new(),
            inquiries: Vec::new(),
            held: Vec::new(),
            course: None,
            queues: HashMap::new(),
            timers: HashMap::new(),
            glancing: HashMap::new(),
            tickets: 0,
        }
    }

    /// Whether anything runs, is asked, or waits for its time now.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty()
            || !self.inquiries.is_empty()
            || !self.held.is_empty()
            || !self.glancing.is_empty()
            || self.fetching.is_busy()
    }

    /// The steps that wait for their time.
    pub fn held(&self) -> &[Held] {
        &self.held
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

    /// Carries a decision out; values it lacks are fetched first, where the plan says how.
    ///
    /// # Errors
    /// Refuses, before anything touches a host, what the rules of a walk do not allow.
    pub fn command(&mut self, command: Command) -> Result<Vec<Request>, Refusal> {
        let refusal = match self.decide(command.clone()) {
            Ok(requests) => return Ok(requests),
            Err(refusal) => refusal,
        };
        self.fetch_for(command, refusal)
    }

    /// Carries a decision out with the values that are known.
    pub(super) fn decide(&mut self, command: Command) -> Result<Vec<Request>, Refusal> {
        let command = match self.glance(command) {
            Ok(told) => return told,
            Err(command) => command,
        };
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
            Command::Set { name, value } => self.set(&name, value),
            Command::Fetch(name) => self.fetch_by_hand(&name),
            Command::Run { id, consent } => self.run(&id, Intent::Run, &consent),
            Command::RunOn { day, from } => self.run_on(&day, from.as_deref()),
            Command::Done(id) => self.run(&id, Intent::Ask, &Consent::default()),
            Command::Undo { id, consent } => self.run(&id, Intent::Undo, &consent),
            Command::Stop { id, how } => self.stop(&id, how),
            Command::GiveUp(id) => self.give_up(&id),
            Command::Attest { id, why } => self.attest(&id, why),
            Command::LeaveOut { id, why } => self.leave_out(&id, &why),
            Command::Untick(id) => self.untick(&id),
            Command::EndByHand { id, state, why } => self.end_by_hand(&id, state, &why),
            Command::Answer {
                day,
                question,
                answer,
            } => self.answer_quiz(&day, question, answer),
            Command::BeginRound(id) => self.begin_round(&id),
            Command::EndRound { id, why } => self.end_round(&id, why),
            Command::Note { day, id, text } => {
                let text = said(&text, "a note without words says nothing")?;
                Ok(self.keep(vec![Event::DeviationNoted { day, id, text }]))
            }
            Command::Verify(_)
            | Command::VerifyBefore(_)
            | Command::AskGuard(_)
            | Command::Compare(_)
            | Command::Look(_) => Ok(Vec::new()),
        }
    }

    /// Carries out what changes nothing, and so is never refused to those who only look.
    fn glance(&mut self, command: Command) -> Result<Result<Vec<Request>, Refusal>, Command> {
        match command {
            Command::Verify(id) => Ok(self.verify(&id)),
            Command::VerifyBefore(day) => Ok(self.verify_before(&day)),
            Command::AskGuard(name) => Ok(self.ask_guard(&name)),
            Command::Compare(id) => Ok(self.compare(&id)),
            Command::Look(id) => Ok(self.look(&id)),
            command => Err(command),
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
            Answer::PaneChanged | Answer::Evidence { .. } | Answer::Told(_) => Reaction::default(),
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

    /// Nothing was touched yet for what could not be written, and nothing will be.
    pub(super) fn not_kept(&mut self, why: &str) -> Reaction {
        self.saving = 0;
        self.jobs
            .retain(|job| !matches!(job.stage, Stage::Starting));
        self.inquiries.retain(|inquiry| !inquiry.starting);
        self.course = None;
        let why = format!("the journal could not be written: {why}");
        let refusal = Refusal::new(why, "make room or mend the disk; nothing was run");
        Reaction {
            refusals: vec![refusal],
            ..Reaction::default()
        }
    }

    pub(super) fn asked(&mut self, ticket: Ticket, result: &crate::port::Result) -> Reaction {
        if let Some(glance) = self.glancing.remove(&ticket) {
            self.glanced(glance, result);
            return Reaction::default();
        }
        if let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() {
            return match &job.stage {
                Stage::Asking(question) => self.question_answered(&job, question, result),
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

    fn glanced(&mut self, glance: Glance, result: &crate::port::Result) {
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

    /// Asks to come back after a while.
    pub(super) fn wake(&mut self, timer: Timer, after: Duration) -> Request {
        let ticket = self.ticket();
        self.timers.insert(ticket, timer);
        Request::Wake { ticket, after }
    }

    /// The id of the sheet in which a step or check stands.
    pub(super) fn day_of(&self, id: &str) -> String {
        let step = self.plan.step(id).map(|(sheet, _)| sheet);
        let check = || self.plan.check(id).map(|(sheet, _)| sheet);
        step.or_else(check).map(Sheet::id).unwrap_or_default()
    }

    /// What a step or check is called.
    pub fn title(&self, id: &str) -> Option<&str> {
        let step = self.plan.step(id).map(|(_, step)| step.title.as_str());
        step.or_else(|| self.plan.check(id).map(|(_, check)| check.text.as_str()))
    }

    pub(super) fn set_stage(&mut self, job: &Job, stage: Stage) {
        self.with_job(job.ticket, |job| job.stage = stage);
    }

    pub(super) fn with_job(&mut self, ticket: Ticket, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.jobs.iter_mut().find(|job| job.ticket == ticket) {
            change(job);
        }
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

fn set_or_remove<T>(map: &mut BTreeMap<String, T>, key: &str, value: Option<T>) {
    match value {
        Some(value) => map.insert(key.to_owned(), value),
        None => map.remove(key),
    };
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
