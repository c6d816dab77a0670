//! Runs a step, host after host.

use std::collections::VecDeque;
use std::time::Duration;

use crate::app::engine::ending::query;
use crate::app::engine::engine::Engine;
use crate::app::engine::lookup::find_step;
use crate::app::engine::{Approval, Effects, Intent, Job, Precondition, Stage};
use crate::plan::{Condition, Plan, Step};
use crate::port::{Request, Script, StepRun, evidence_name};
use crate::progress::{Event, Outcome, Refusal, done_on, is_applied_on, override_text};
use crate::term::shell_integration::detach_script;

impl Engine {
    /// Runs, verifies or undoes a step.
    pub(in crate::app) fn run(
        &mut self,
        id: &str,
        intent: Intent,
        consent: &Approval,
    ) -> Result<Vec<Request>, Refusal> {
        let (_, step) = find_step(&self.plan, id)?;
        let step = step.clone();
        self.has_room()?;
        if intent == Intent::Run && self.has_detached_run(&step) {
            return self.reattach(&step);
        }
        self.may_begin(&step, intent, consent)?;
        let is_ruled_out = intent == Intent::Run && self.is_ruled_out(&step);
        if intent == Intent::Run
            && !is_ruled_out
            && !consent.without_before
            && let Some(begun) = self.run_before(&step, consent)
        {
            return begun;
        }
        if !is_ruled_out {
            self.is_ready(&step, intent, consent)?;
        }
        if intent == Intent::Run
            && !is_ruled_out
            && !consent.without_wait
            && let Some(until) = self.wait(&step)
        {
            return self.hold(&step, consent, until);
        }
        Ok(self.begin(&step, intent, consent))
    }

    /// Writes the start. The hosts are touched when it is on disk.
    pub(in crate::app) fn begin(
        &mut self,
        step: &Step,
        intent: Intent,
        consent: &Approval,
    ) -> Vec<Request> {
        // The step may write what an earlier preview showed.
        self.previews.forget_copy(&step.id);
        let hosts = self.turns(step, intent);
        let at_once = step.serial.unwrap_or(hosts.len()).max(1);
        let mut rest: VecDeque<String> = hosts.into();
        let first: Vec<String> = rest.drain(..at_once.min(rest.len())).collect();
        self.queues.insert(step.id.clone(), rest);
        let mut events = match intent {
            Intent::Run => self.overridden(step, consent),
            Intent::Verify | Intent::Undo | Intent::Reattach => Vec::new(),
        };
        for host in &first {
            let job = self.new_job(&step.id, host, intent, consent);
            events.push(self.started(step, &job));
            self.jobs.push(job);
        }
        self.append(events)
    }

    /// Returns the hosts on which the step runs: those where it is not done, or all if it is done
    /// on all.
    fn turns(&self, step: &Step, intent: Intent) -> Vec<String> {
        let is_open = |host: &&String| match intent {
            Intent::Undo => is_applied_on(&step.id, host, &self.walk),
            Intent::Run | Intent::Verify | Intent::Reattach => !done_on(step, host, &self.walk),
        };
        let open: Vec<String> = step.hosts.iter().filter(is_open).cloned().collect();
        if open.is_empty() {
            step.hosts.clone()
        } else {
            open
        }
    }

    /// Returns a deviation for each guard that the operator overrides.
    fn overridden(&self, step: &Step, consent: &Approval) -> Vec<Event> {
        let day = self.day_of(&step.id);
        let used = |(guard, _): &&(String, String)| step.guards.contains(guard);
        consent
            .overrides
            .iter()
            .filter(used)
            .map(|(guard, why)| Event::DeviationNoted {
                day: day.clone(),
                id: Some(step.id.clone()),
                text: override_text(guard, why),
            })
            .collect()
    }

