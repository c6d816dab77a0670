//! The state of the engine, and its commands.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::app::engine::command::{Approval, Command};
use crate::app::engine::disk_state::DiskState;
use crate::app::engine::host_states::HostStates;
use crate::app::engine::job::{CheckJob, Intent, Job, RunQueue, Stage, Timer, WaitingStep};
use crate::app::engine::lookup::non_empty;
use crate::app::engine::preview::Previews;
use crate::app::engine::session::{PlanTrust, SessionOptions};
use crate::app::engine::values::Fetching;
use crate::app::engine::values::Values;
use crate::plan::{Facts, Plan, Procedure};
use crate::port::{Request, RequestId};
use crate::progress::{Event, Record, Refusal, Walk};

/// The maximum number of events that [`Engine::recent_events`] returns.
pub const RECENT: usize = 50;

/// The plan, the walk, and everything that is running.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) plan: Arc<Plan>,
    pub(super) walk: Walk,
    /// Values that the journal does not contain.
    pub(super) values: Values,
    pub(super) session: SessionOptions,
    pub(super) has_operator: bool,
    pub(super) trust: PlanTrust,
    pub(super) hosts: HostStates,
    pub(super) previews: Previews,
    pub(super) disk: DiskState,
    recent_events: Vec<Record>,
    pub(super) now: DateTime<FixedOffset>,
    pub(super) fetching: Fetching,
    pub(super) jobs: Vec<Job>,
    pub(super) check_jobs: Vec<CheckJob>,
    pub(super) waiting: Vec<WaitingStep>,
    pub(super) run_queue: Option<RunQueue>,
    /// The hosts of a rolling step that follow when the earlier ones have passed.
    pub(super) queues: HashMap<String, VecDeque<String>>,
    pub(super) timers: HashMap<RequestId, Timer>,
    last_request: u64,
}

impl Engine {
    /// Opens a walk by folding its records. Nothing follows from them: no command runs because a
    /// program was started.
    pub fn new(plan: impl Into<Arc<Plan>>, records: &[Record], values: Values) -> Self {
        Self::of_walk(plan, Walk::fold(records), records, values)
    }

    /// Opens a walk that is folded already, such as one of a damaged journal.
    pub fn of_walk(
        plan: impl Into<Arc<Plan>>,
        walk: Walk,
        records: &[Record],
        values: Values,
    ) -> Self {
        Self {
            plan: plan.into(),
            walk,
            values,
            session: SessionOptions::default(),
            has_operator: false,
            trust: PlanTrust::default(),
            hosts: HostStates::default(),
            previews: Previews::default(),
            disk: DiskState::default(),
            recent_events: records[records.len().saturating_sub(RECENT)..].to_vec(),
            now: records
                .last()
                .map_or_else(DateTime::default, |record| record.at),
            fetching: Fetching::default(),
            jobs: Vec::new(),
            check_jobs: Vec::new(),
            waiting: Vec::new(),
            run_queue: None,
            queues: HashMap::new(),
            timers: HashMap::new(),
            last_request: 0,
        }
    }

    /// Returns the plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns the plan, to use it while the engine changes.
    pub fn shared_plan(&self) -> Arc<Plan> {
        self.plan.clone()
    }

    /// Replaces the plan. Progress stays, because it is kept by id.
    pub fn replace_plan(&mut self, plan: impl Into<Arc<Plan>>) {
        self.plan = plan.into();
    }

    /// Returns the walk: the fold of all records so far.
    pub fn walk(&self) -> &Walk {
        &self.walk
    }

    /// Ends this session: its runs without an end are interrupted from now on.
    pub fn end_session(&mut self) {
        self.walk.live = None;
    }

    /// Returns the values that the journal does not contain.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Returns the options of this session.
    pub fn session(&self) -> &SessionOptions {
        &self.session
    }

    /// Sets the options of this session.
    pub fn set_session(&mut self, options: SessionOptions) {
        self.session = options;
    }

    /// Returns why nothing is written; `None` where the walk is open for writing.
    pub fn read_only_reason(&self) -> Option<&str> {
        self.session.read_only_reason.as_deref()
    }

    /// Returns whether the walk is open for reading only.
    pub fn is_read_only(&self) -> bool {
        self.session.read_only_reason.is_some()
    }

    /// Returns whether an operator can type at a terminal.
    pub fn has_operator(&self) -> bool {
        self.has_operator
    }

    /// Sets whether an operator can type at a terminal.
    pub fn set_operator(&mut self, is_there: bool) {
        self.has_operator = is_there;
    }

    /// Returns whether the plan may run its scripts.
    pub fn is_trusted(&self) -> bool {
        self.trust.is_granted
    }

    /// Returns the facts that the operator trusted last in this plan's folder.
    pub fn trusted_facts(&self) -> Option<&Facts> {
        self.trust.facts.as_ref()
    }

    /// Sets whether the plan may run its scripts, and the facts that the operator trusted last.
    pub fn set_trust(&mut self, is_granted: bool, facts: Option<Facts>) {
        self.trust = PlanTrust { is_granted, facts };
    }

