//! The work at hand: the plan, what has happened, and what is under way.
//!
//! A command becomes events; events kept become requests; answers become events again. The
//! screens drive it, and so does a walk without a screen.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::app::engine::command::{Approval, Command};
use crate::app::engine::fetching::Fetching;
use crate::app::engine::job::{CheckJob, Intent, Job, RunQueue, Stage, Timer, WaitingStep};
use crate::app::engine::lookup::non_empty;
use crate::app::engine::preview::{CopyPreview, ProcessState, UnrecordedProbe};
use crate::app::engine::values::Values;
use crate::plan::{Facts, Plan, Procedure};
use crate::port::{ConnectionState, Foreground, Request, RequestId};
use crate::progress::{Break, Event, Record, Refusal, RunResult, Walk};

/// How many events [`Work::lately`] holds.
pub(in crate::app) const LATELY: usize = 50;

/// The work at hand.
#[derive(Debug, Clone)]
pub struct Engine {
    /// What is to be done.
    pub plan: Arc<Plan>,
    /// What has happened.
    pub walk: Walk,
    /// Values that the journal does not hold.
    pub values: Values,
    /// Why nothing is written, where nothing is.
    pub read_only_reason: Option<String>,
    /// Where the journal's chain is broken, while that can be accepted.
    pub breaks: Vec<Break>,
    /// The reason for which the operator accepts the breaks; the walk is then opened again.
    pub accepts: Option<String>,
    /// Whether the plan may run what it says.
    pub trusted: bool,
    /// The facts that the operator trusted last in this plan's folder.
    pub agreed: Option<Facts>,
    /// How each host's connection stands.
    pub links: BTreeMap<String, ConnectionState>,
    /// The newest events, oldest first, for those who ask what happened lately.
    pub recent_events: Vec<Record>,
    /// Answers to checks that were only looked at and not kept.
    pub glances: BTreeMap<(String, String), RunResult>,
    /// How many events are on their way to the disk.
    pub saving: usize,
    /// Why nothing starts, while the disk takes nothing more.
    pub disk_fault: Option<String>,
    /// Ends of what ran that are not on disk, oldest first: the world goes on trying to write them.
    pub unsaved: Vec<Event>,
    /// The time of what is heard now; time is data.
    pub now: DateTime<FixedOffset>,
    /// Whether a person sits at a screen.
    pub has_operator: bool,
    /// What guards said that were only looked at, by guard and host.
    pub guards: BTreeMap<(String, String), RunResult>,
    /// What copy steps would change, by step and host, as it was last looked at.
    pub differences: BTreeMap<(String, String), CopyPreview>,
    /// What was found of runs whose end nobody saw, by step and host.
    pub remains: BTreeMap<(String, String), ProcessState>,
    /// Whether the system's keyring can be asked.
    pub keyring: bool,
    /// What the fingerprints of files on hosts are mixed with, so that nobody can guess from one what
    /// a file holds.
    pub salt: String,
    /// When something was last printed in a host's pane, since its last step began.
    pub last_output_at: BTreeMap<String, DateTime<FixedOffset>>,
    pub(in crate::app) fetching: Fetching,
    /// What stands in front in a host's pane, while a program runs there without an end.
    pub foreground: BTreeMap<String, Foreground>,
    /// The commands that led to the shell that a host's pane is in now, outermost first.
    pub inside: BTreeMap<String, Vec<String>>,
    pub(in crate::app) jobs: Vec<Job>,
    pub(in crate::app) inquiries: Vec<CheckJob>,
    pub(in crate::app) held: Vec<WaitingStep>,
    pub(in crate::app) run_queue: Option<RunQueue>,
    /// The hosts of a step whose turn comes when those before them have passed.
    pub(in crate::app) queues: HashMap<String, VecDeque<String>>,
    pub(in crate::app) timers: HashMap<RequestId, Timer>,
    pub(in crate::app) glancing: HashMap<RequestId, UnrecordedProbe>,
    tickets: u64,
}