    pub(in crate::app) fn new_job(
        &mut self,
        id: &str,
        host: &str,
        intent: Intent,
        consent: &Approval,
    ) -> Job {
        let request_id = self.request_id();
        let step = self.plan.step(id).map(|(_, step)| step);
        let questions = step.map_or_else(VecDeque::new, |step| {
            questions(step, intent, consent, &self.plan)
        });
        Job {
            request_id,
            id: id.to_owned(),
            host: host.to_owned(),
            attempt: 0,
            intent,
            stage: Stage::Starting,
            consent: consent.clone(),
            questions,
            depth: self.depth(step, host),
            tried: Duration::ZERO,
            stopped: None,
            overdue: false,
            overwrites: Vec::new(),
            lacks: None,
        }
    }

    /// Returns the number of nested shells in which a step runs: those of its `inside`, or else
    /// those of the pane.
    fn depth(&self, step: Option<&Step>, host: &str) -> usize {
        let led = step.map_or(0, |step| step.inside.len());
        let stands = self.hosts.nested_shells(host).len();
        if led > 0 { led } else { stands }
    }

    /// Returns the event of a job's start.
    pub(in crate::app) fn started(&self, step: &Step, job: &Job) -> Event {
        let command = match job.intent {
            Intent::Run | Intent::Reattach => step.record_text(),
            Intent::Verify => step.unless.clone().unwrap_or_else(|| step.record_text()),
            Intent::Undo => step
                .undo
                .clone()
                .unwrap_or_else(|| format!("undo: {}", step.summary())),
        };
        Event::StepStarted {
            day: self.day_of(&step.id),
            id: step.id.clone(),
            host: job.host.clone(),
            attempt: job.attempt,
            command,
            undo: job.intent == Intent::Undo,
        }
    }

    /// Handles a start that is on disk. Its host may be touched now.
    pub(in crate::app) fn step_started(&mut self, id: &str, host: &str, attempt: u32) -> Effects {
        let starts = |job: &&mut Job| job.id == id && job.host == host && job.attempt == 0;
        let Some(job) = self.jobs.iter_mut().find(starts) else {
            return Effects::default();
        };
        job.attempt = attempt;
        let job = job.clone();
        self.move_on(&job, Self::advance)
    }

    /// Runs the script in the shell of the host's pane.
    pub(in crate::app) fn run_script(
        &mut self,
        job: &Job,
        step: &Step,
    ) -> Result<Effects, Refusal> {
        let target = self.target(&job.host)?;
        self.set_stage(job, Stage::Running);
        // The last output is another step's.
        self.hosts.set_last_output(&job.host, None);
        let number = self.walk.attempts(&job.id).len();
        let text = match job.intent {
            Intent::Undo => self.undo_text(step, job),
            _ => self.text(step, job),
        };
        let mut script = self.script(&text, &step.uses, step.user.as_deref());
        script.shell.clone_from(&step.shell);
        if step.detach && job.intent != Intent::Undo {
            // Wrapped last, because its variables cannot be found in the wrapped text.
            let shell = step.shell.as_deref().unwrap_or(&target.shell);
            script.text = detach_script(&self.run_name(job), shell, &text);
        }
        Ok(Effects::requests(vec![Request::Run(StepRun {
            request_id: job.request_id,
            target,
            title: match job.intent {
                Intent::Undo => format!("Undo: {}", step.title),
                _ => step.title.clone(),
            },
            script,
            evidence: evidence_name(&job.id, &job.host, number),
            query: Box::new(query(step, job.intent)),
            secret: self.saves_secret(step, job.intent),
            inside: self.inside(step),
            in_shell: step.in_shell && job.intent == Intent::Run,
            disconnects: step.disconnects && job.intent == Intent::Run,
            interactive: step.interactive,
        })]))
    }

    /// Returns whether the value that a run of a step saves is a secret.
    pub(in crate::app) fn saves_secret(&self, step: &Step, intent: Intent) -> bool {
        let save = step.save.as_ref().filter(|_| intent != Intent::Undo);
        let variable = save.and_then(|save| self.plan.variable(&save.variable));
        variable.is_some_and(|variable| variable.secret)
    }

    /// Returns the commands that start the nested shells of a step, with their variables.
    fn inside(&self, step: &Step) -> Vec<Script> {
        let script = |command: &String| self.script(command, &step.uses, None);
        step.inside.iter().map(script).collect()
    }

    /// Returns the text that a step runs.
    fn text(&self, step: &Step, job: &Job) -> String {
        match step.script() {
            Some(script) => script.to_owned(),
            None => self.copy_text(step, job),
        }
    }

