//! Decides whether a step may run now. No host is touched.

use crate::app::engine::conditions::runs_conditions;
use crate::app::engine::engine::Engine;
use crate::app::engine::job::Job;
use crate::app::engine::lookup::{non_empty, values_missing};
use crate::app::engine::{Approval, Intent, needed};
use crate::plan::{Condition, Step};
use crate::progress::{Needs, Refusal, check_state, step_state};

impl Engine {
    /// Decides whether a step may begin, whatever its conditions say.
    ///
    /// # Errors
    /// Returns the reason why not, and what would lift it.
    pub(in crate::app) fn may_begin(
        &self,
        step: &Step,
        intent: Intent,
        approval: &Approval,
    ) -> Result<(), Refusal> {
        self.is_runnable(step, intent)?;
        for (_, why) in &approval.overrides {
            non_empty(why, "a guard is passed over only with a reason")?;
        }
        self.is_free(step)?;
        if intent == Intent::Run {
            self.is_its_turn(step)?;
            self.has_condition_values(step)?;
        }
        Ok(())
    }

    /// Decides whether a step may run now.
    ///
    /// # Errors
    /// Returns the reason why not, and what would lift it.
    pub(in crate::app) fn can_run(
        &self,
        step: &Step,
        intent: Intent,
        approval: &Approval,
    ) -> Result<(), Refusal> {
        self.may_begin(step, intent, approval)?;
        self.may_run(step, intent, approval)
    }

    /// Decides whether a step that may begin has its approvals, values and hosts. If its conditions
    /// run on a host, that comes first, and the rest is asked for afterwards.
    ///
    /// # Errors
    /// Returns the reason why not, and what would lift it.
    pub(in crate::app) fn is_ready(
        &self,
        step: &Step,
        intent: Intent,
        approval: &Approval,
    ) -> Result<(), Refusal> {
        if intent == Intent::Run && runs_conditions(step) {
            return Ok(());
        }
        self.may_run(step, intent, approval)
    }

    /// Decides whether the script of a running job may run, now that its conditions are met.
    pub(in crate::app) fn may_follow(&self, job: &Job, step: &Step) -> Result<(), Refusal> {
        if job.intent == Intent::Run && runs_conditions(step) {
            self.may_run(step, job.intent, &job.consent)
        } else {
            Ok(())
        }
    }

    /// Decides whether a step has its approvals, values and hosts.
    fn may_run(&self, step: &Step, intent: Intent, approval: &Approval) -> Result<(), Refusal> {
        // The operator approves the danger before anything happens for the step, also before its
        // secrets are fetched.
        if matches!(intent, Intent::Run | Intent::Undo) {
            self.is_agreed(step, approval)?;
        }
        self.has_values(step, intent)?;
        for host in &step.hosts {
            self.target(host)?;
        }
        Ok(())
    }

