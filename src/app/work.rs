//! The work at hand: the plan, what has happened, and what is under way.
//!
//! A command becomes events; events kept become requests; answers become events again. The
//! screens drive it, and so does a walk without a screen.

use std::collections::BTreeMap;
use std::time::Duration;

use super::command::{Command, Consent};
use super::job::{Inquiry, Job, Stage};
use super::values::{Values, needed};
use crate::plan::{Address, Check, Plan, Step};
use crate::port::{
    Answer, Ask, Link, Reach, Request, Run, Script, Target, Ticket, Value, evidence_name,
};
use crate::progress::{
    CheckState, Ended, Event, Fate, Manner, Needs, Outcome, Record, Refusal, Standing, StepState,
    Walk, check_state, judge, passed_on, step_state,
};

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
    jobs: Vec<Job>,
    inquiries: Vec<Inquiry>,
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
            Command::LeaveOut { id, why } => self.leave_out(&id, why),
            Command::Untick(id) => self.untick(&id),
            Command::EndByHand { id, state, why } => self.end_by_hand(&id, state, why),
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

    fn destination(&self, host: &str, template: &str) -> Result<String, Refusal> {
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

    fn set(&mut self, name: &str, value: Value) -> Vec<Request> {
        if value.is_secret() {
            self.values.set(name, value.clone());
            return vec![Request::Mask(value)];
        }
        self.values.forget(name);
        self.keep(vec![Event::VariableSet {
            name: name.to_owned(),
            value: value.reveal().to_owned(),
        }])
    }

    fn run(
        &mut self,
        id: &str,
        consent: &Consent,
        run_script: bool,
    ) -> Result<Vec<Request>, Refusal> {
        let (entry, step) = find_step(&self.plan, id)?;
        let day = entry.days.to_string();
        self.may_run(step, consent, run_script)?;
        let mut rest: Vec<String> = step
            .hosts
            .iter()
            .filter(|host| !passed_on(id, host, &self.walk))
            .cloned()
            .collect();
        if rest.is_empty() {
            rest.clone_from(&step.hosts);
        }
        let host = rest.remove(0);
        let ask_unless = step.unless.is_some() && !consent.without_unless;
        let job = self.new_job(id, &host, rest, ask_unless, run_script);
        Ok(self.start(&day, job))
    }

    /// Whether a step may run now; nothing is asked of the world.
    fn may_run(&self, step: &Step, consent: &Consent, run_script: bool) -> Result<(), Refusal> {
        let Some(script) = step.script() else {
            let instead = "do it, then tick it with space";
            return Err(Refusal::lifted_by(
                Needs::Person,
                "this step is done by hand",
                instead,
            ));
        };
        if !self.trusted {
            return Err(Refusal::new(
                "this plan is not trusted yet",
                "open it again and say yes to trust it",
            ));
        }
        if let Some(job) = self
            .jobs
            .iter()
            .find(|job| job.id == step.id || step.hosts.contains(&job.host))
        {
            let why = format!("{} is running on {}", job.id, job.host);
            return Err(Refusal::new(why, "wait for it, or say how it ended"));
        }
        if !run_script && step.unless.is_none() {
            let why = "this step has no `unless` that could tell whether it is done";
            return Err(Refusal::lifted_by(
                Needs::Person,
                why,
                "say in your own words that it is done",
            ));
        }
        let scripts = [script, step.unless.as_deref().unwrap_or_default()];
        let needed = needed(&self.plan, &scripts, &step.uses, &step.hosts);
        let (_, missing) = self.values.gather(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        for host in &step.hosts {
            self.target(host)?;
        }
        if run_script {
            self.agreed(step, consent)
        } else {
            Ok(())
        }
    }

    /// Whether the person agreed to what the step may do.
    fn agreed(&self, step: &Step, consent: &Consent) -> Result<(), Refusal> {
        let Some(danger) = &step.danger else {
            return Ok(());
        };
        if !consent.danger {
            let needs = Needs::Consent(danger.clone());
            return Err(Refusal::lifted_by(
                needs,
                danger.clone(),
                "it runs only after a deliberate yes",
            ));
        }
        let unnamed = step.hosts.iter().find(|name| {
            let production = self.plan.host(name).is_some_and(|host| host.production);
            production && !consent.hosts.contains(name)
        });
        let Some(host) = unnamed else { return Ok(()) };
        let needs = Needs::HostName(host.clone());
        Err(Refusal::lifted_by(
            needs,
            format!("{host} is in production"),
            format!("type its name: {host}"),
        ))
    }

    fn new_job(
        &mut self,
        id: &str,
        host: &str,
        rest: Vec<String>,
        ask_unless: bool,
        run_script: bool,
    ) -> Job {
        let last = self
            .walk
            .last_attempt(id, host)
            .map_or(0, |attempt| attempt.number);
        Job {
            ticket: self.ticket(),
            id: id.to_owned(),
            host: host.to_owned(),
            attempt: last + 1,
            stage: Stage::Starting,
            rest,
            ask_unless,
            run_script,
        }
    }

    /// Puts a step's start on its way to the disk; the host is touched when it is there.
    fn start(&mut self, day: &str, job: Job) -> Vec<Request> {
        let step = self.plan.step(&job.id).map(|(_, step)| step);
        let script = step.and_then(|step| {
            if job.run_script {
                step.script()
            } else {
                step.unless.as_deref()
            }
        });
        let event = Event::StepStarted {
            day: day.to_owned(),
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            command: script.unwrap_or_default().to_owned(),
        };
        self.jobs.push(job);
        self.keep(vec![event])
    }

    fn verify(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (entry, check) = self
            .plan
            .check(id)
            .map(|(entry, check)| (entry.days.to_string(), check.clone()))
            .ok_or_else(|| Refusal::new(format!("no check is called {id}"), ""))?;
        let Some(command) = check.run.clone() else {
            return Err(Refusal::lifted_by(
                Needs::Person,
                "this check is made by eye",
                "look, then tick it with space",
            ));
        };
        if !self.trusted {
            return Err(Refusal::new(
                "this plan is not trusted yet",
                "open it again and say yes to trust it",
            ));
        }
        if self.is_asking(id) {
            return Err(Refusal::new(
                "this check is being asked",
                "wait for its answer",
            ));
        }
        let needed = needed(&self.plan, &[&command], &check.uses, &check.hosts);
        let (_, missing) = self.values.gather(&needed, &self.walk);
        if !missing.is_empty() {
            return Err(values_missing(missing));
        }
        for host in &check.hosts {
            self.target(host)?;
        }
        let mut events = Vec::new();
        for host in &check.hosts {
            let inquiry = Inquiry {
                ticket: self.ticket(),
                id: id.to_owned(),
                host: host.clone(),
                spent: Duration::ZERO,
                starting: true,
            };
            self.inquiries.push(inquiry);
            events.push(Event::CheckAsked {
                day: entry.clone(),
                id: id.to_owned(),
                host: host.clone(),
                command: command.clone(),
            });
        }
        if self.only_looking.is_some() {
            return Ok(self.begin_inquiries(id));
        }
        Ok(self.keep(events))
    }

    fn attest(&mut self, id: &str, why: String) -> Result<Vec<Request>, Refusal> {
        if let Some((entry, step)) = self.plan.step(id) {
            let day = entry.days.to_string();
            if step.script().is_some() {
                return Err(Refusal::new(
                    "this step runs a script",
                    "run it, or say how it ended",
                ));
            }
            return Ok(self.keep(vec![Event::StepAttested {
                day,
                id: id.to_owned(),
                why,
            }]));
        }
        let (entry, check) = find_check(&self.plan, id)?;
        let day = entry.days.to_string();
        if check.run.is_some() && why.trim().is_empty() {
            let why = "this check has a command";
            return Err(Refusal::new(
                why,
                "ask it with v, or attest it with a reason",
            ));
        }
        Ok(self.keep(vec![Event::CheckAttested {
            day,
            id: id.to_owned(),
            why,
        }]))
    }

    fn leave_out(&mut self, id: &str, why: String) -> Result<Vec<Request>, Refusal> {
        let why = said(&why, "a reason is needed")?;
        if self.jobs.iter().any(|job| job.id == id) {
            return Err(Refusal::new(
                "this step is running",
                "say how it ended first",
            ));
        }
        let id = id.to_owned();
        if let Some((entry, _)) = self.plan.step(&id) {
            let day = entry.days.to_string();
            return Ok(self.keep(vec![Event::StepSkipped { day, id, why }]));
        }
        let day = find_check(&self.plan, &id)?.0.days.to_string();
        Ok(self.keep(vec![Event::CheckWaived { day, id, why }]))
    }

    fn untick(&mut self, id: &str) -> Result<Vec<Request>, Refusal> {
        let (entry, check) = find_check(&self.plan, id)?;
        if check_state(check, &self.walk) == CheckState::Open {
            return Err(Refusal::new("this check is not ticked", ""));
        }
        let day = entry.days.to_string();
        Ok(self.keep(vec![Event::CheckUnticked {
            day,
            id: id.to_owned(),
        }]))
    }

    fn end_by_hand(
        &mut self,
        id: &str,
        state: Standing,
        why: String,
    ) -> Result<Vec<Request>, Refusal> {
        let (entry, step) = find_step(&self.plan, id)?;
        let day = entry.days.to_string();
        let why = said(&why, "say what you saw")?;
        if !matches!(
            step_state(step, &self.walk),
            StepState::Running | StepState::Interrupted | StepState::Unknown | StepState::Failed
        ) {
            return Err(Refusal::new(
                "this step has no run whose end is in doubt",
                "",
            ));
        }
        let doubtful = |host: &&String| {
            !passed_on(id, host, &self.walk) && self.walk.last_attempt(id, host).is_some()
        };
        let hosts: Vec<String> = step.hosts.iter().filter(doubtful).cloned().collect();
        let mut requests = Vec::new();
        for job in self.jobs.iter().filter(|job| job.id == id) {
            requests.push(Request::Release(job.ticket));
        }
        self.jobs.retain(|job| job.id != id);
        let end = |host: String| {
            let attempt = self
                .walk
                .last_attempt(id, &host)
                .map_or(1, |attempt| attempt.number);
            let ended = Ended {
                state,
                exit: None,
                seconds: 0.0,
                manner: Manner::Operator,
                because: why.clone(),
                output: None,
            };
            Event::StepEnded {
                day: day.clone(),
                id: id.to_owned(),
                host,
                attempt,
                ended,
            }
        };
        let events = hosts.into_iter().map(end).collect();
        requests.extend(self.keep(events));
        Ok(requests)
    }

    fn kept(&mut self, records: &[Record]) -> Reaction {
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
    fn not_kept(&mut self, why: &str) -> Reaction {
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

    fn step_started(&mut self, id: &str, host: &str, attempt: u32) -> Vec<Request> {
        let found = self
            .jobs
            .iter()
            .position(|job| job.id == id && job.host == host && job.attempt == attempt);
        let Some(index) = found else {
            return Vec::new();
        };
        let job = &mut self.jobs[index];
        job.stage = if job.ask_unless {
            Stage::AskingUnless
        } else {
            Stage::Running
        };
        let job = job.clone();
        if job.ask_unless {
            self.ask_unless(&job)
        } else {
            self.run_script(&job)
        }
    }

    fn ask_unless(&mut self, job: &Job) -> Vec<Request> {
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Vec::new();
        };
        let unless = step.unless.clone().unwrap_or_default();
        let number = self.walk.attempts(&job.id).len();
        let script = self.script(&unless, &step.uses, step.user.as_deref(), &step.hosts);
        let Ok(target) = self.target(&job.host) else {
            return Vec::new();
        };
        vec![Request::Ask(Ask {
            ticket: job.ticket,
            target,
            script,
            timeout: Check::TIMEOUT,
            fresh: false,
            after: Duration::ZERO,
            evidence: Some(evidence_name(
                &format!("{}.unless", job.id),
                &job.host,
                number,
            )),
        })]
    }

    fn run_script(&mut self, job: &Job) -> Vec<Request> {
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Vec::new();
        };
        let number = self.walk.attempts(&job.id).len();
        let text = step.script().unwrap_or_default();
        let script = self.script(text, &step.uses, step.user.as_deref(), &step.hosts);
        let Ok(target) = self.target(&job.host) else {
            return Vec::new();
        };
        vec![Request::Run(Run {
            ticket: job.ticket,
            target,
            title: step.title.clone(),
            script,
            evidence: evidence_name(&job.id, &job.host, number),
        })]
    }

    fn script(&self, text: &str, uses: &[String], user: Option<&str>, hosts: &[String]) -> Script {
        let named: Vec<_> = needed(&self.plan, &[text], uses, &[]);
        let _ = hosts;
        let (variables, _) = self.values.gather(&named, &self.walk);
        Script {
            text: text.to_owned(),
            variables,
            user: user.map(str::to_owned),
        }
    }

    fn step_ended(
        &mut self,
        day: &str,
        id: &str,
        host: &str,
        attempt: u32,
        state: Standing,
    ) -> Vec<Request> {
        let found = self
            .jobs
            .iter()
            .position(|job| job.id == id && job.host == host && job.attempt == attempt);
        let Some(index) = found else {
            return Vec::new();
        };
        let mut job = self.jobs.remove(index);
        let goes_on = matches!(state, Standing::Passed | Standing::Warned) && !job.rest.is_empty();
        if !goes_on {
            return Vec::new();
        }
        let host = job.rest.remove(0);
        let next = self.new_job(id, &host, job.rest, job.ask_unless, job.run_script);
        self.start(day, next)
    }

    fn run_ended(&mut self, ticket: Ticket, result: &crate::port::Result) -> Reaction {
        let Some(job) = self.jobs.iter().find(|job| job.ticket == ticket).cloned() else {
            return Reaction::default();
        };
        let Some((_, step)) = self.plan.step(&job.id) else {
            return Reaction::default();
        };
        let verdict = judge(&step.expect, &result.outcome);
        let mut because = verdict.because;
        let (state, manner) = match &result.outcome.fate {
            Fate::NotAsked(_) => (Standing::NotRun, Manner::Lost),
            Fate::Lost(_) | Fate::TimedOut => (Standing::Unknown, Manner::Lost),
            Fate::Exited(_) => (step_standing(verdict.state), Manner::Exit),
            Fate::ShellEnded(exit) => {
                because = format!("its script ended the shell with {exit}");
                (step_standing(verdict.state), Manner::Exit)
            }
        };
        self.end(&job, ended(state, manner, because, result))
    }

    fn asked(&mut self, ticket: Ticket, result: &crate::port::Result) -> Reaction {
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

    fn unless_asked(&mut self, job: &Job, result: &crate::port::Result) -> Reaction {
        let verdict = judge(&crate::plan::Expectation::default(), &result.outcome);
        match (verdict.state, &result.outcome.fate) {
            (Standing::Passed | Standing::Warned, _) => {
                let because = "already so: its `unless` holds".to_owned();
                self.end(
                    job,
                    ended(Standing::Passed, Manner::Unless, because, result),
                )
            }
            (Standing::Failed, _) if job.run_script => {
                self.set_stage(job.ticket, Stage::Running);
                Reaction {
                    requests: self.run_script(job),
                    refusals: Vec::new(),
                }
            }
            (Standing::Failed, _) => {
                let because = format!("its `unless` says that it is not done: {}", verdict.because);
                self.end(
                    job,
                    ended(Standing::NotRun, Manner::Unless, because, result),
                )
            }
            (Standing::Unknown | Standing::NotRun, _) => {
                let because = format!(
                    "its `unless` could not be asked, so the script was not run: {}",
                    verdict.because
                );
                self.end(job, ended(Standing::NotRun, Manner::Lost, because, result))
            }
        }
    }

    fn check_asked(&mut self, index: usize, result: &crate::port::Result) -> Reaction {
        let inquiry = self.inquiries[index].clone();
        let Some((entry, check)) = self.plan.check(&inquiry.id) else {
            return Reaction::default();
        };
        let verdict = judge(&check.expect, &result.outcome);
        let spent = inquiry.spent + Duration::from_secs_f64(result.seconds.max(0.0));
        // What could not reach its host is not tried again: hosts ban those who knock too often.
        let settled = matches!(verdict.state, Standing::Passed | Standing::Warned)
            || matches!(result.outcome.fate, Fate::NotAsked(_));
        if let Some(retry) = check
            .retry
            .filter(|retry| !settled && spent + retry.every <= retry.within)
        {
            let ask = self.ask(&inquiry, check, retry.every);
            self.inquiries[index].spent = spent + retry.every;
            return Reaction {
                requests: ask.into_iter().collect(),
                refusals: Vec::new(),
            };
        }
        let (id, host, day) = (inquiry.id, inquiry.host, entry.days.to_string());
        self.inquiries.remove(index);
        let mut ended = ended(
            verdict.state,
            manner(&result.outcome),
            verdict.because,
            result,
        );
        ended.seconds = spent.as_secs_f64();
        if self.only_looking.is_some() {
            self.glances.insert((id, host), ended);
            return Reaction::default();
        }
        let requests = self.keep(vec![Event::CheckAnswered {
            day,
            id,
            host,
            ended,
        }]);
        Reaction {
            requests,
            refusals: Vec::new(),
        }
    }

    /// Asks a check on all hosts whose turn it is.
    fn begin_inquiries(&mut self, id: &str) -> Vec<Request> {
        let Some((_, check)) = self.plan.check(id) else {
            return Vec::new();
        };
        let starting: Vec<Inquiry> = self
            .inquiries
            .iter()
            .filter(|inquiry| inquiry.id == id && inquiry.starting)
            .cloned()
            .collect();
        let asks: Vec<Request> = starting
            .iter()
            .filter_map(|inquiry| self.ask(inquiry, check, Duration::ZERO))
            .collect();
        for inquiry in self.inquiries.iter_mut().filter(|inquiry| inquiry.id == id) {
            inquiry.starting = false;
        }
        asks
    }

    fn ask(&self, inquiry: &Inquiry, check: &Check, after: Duration) -> Option<Request> {
        let text = check.run.as_deref()?;
        let number = self.walk.askings(&check.id).len().max(1);
        let keeps = self.only_looking.is_none();
        Some(Request::Ask(Ask {
            ticket: inquiry.ticket,
            target: self.target(&inquiry.host).ok()?,
            script: self.script(text, &check.uses, check.user.as_deref(), &check.hosts),
            timeout: check.timeout,
            fresh: check.fresh,
            after,
            evidence: keeps.then(|| evidence_name(&check.id, &inquiry.host, number)),
        }))
    }

    fn end(&mut self, job: &Job, ended: Ended) -> Reaction {
        self.set_stage(job.ticket, Stage::Ending);
        let day = self
            .plan
            .step(&job.id)
            .map(|(entry, _)| entry.days.to_string())
            .unwrap_or_default();
        let mut refusals = Vec::new();
        if ended.state == Standing::NotRun {
            refusals.push(Refusal::new(
                ended.because.clone(),
                "the script was not run",
            ));
        }
        let event = Event::StepEnded {
            day,
            id: job.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            ended,
        };
        Reaction {
            requests: self.keep(vec![event]),
            refusals,
        }
    }

    fn set_stage(&mut self, ticket: Ticket, stage: Stage) {
        for job in self.jobs.iter_mut().filter(|job| job.ticket == ticket) {
            job.stage = stage;
        }
    }

    fn keep(&mut self, events: Vec<Event>) -> Vec<Request> {
        self.saving += events.len();
        vec![Request::Keep(events)]
    }

    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }
}

fn find_step<'p>(plan: &'p Plan, id: &str) -> Result<(&'p crate::plan::Entry, &'p Step), Refusal> {
    plan.step(id)
        .ok_or_else(|| Refusal::new(format!("no step is called {id}"), ""))
}

