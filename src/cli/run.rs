//! `daymark run`: the same walk without a screen.

use super::arguments::{Decision, Globals, RunArguments};
use super::exit::Exit;
use super::opened::Opened;
use super::results::Results;
use crate::app::{Command, Consent, Item, Work};
use crate::plan::{Check, Entry, Step};
use crate::progress::{
    CheckState, Needs, Refusal, Standing, StepState, check_state, interrupted, step_state,
};
use crate::run::{Headless, Stopped};

/// Goes through an entry: what was decided, its open steps, its checks.
pub(super) fn run(globals: &Globals, arguments: &RunArguments) -> Exit {
    walk(globals, arguments).err().unwrap_or(Exit::Done)
}

fn walk(globals: &Globals, arguments: &RunArguments) -> Result<(), Exit> {
    let opened = Opened::plan(globals, arguments.plan.as_deref())?;
    let entry = opened.entry(&arguments.day)?.clone();
    let decisions = arguments.decisions().map_err(|why| {
        eprintln!("{why}");
        Exit::Usage
    })?;
    known_ids(&entry, arguments, &decisions)?;
    if arguments.dry_run {
        let work = opened.to_read(globals)?;
        return Results::new(arguments.json).tell_plan(&work, &entry, arguments);
    }
    let mut course = Course {
        walk: opened.to_run(globals)?,
        entry,
        arguments,
        decisions,
        results: Results::new(arguments.json),
    };
    let went = course.go();
    course.results.sum_up(&course.walk.work, &course.entry);
    went
}

/// Every id on the command line must be one of the entry's.
fn known_ids(entry: &Entry, arguments: &RunArguments, decisions: &[Decision]) -> Result<(), Exit> {
    let decided = decisions.iter().map(|decision| decision.id.as_str());
    for id in arguments.step.as_deref().into_iter().chain(decided) {
        if Item::position(entry, id).is_none() {
            eprintln!("day {} has no step or check called {id}", entry.days);
            return Err(Exit::Usage);
        }
    }
    Ok(())
}

/// A way through an entry.
struct Course<'a> {
    walk: Headless,
    entry: Entry,
    arguments: &'a RunArguments,
    decisions: Vec<Decision>,
    results: Results,
}

impl Course<'_> {
    fn go(&mut self) -> Result<(), Exit> {
        for decision in std::mem::take(&mut self.decisions) {
            self.carry_out(&decision.id, decision.command)?;
        }
        if let Some(id) = self.arguments.step.as_deref() {
            return self.one(id);
        }
        if !self.arguments.verify {
            self.refuse_interrupted()?;
            for step in self.entry.steps.clone() {
                self.step(&step)?;
            }
        }
        let checks: Vec<Check> = self.entry.checks.clone();
        let open: Vec<&Check> = checks
            .iter()
            .filter(|check| self.wants_asking(check))
            .collect();
        self.checks(&open)?;
        self.stand(&checks)
    }

    /// The one step or check that was named.
    fn one(&mut self, id: &str) -> Result<(), Exit> {
        if let Some(check) = self
            .entry
            .checks
            .iter()
            .find(|check| check.id == id)
            .cloned()
        {
            self.checks(&[&check])?;
            return self.stand(std::slice::from_ref(&check));
        }
        let step = self.entry.steps.iter().find(|step| step.id == id).cloned();
        let Some(step) = step else { return Ok(()) };
        if self.arguments.again {
            return self.run_step(&step);
        }
        self.refuse_interrupted()?;
        self.step(&step)
    }

    /// A step whose end nobody saw is a person's to decide about.
    fn refuse_interrupted(&self) -> Result<(), Exit> {
        let work = &self.walk.work;
        let lost: Vec<_> = interrupted(&work.plan, &work.walk)
            .into_iter()
            .filter(|lost| lost.sheet.id() == self.entry.days.to_string())
            .collect();
        for lost in &lost {
            let id = &lost.step.id;
            eprintln!(
                "{id} was interrupted on {}: run it again with `--step {id} --again`, or say \
                 `--done {id}` or `--skip {id} WHY`",
                lost.host
            );
        }
        if lost.is_empty() {
            Ok(())
        } else {
            Err(Exit::Person)
        }
    }

    /// Runs a step that is not done.
    fn step(&mut self, step: &Step) -> Result<(), Exit> {
        match step_state(step, &self.walk.work.walk) {
            StepState::Passed | StepState::Skipped => Ok(()),
            StepState::Unknown => {
                let id = &step.id;
                eprintln!(
                    "how {id} ended is not known: look, then say `--end {id} passed WHY`, or run \
                     it again with `--step {id} --again`"
                );
                Err(Exit::Person)
            }
            StepState::Open
            | StepState::Failed
            | StepState::Undone
            | StepState::Interrupted
            | StepState::Running => self.run_step(step),
        }
    }

    fn run_step(&mut self, step: &Step) -> Result<(), Exit> {
        let work = &self.walk.work;
        let passed = step_state(step, &work.walk) == StepState::Passed;
        let hosts = self.arguments.production.clone();
        let consent = Consent {
            danger: self.arguments.yes,
            hosts,
            // What has passed is run again on purpose; its `unless` would only say that it has.
            without_unless: passed,
        };
        let id = step.id.clone();
        self.carry_out(&step.id, Command::Run { id, consent })?;
        match step_state(step, &self.walk.work.walk) {
            StepState::Passed | StepState::Skipped => Ok(()),
            StepState::Failed => Err(Exit::NotSo),
            _ => Err(Exit::Person),
        }
    }

    /// Whether a check is asked on the way: with `--verify` all are, else those not done.
    fn wants_asking(&self, check: &Check) -> bool {
        let done = check_state(check, &self.walk.work.walk).is_done();
        check.run.is_some() && (self.arguments.verify || !done)
    }

    fn checks(&mut self, checks: &[&Check]) -> Result<(), Exit> {
        for check in checks {
            self.carry_out(&check.id, Command::Verify(check.id.clone()))?;
            self.results
                .tell_glances(&self.walk.work, &self.entry, check);
        }
        Ok(())
    }

    /// What all the checks amount to.
    fn stand(&self, checks: &[Check]) -> Result<(), Exit> {
        let states: Vec<(&Check, CheckState)> = checks
            .iter()
            .map(|check| (check, seen_state(&self.walk.work, check)))
            .collect();
        if states.iter().any(|(_, state)| *state == CheckState::Failed) {
            return Err(Exit::NotSo);
        }
        let mut result = Ok(());
        for (check, state) in states {
            if state == CheckState::Open && check.run.is_none() {
                let id = &check.id;
                eprintln!(
                    "{id} is checked by eye: {}: `--attest {id} WHY`",
                    check.text
                );
            }
            if matches!(state, CheckState::Open | CheckState::Unknown) {
                result = Err(Exit::Person);
            }
        }
        result
    }

    fn carry_out(&mut self, id: &str, command: Command) -> Result<(), Exit> {
        match self.walk.carry_out([command], &mut self.results) {
            Ok(()) => Ok(()),
            Err(Stopped::Refused(refusal)) => Err(refused(&self.walk.work, id, &refusal)),
            Err(Stopped::Interrupted) => {
                eprintln!("interrupted; {id} is found again as it stands");
                Err(Exit::Person)
            }
            Err(Stopped::Failed(error)) => {
                eprintln!("{error}");
                Err(Exit::NotSo)
            }
        }
    }
}