    /// Returns the time of the newest message. The core has no clock.
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.now
    }

    /// Sets the time of the newest message.
    pub fn set_now(&mut self, now: DateTime<FixedOffset>) {
        self.now = now;
    }

    /// Returns the reported state of every host.
    pub fn hosts(&self) -> &HostStates {
        &self.hosts
    }

    /// Returns the results of probes that are shown but not recorded.
    pub fn previews(&self) -> &Previews {
        &self.previews
    }

    /// Returns the newest events, at most `RECENT`, oldest first.
    pub fn recent_events(&self) -> &[Record] {
        &self.recent_events
    }

    pub(super) fn add_recent(&mut self, records: &[Record]) {
        self.recent_events.extend_from_slice(records);
        let surplus = self.recent_events.len().saturating_sub(RECENT);
        self.recent_events.drain(..surplus);
    }

    /// Returns whether a step, check, probe or fetch is running or waiting.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty()
            || !self.check_jobs.is_empty()
            || !self.waiting.is_empty()
            || self.previews.is_busy()
            || self.fetching.is_busy()
    }

    /// Returns the waiting steps.
    pub fn waiting(&self) -> &[WaitingStep] {
        &self.waiting
    }

    /// Returns the running steps.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// Returns the running checks.
    pub fn check_jobs(&self) -> &[CheckJob] {
        &self.check_jobs
    }

    /// Returns whether a check is running.
    pub fn is_checking(&self, id: &str) -> bool {
        self.check_jobs.iter().any(|check_job| check_job.id == id)
    }

    /// Executes a command. Missing values are fetched first, if the plan declares a source.
    ///
    /// # Errors
    /// Returns a refusal, before a host is touched, if a rule of the walk forbids the command.
    pub fn command(&mut self, command: Command) -> Result<Vec<Request>, Refusal> {
        let refusal = match self.decide(command.clone()) {
            Ok(requests) => return Ok(requests),
            Err(refusal) => refusal,
        };
        self.fetch_for(command, refusal)
    }

    /// Executes a command with the known values.
    pub(in crate::app) fn decide(&mut self, command: Command) -> Result<Vec<Request>, Refusal> {
        let command = match self.look_up(command) {
            Ok(requests) => return requests,
            Err(command) => command,
        };
        if let Some(why) = self.read_only_reason() {
            return Err(Refusal::new(why, "only checks can be asked here"));
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

    /// Executes a command that changes nothing, also in a read-only session. Returns any other
    /// command.
    fn look_up(&mut self, command: Command) -> Result<Result<Vec<Request>, Refusal>, Command> {
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

    /// Trusts the plan to run its scripts. The data folder stores the facts, and the journal
    /// records it.
    fn trust(&mut self) -> Vec<Request> {
        let facts = Facts::of(&self.plan);
        let digest = facts.digest();
        self.set_trust(true, Some(facts.clone()));
        let mut requests = if self.is_read_only() {
            Vec::new()
        } else {
            self.append(vec![Event::PlanTrusted { digest }])
        };
        requests.push(Request::KeepTrust(facts));
        requests
    }

    /// Starts a timer.
    pub(in crate::app) fn wake(&mut self, timer: Timer, after: Duration) -> Request {
        let request_id = self.request_id();
        // A step cannot use the time in which this machine sleeps, but a host goes on meanwhile.
        let asleep = !matches!(timer, Timer::Overdue(_));
        self.timers.insert(request_id, timer);
        Request::StartTimer {
            request_id,
            after,
            asleep,
        }
    }

    /// Returns the id of the procedure that contains a step or check.
    pub(in crate::app) fn day_of(&self, id: &str) -> String {
        let procedure = self.plan.procedure_of(id);
        procedure.map(Procedure::id).unwrap_or_default()
    }

    /// Returns the title of a step or check.
    pub fn title(&self, id: &str) -> Option<&str> {
        let step = self.plan.step(id).map(|(_, step)| step.title.as_str());
        step.or_else(|| self.plan.check(id).map(|(_, check)| check.text.as_str()))
    }

    /// Returns the job of a request.
    pub(in crate::app) fn job(&self, request_id: RequestId) -> Option<Job> {
        let mut jobs = self.jobs.iter();
        jobs.find(|job| job.request_id == request_id).cloned()
    }

    pub(in crate::app) fn set_stage(&mut self, job: &Job, stage: Stage) {
        self.with_job(job.request_id, |job| job.stage = stage);
    }

    pub(in crate::app) fn with_job(
        &mut self,
        request_id: RequestId,
        change: impl FnOnce(&mut Job),
    ) {
        if let Some(job) = self
            .jobs
            .iter_mut()
            .find(|job| job.request_id == request_id)
        {
            change(job);
        }
    }

    pub(in crate::app) fn append(&mut self, events: Vec<Event>) -> Vec<Request> {
        self.disk.begin(events.len());
        vec![Request::Append(events)]
    }

    pub(in crate::app) fn request_id(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }
}