    /// Handles the end of a run on one host, and starts the next host of a rolling step.
    pub(in crate::app) fn step_ended(
        &mut self,
        id: &str,
        host: &str,
        attempt: u32,
        state: Outcome,
    ) -> Effects {
        let found = self
            .jobs
            .iter()
            .position(|job| job.id == id && job.host == host && job.attempt == attempt);
        let Some(index) = found else {
            // The operator ended it.
            return self.go_on(id);
        };
        let job = self.jobs.remove(index);
        let mut effects = self.clear(&job, state);
        if let Some(lacks) = job.lacks {
            effects.and(self.ask_for(id, &job.consent, lacks));
            return effects;
        }
        if state == Outcome::Failed
            && let Some(again) = self.try_again(&job)
        {
            effects.and(again);
            return effects;
        }
        if is_good(state) {
            effects.and(self.next_host(&job));
        } else {
            // One failure stops a rolling step.
            self.queues.remove(id);
        }
        effects.and(self.go_on(id));
        effects
    }

    fn next_host(&mut self, job: &Job) -> Effects {
        let next = self.queues.get_mut(&job.id).and_then(VecDeque::pop_front);
        let (Some(host), Some((_, step))) = (next, self.plan.step(&job.id)) else {
            return Effects::default();
        };
        let step = step.clone();
        let next = self.new_job(&job.id, &host, job.intent, &job.consent);
        let event = self.started(&step, &next);
        self.jobs.push(next);
        Effects::requests(self.append(vec![event]))
    }
}

/// Returns whether the next run may start after this outcome.
pub(in crate::app) fn is_good(state: Outcome) -> bool {
    matches!(state, Outcome::Passed | Outcome::Warned | Outcome::Skipped)
}

/// Returns the preconditions of a script, in order: whether there is anything to do, then whether
/// it may run now.
fn questions(
    step: &Step,
    intent: Intent,
    consent: &Approval,
    plan: &Plan,
) -> VecDeque<Precondition> {
    let mut questions = VecDeque::new();
    let compares = !step.files().is_empty();
    match intent {
        Intent::Reattach => return questions,
        Intent::Undo => questions.extend(compares.then_some(Precondition::Compare)),
        Intent::Run | Intent::Verify => {
            if intent == Intent::Run {
                let mut conditions: Vec<(usize, &Condition)> = (1..).zip(&step.when).collect();
                // Conditions without a host come first: they may spare the others.
                conditions
                    .sort_by_key(|(_, condition)| matches!(condition, Condition::Script { .. }));
                let conditions = conditions.into_iter();
                questions
                    .extend(conditions.flat_map(|(number, condition)| whens(number, condition)));
            }
            let asks = step.unless.is_some() && !consent.without_unless;
            questions.extend(asks.then_some(Precondition::Unless));
            // Files are compared before they are written, whatever `unless` says.
            if compares && (intent == Intent::Run || !asks) {
                questions.push_back(Precondition::Compare);
            }
        }
    }
    // A guard protects the run of a step, not its undo.
    if intent == Intent::Run {
        let asked = step
            .guards
            .iter()
            .filter(|guard| !consent.overrides.iter().any(|(name, _)| name == *guard));
        for guard in asked {
            let hosts = plan
                .guard(guard)
                .map_or(&[][..], |guard| &guard.check.hosts);
            questions.extend(hosts.iter().map(|host| Precondition::Guard {
                name: guard.clone(),
                host: host.clone(),
            }));
        }
    }
    questions
}

/// Returns a condition as preconditions: one for each of its hosts, which all must pass.
fn whens(number: usize, condition: &Condition) -> Vec<Precondition> {
    let when = |on| Precondition::When {
        number,
        condition: condition.clone(),
        on,
    };
    match condition {
        Condition::Script { hosts, .. } if !hosts.is_empty() => {
            hosts.iter().cloned().map(|host| when(Some(host))).collect()
        }
        Condition::Script { .. } | Condition::Variable { .. } | Condition::Step { .. } => {
            vec![when(None)]
        }
    }
}