    /// Decides whether the step has something to run.
    fn is_runnable(&self, step: &Step, intent: Intent) -> Result<(), Refusal> {
        let by_person =
            |why: &str, instead: &str| Err(Refusal::with_needs(Needs::Operator, why, instead));
        if step.is_manual() {
            return by_person(
                "this step is done by hand",
                "do it, then tick it with space",
            );
        }
        if !self.is_trusted() {
            return Err(not_trusted());
        }
        match intent {
            Intent::Verify if step.unless.is_none() && step.files().is_empty() => by_person(
                "this step has no `unless`, so daymark cannot check whether it is done",
                "say in your own words that it is done",
            ),
            Intent::Undo if step.undo.is_none() && step.files().is_empty() => {
                let why = step
                    .no_undo
                    .clone()
                    .unwrap_or_else(|| "the plan has no undo for this step".to_owned());
                by_person(&why, "take it back by hand, and note a deviation")
            }
            Intent::Run if self.lacks_keyboard(step) && !may_be_spared(step) => {
                Err(needs_operator(step))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether a step is interactive and no terminal is attached.
    pub fn lacks_keyboard(&self, step: &Step) -> bool {
        step.interactive && !self.has_operator
    }

    /// Returns whether the operator attached to a shell that a running step opened. Other steps can
    /// run in it.
    fn is_outside_nested_shell(&self, job: &Job, step: &Step) -> bool {
        let stands = self.hosts.nested_shells(&job.host).len();
        step.inside.is_empty() && stands > job.depth
    }

    /// Decides whether the step and all of its hosts are free.
    fn is_free(&self, step: &Step) -> Result<(), Refusal> {
        if self.waiting.iter().any(|waiting| waiting.id == step.id) {
            let instead = "wait for it, or cancel the wait";
            return Err(Refusal::new("this step is waiting", instead));
        }
        let busy = self.jobs.iter().find(|job| {
            let taken = step.hosts.contains(&job.host) && !self.is_outside_nested_shell(job, step);
            job.id == step.id || taken
        });
        busy.map_or(Ok(()), |job| {
            let why = format!("{} is running on {}", job.id, job.host);
            Err(Refusal::new(why, "wait for it, or set its result"))
        })
    }

    /// Decides whether everything in `after` is done.
    fn is_its_turn(&self, step: &Step) -> Result<(), Refusal> {
        let is_open = |id: &&String| !self.is_done(id);
        let Some(first) = step.after.iter().find(is_open) else {
            return Ok(());
        };
        let title = self.title(first).unwrap_or(first);
        let why = format!("it comes after {title}, which is not done");
        Err(Refusal::new(why, format!("do {first} first")))
    }

    /// Returns whether a step or check is done.
    pub(in crate::app) fn is_done(&self, id: &str) -> bool {
        let step = self.plan.step(id);
        let check = self.plan.check(id);
        step.is_some_and(|(_, step)| step_state(step, &self.walk).is_done())
            || check.is_some_and(|(_, check)| check_state(check, &self.walk).is_done())
    }

    fn has_values(&self, step: &Step, intent: Intent) -> Result<(), Refusal> {
        let scripts = scripts(step, intent);
        let mut uses = step.uses.clone();
        uses.extend(self.looked_for(step));
        let mut needed = needed(&self.plan, &scripts, &uses, &step.hosts);
        needed.retain(|variable| is_not_saved_here(step, &variable.name));
        if intent == Intent::Reattach {
            // The run has its values already. Only secrets are needed, to mask its output.
            needed.retain(|variable| variable.secret);
        }
        let (_, missing) = self.values.resolve(&needed, &self.walk);
        if missing.is_empty() {
            Ok(())
        } else {
            Err(values_missing(missing))
        }
    }

    /// Returns the variables in the step's conditions that a command fetches.
    fn looked_for(&self, step: &Step) -> Vec<String> {
        let is_fetched = |name: &str| self.plan.variable(name).is_some_and(|it| it.from.is_some());
        let named = step.when.iter().filter_map(|condition| match condition {
            Condition::Variable { name, .. } => Some(name),
            Condition::Script { .. } | Condition::Step { .. } => None,
        });
        named.filter(|name| is_fetched(name)).cloned().collect()
    }

    /// Decides whether the operator approved the danger of the step.
    fn is_agreed(&self, step: &Step, consent: &Approval) -> Result<(), Refusal> {
        let Some(danger) = &step.danger else {
            return Ok(());
        };
        if !consent.danger {
            let needs = Needs::Consent(danger.clone());
            let instead = "it runs only after a deliberate yes";
            return Err(Refusal::with_needs(needs, danger.clone(), instead));
        }
        let unnamed = step.hosts.iter().find(|name| {
            let production = self.plan.host(name).is_some_and(|host| host.production);
            production && !consent.hosts.contains(name)
        });
        let Some(host) = unnamed else { return Ok(()) };
        let needs = Needs::HostName(host.clone());
        let why = format!("{host} is in production");
        Err(Refusal::with_needs(
            needs,
            why,
            format!("type its name: {host}"),
        ))
    }
}

/// Returns whether a step needs this variable. A step that saves a value does not need it to run.
fn is_not_saved_here(step: &Step, name: &str) -> bool {
    let saves = step.save.as_ref().is_some_and(|save| save.variable == name);
    !saves || step.uses.iter().any(|used| used == name)
}

/// Returns whether a precondition may show that there is nothing to run.
fn may_be_spared(step: &Step) -> bool {
    step.unless.is_some() || !step.when.is_empty()
}

/// Returns the refusal of an interactive step without a terminal.
pub(in crate::app) fn needs_operator(step: &Step) -> Refusal {
    let id = &step.id;
    let done = match step.unless {
        Some(_) => format!("do it yourself and use `--done {id}`"),
        None => format!("skip it with `--skip {id} WHY`"),
    };
    Refusal::with_needs(
        Needs::Operator,
        "this step is interactive, but no terminal is attached",
        format!("run it at a terminal, or {done}"),
    )
}

/// Returns the refusal of a plan that is not trusted.
pub(in crate::app) fn not_trusted() -> Refusal {
    Refusal::new(
        "this plan is not trusted yet",
        "press T to read what it would do and to trust it",
    )
}

/// Returns the scripts of a step that may run for an intent.
fn scripts(step: &Step, intent: Intent) -> Vec<&str> {
    let mut scripts: Vec<&str> = step.unless.as_deref().into_iter().collect();
    scripts.extend(step.when.iter().filter_map(|condition| match condition {
        Condition::Script { run, .. } => Some(run.as_str()),
        Condition::Variable { .. } | Condition::Step { .. } => None,
    }));
    match intent {
        Intent::Run | Intent::Reattach => scripts.extend(step.script()),
        Intent::Undo => scripts.extend(step.undo.as_deref()),
        Intent::Verify => {}
    }
    let filled = step.files().iter().filter(|file| file.fill);
    scripts.extend(filled.filter_map(|file| std::str::from_utf8(&file.content).ok()));
    scripts
}