impl Engine {
    /// The work as it stands when a walk is opened: the same fold as ever, with no reactions.
    pub fn new(plan: impl Into<Arc<Plan>>, records: &[Record], values: Values) -> Self {
        let walk = Walk::fold(records);
        let lately = records[records.len().saturating_sub(LATELY)..].to_vec();
        Self {
            plan: plan.into(),
            walk,
            values,
            read_only_reason: None,
            breaks: Vec::new(),
            accepts: None,
            trusted: false,
            agreed: None,
            links: BTreeMap::new(),
            recent_events: lately,
            glances: BTreeMap::new(),
            saving: 0,
            disk_fault: None,
            unsaved: Vec::new(),
            now: records
                .last()
                .map_or_else(DateTime::default, |record| record.at),
            has_operator: false,
            guards: BTreeMap::new(),
            differences: BTreeMap::new(),
            remains: BTreeMap::new(),
            keyring: false,
            salt: String::new(),
            last_output_at: BTreeMap::new(),
            fetching: Fetching::default(),
            foreground: BTreeMap::new(),
            inside: BTreeMap::new(),
            jobs: Vec::new(),
            inquiries: Vec::new(),
            held: Vec::new(),
            run_queue: None,
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
    pub fn held(&self) -> &[WaitingStep] {
        &self.held
    }

    /// The steps under way.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The checks under way.
    pub fn inquiries(&self) -> &[CheckJob] {
        &self.inquiries
    }

    /// Whether a check is being asked now.
    pub fn is_checking(&self, id: &str) -> bool {
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
    pub(in crate::app) fn decide(&mut self, command: Command) -> Result<Vec<Request>, Refusal> {
        let command = match self.glance(command) {
            Ok(told) => return told,
            Err(command) => command,
        };
        if let Some(why) = &self.read_only_reason {
            return Err(Refusal::new(why.clone(), "only checks can be asked here"));
        }
        match command {
            Command::Start(start) => Ok(self.append(vec![Event::StartMoved { start }])),
            Command::Set { name, value } => self.set(&name, value),
            Command::Fetch(name) => self.fetch_by_hand(&name),
            Command::Run { id, consent } => self.run(&id, Intent::Run, &consent),
            Command::RunAll { day, from } => self.run_all(&day, from.as_deref()),
            Command::Done(id) => self.run(&id, Intent::Verify, &Approval::default()),
            Command::Undo { id, consent } => self.run(&id, Intent::Undo, &consent),
            Command::Stop { id, how } => self.stop(&id, how),
            Command::GiveUp(id) => self.give_up(&id),
            Command::Attest { id, why } => self.attest(&id, why),
            Command::LeaveOut { id, why } => self.leave_out(&id, &why),
            Command::Untick(id) => self.untick(&id),
            Command::SetResult { id, state, why } => self.set_result(&id, state, &why),
            Command::Answer {
                day,
                question,
                answer,
            } => self.answer_quiz(&day, question, answer),
            Command::BeginRound(id) => self.begin_occurrence(&id),
            Command::EndRound { id, why } => self.end_occurrence(&id, why),
            Command::Note { day, id, text } => {
                let text = non_empty(&text, "a note without words says nothing")?;
                Ok(self.append(vec![Event::DeviationNoted { day, id, text }]))
            }
            Command::Trust
            | Command::Verify(_)
            | Command::VerifyBefore(_)
            | Command::AskGuard(_)
            | Command::Compare(_)
            | Command::Look(_) => Ok(Vec::new()),
        }
    }

    /// Carries out what changes nothing, and so is never refused to those who only look.
    fn glance(&mut self, command: Command) -> Result<Result<Vec<Request>, Refusal>, Command> {
        match command {
            Command::Trust => Ok(Ok(self.trust())),
            Command::Verify(id) => Ok(self.verify(&id)),
            Command::VerifyBefore(day) => Ok(self.verify_before(&day)),
            Command::AskGuard(name) => Ok(self.ask_guard(&name)),
            Command::Compare(id) => Ok(self.compare(&id)),
            Command::Look(id) => Ok(self.look(&id)),
            command => Err(command),
        }
    }

    /// Lets the plan run what it says. The data folder keeps it; a journal that is written records it.
    fn trust(&mut self) -> Vec<Request> {
        let facts = Facts::of(&self.plan);
        let digest = facts.digest();
        self.trusted = true;
        self.agreed = Some(facts.clone());
        let mut requests = match self.read_only_reason {
            None => self.append(vec![Event::PlanTrusted { digest }]),
            Some(_) => Vec::new(),
        };
        requests.push(Request::KeepTrust(facts));
        requests
    }

    /// Asks to come back after a while.
    pub(in crate::app) fn wake(&mut self, timer: Timer, after: Duration) -> Request {
        let ticket = self.ticket();
        self.timers.insert(ticket, timer);
        Request::StartTimer { ticket, after }
    }

    /// The id of the sheet in which a step or check stands.
    pub(in crate::app) fn day_of(&self, id: &str) -> String {
        let step = self.plan.step(id).map(|(sheet, _)| sheet);
        let check = || self.plan.check(id).map(|(sheet, _)| sheet);
        step.or_else(check).map(Procedure::id).unwrap_or_default()
    }

    /// What a step or check is called.
    pub fn title(&self, id: &str) -> Option<&str> {
        let step = self.plan.step(id).map(|(_, step)| step.title.as_str());
        step.or_else(|| self.plan.check(id).map(|(_, check)| check.text.as_str()))
    }

    pub(in crate::app) fn set_stage(&mut self, job: &Job, stage: Stage) {
        self.with_job(job.ticket, |job| job.stage = stage);
    }

    pub(in crate::app) fn with_job(&mut self, ticket: RequestId, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.jobs.iter_mut().find(|job| job.ticket == ticket) {
            change(job);
        }
    }

    pub(in crate::app) fn append(&mut self, events: Vec<Event>) -> Vec<Request> {
        self.saving += events.len();
        vec![Request::Append(events)]
    }

    pub(in crate::app) fn ticket(&mut self) -> RequestId {
        self.tickets += 1;
        RequestId(self.tickets)
    }
}