fn find_check<'p>(
    plan: &'p Plan,
    id: &str,
) -> Result<(&'p crate::plan::Entry, &'p Check), Refusal> {
    plan.check(id)
        .ok_or_else(|| Refusal::new(format!("no step or check is called {id}"), ""))
}

fn values_missing(names: Vec<String>) -> Refusal {
    let why = format!("no value for {}", names.join(", "));
    Refusal::lifted_by(
        Needs::Values(names),
        why,
        "give it in the form, with --vars-file, or as DAYMARK_VAR_NAME",
    )
}

/// A person's words, trimmed; empty ones are refused.
fn said(text: &str, otherwise: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::new(otherwise, ""))
    } else {
        Ok(text.to_owned())
    }
}

fn ended(state: Standing, manner: Manner, because: String, result: &crate::port::Result) -> Ended {
    Ended {
        state,
        exit: result.outcome.fate.exit(),
        seconds: result.seconds,
        manner,
        because,
        output: result.evidence.clone(),
    }
}

/// A step whose script ended has an end; only its output may still leave doubt.
fn step_standing(state: Standing) -> Standing {
    if state == Standing::Unknown {
        Standing::Failed
    } else {
        state
    }
}

fn manner(outcome: &Outcome) -> Manner {
    match outcome.fate.exit() {
        Some(_) => Manner::Exit,
        None => Manner::Lost,
    }
}
