//! Whether a step may run now; nothing is asked of the world.

use crate::app::engine::engine::Engine;
use crate::app::engine::job::Job;
use crate::app::engine::lookup::{non_empty, values_missing};
use crate::app::engine::{Approval, Intent, needed};
use crate::plan::{Condition, Step};
use crate::progress::{Needs, Refusal, check_state, step_state};

impl Engine {
    /// Whether a step may run now.
    ///
    /// # Errors
    /// Says why not, and what would lift it.
    pub(in crate::app) fn can_run(
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
        }
        // A person agrees before anything is done for the step, and to fetch its secrets is to do
        // something.
        if matches!(intent, Intent::Run | Intent::Undo) {
            self.is_agreed(step, approval)?;
        }
        self.has_values(step, intent)?;
        for host in &step.hosts {
            self.target(host)?;
        }
        Ok(())
    }

    /// Whether there is something that can be run.
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
                "this step has no `unless` that could tell whether it is done",
                "say in your own words that it is done",
            ),
            Intent::Undo if step.undo.is_none() && step.files().is_empty() => {
                let why = step.no_undo.clone().unwrap_or_else(|| {
                    "the plan does not say how this step is taken back".to_owned()
                });
                by_person(&why, "take it back by hand, and note a deviation")
            }
            Intent::Run if self.lacks_keyboard(step) && !may_be_spared(step) => {
                Err(needs_operator(step))
            }
            _ => Ok(()),
        }
    }

    /// Whether a step would ask somebody at the keyboard, and nobody sits there.
    pub fn lacks_keyboard(&self, step: &Step) -> bool {
        step.interactive && !self.has_operator
    }

    /// Whether the operator attached to a shell that a running step opened: others run in there.
    fn leaves_room(&self, job: &Job, step: &Step) -> bool {
        let stands = self.hosts.nested_shells(&job.host).len();
        step.inside.is_empty() && stands > job.depth
    }

    /// Whether neither the step nor one of its hosts is busy.
    fn is_free(&self, step: &Step) -> Result<(), Refusal> {
        if self.held.iter().any(|held| held.id == step.id) {
            let instead = "wait for it, or give it up";
            return Err(Refusal::new("this step waits for its time", instead));
        }
        let busy = self.jobs.iter().find(|job| {
            let taken = step.hosts.contains(&job.host) && !self.leaves_room(job, step);
            job.id == step.id || taken
        });
        busy.map_or(Ok(()), |job| {
            let why = format!("{} is running on {}", job.id, job.host);
            Err(Refusal::new(why, "wait for it, or say how it ended"))
        })
    }

    /// Whether what must come before it is done.
    fn is_its_turn(&self, step: &Step) -> Result<(), Refusal> {
        let is_open = |id: &&String| !self.is_done(id);
        let Some(first) = step.after.iter().find(is_open) else {
            return Ok(());
        };
        let title = self.title(first).unwrap_or(first);
        let why = format!("it comes after {title}, which is not done");
        Err(Refusal::new(why, format!("do {first} first")))
    }

    /// Whether a step or check is done.
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
            // It has its values; what it may still tell of them has to be struck.
            needed.retain(|variable| variable.secret);
        }
        let (_, missing) = self.values.resolve(&needed, &self.walk);
        if missing.is_empty() {
            Ok(())
        } else {
            Err(values_missing(missing))
        }
    }

    /// What its conditions ask for and a command tells: whether that has a value is not known before.
    fn looked_for(&self, step: &Step) -> Vec<String> {
        let told = |name: &str| self.plan.variable(name).is_some_and(|it| it.from.is_some());
        let named = step.when.iter().filter_map(|condition| match condition {
            Condition::Variable { name, .. } => Some(name),
            Condition::Script { .. } | Condition::Step { .. } => None,
        });
        named.filter(|name| told(name)).cloned().collect()
    }

    /// Whether the person agreed to what the step may do.
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

/// A step that saves a value does not need it to run.
fn is_not_saved_here(step: &Step, name: &str) -> bool {
    let saves = step.save.as_ref().is_some_and(|save| save.variable == name);
    !saves || step.uses.iter().any(|used| used == name)
}

/// Whether what is asked before a step may show that there is nothing to run.
fn may_be_spared(step: &Step) -> bool {
    step.unless.is_some() || !step.when.is_empty()
}

/// What a step is answered with that would ask somebody, where nobody is.
pub(in crate::app) fn needs_operator(step: &Step) -> Refusal {
    let id = &step.id;
    let done = match step.unless {
        Some(_) => format!("do it yourself and say `--done {id}`"),
        None => format!("leave it out with `--skip {id} WHY`"),
    };
    Refusal::with_needs(
        Needs::Operator,
        "it asks somebody at the keyboard, and nobody is there",
        format!("run it at a terminal, or {done}"),
    )
}

/// What a plan that nobody trusts yet is answered with.
pub(in crate::app) fn not_trusted() -> Refusal {
    Refusal::new(
        "this plan is not trusted yet",
        "press T to read what it would do and to trust it",
    )
}

/// Everything of a step that may be run for an intent.
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