/// Where a check stands; where nothing is kept, by what was just answered.
fn seen_state(work: &Work, check: &Check) -> CheckState {
    let glance = |host: &String| {
        let ended = work.glances.get(&(check.id.clone(), host.clone()))?;
        Some(match ended.state {
            Standing::Passed => CheckState::Passed,
            Standing::Warned => CheckState::Warned,
            Standing::Failed => CheckState::Failed,
            Standing::Unknown | Standing::NotRun | Standing::Skipped => CheckState::Unknown,
        })
    };
    let glances: Vec<CheckState> = check.hosts.iter().filter_map(glance).collect();
    let worst = [CheckState::Failed, CheckState::Unknown, CheckState::Warned]
        .into_iter()
        .find(|state| glances.contains(state));
    match (glances.is_empty(), worst) {
        (true, _) => check_state(check, &work.walk),
        (false, worst) => worst.unwrap_or(CheckState::Passed),
    }
}

/// Tells what a person would have to say on the command line.
fn refused(work: &Work, id: &str, refusal: &Refusal) -> Exit {
    let why = &refusal.why;
    match &refusal.needs {
        Needs::Nothing if refusal.instead.is_empty() => eprintln!("{id}: {why}"),
        Needs::Nothing => eprintln!("{id}: {why}: {}", refusal.instead),
        Needs::Person
            if work
                .plan
                .step(id)
                .is_some_and(|(_, step)| step.script().is_none()) =>
        {
            eprintln!("{id} is done by hand: do it, then say `--attest {id} WHY`");
            if let Some((_, step)) = work.plan.step(id)
                && let crate::plan::Action::Manual(text) = &step.action
            {
                eprintln!("\n{text}");
            }
        }
        Needs::Person => eprintln!("{id}: {why}: {}", refusal.instead),
        Needs::Values(names) => {
            for name in names {
                eprintln!("{id} needs {name}: {}", how_to_give(work, name));
            }
        }
        Needs::Consent(danger) => {
            eprintln!("{id} is dangerous: {danger}\nit runs only with `--yes`");
        }
        Needs::HostName(host) => {
            eprintln!("{id} is dangerous, and {host} is in production: `--production {host}`");
        }
    }
    Exit::Person
}

fn how_to_give(work: &Work, name: &str) -> String {
    let variable = work.plan.variable(name);
    let ask = variable
        .and_then(|variable| variable.ask.as_deref())
        .unwrap_or("a value");
    let secret = variable.is_some_and(|variable| variable.secret);
    let flag = if secret {
        ""
    } else {
        &format!("`--var {name}=VALUE`, ")
    };
    format!("{ask}: {flag}`--vars-file FILE`, or DAYMARK_VAR_{name}")
}
