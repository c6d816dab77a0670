//! A way through a sheet: what was decided, what must hold before, its open steps, its checks.

use super::disk::{all_on_disk, print_fault};
use super::exit::Exit;
use super::refused::refused;
use super::results::Results;
use super::run_arguments::{Decision, RunArguments};
use crate::app::{Approval, Command, Engine};
use crate::output::complain;
use crate::plan::{Check, Plan, Procedure, Step};
use crate::progress::{
    CheckState, Outcome, StepState, check_state, interrupted, needs_check, recurrence, step_state,
};
use crate::run::{Headless, RunError};
use crate::service::now;

/// A way through a sheet.
pub(super) struct ProcedureRun<'a> {
    /// The walk.
    pub(super) walk: Headless,
    /// The plan, as it is walked.
    pub(super) plan: &'a Plan,
    /// What is walked.
    pub(super) procedure: Procedure<'a>,
    /// What was asked for.
    pub(super) arguments: &'a RunArguments,
    /// What was decided.
    pub(super) decisions: Vec<Decision>,
    /// What is told.
    pub(super) results: Results,
}

impl ProcedureRun<'_> {
    /// Goes it, until something fails or wants a person.
    pub(super) fn go(&mut self) -> Result<(), Exit> {
        if !self.opens_anew()? {
            return Ok(());
        }
        for decision in std::mem::take(&mut self.decisions) {
            if !matches!(decision.command, Command::Undo { .. }) {
                self.carry_out(&decision.id, decision.command)?;
            } else if !self.was_undone(&decision.id) {
                self.carry_out(&decision.id, decision.command)?;
                self.must_be_undone(&decision.id)?;
            }
        }
        let day = self.procedure.id();
        for answer in self.arguments.answers(&day) {
            self.carry_out("the quiz", answer)?;
        }
        if let Some(id) = self.arguments.step.as_deref() {
            return self.one(id);
        }
        if self.arguments.undoes() && !self.arguments.verify {
            // To go on would do at once again what was just taken back.
            return Ok(());
        }
        if !self.arguments.verify {
            self.steps()?;
        }
        let checks: Vec<&Check> = self.procedure.checks().iter().collect();
        self.ask(&checks)?;
        self.state(&checks)
    }

    /// Recurring work that is due is open again; tells whether there is anything to walk.
    fn opens_anew(&mut self) -> Result<bool, Exit> {
        let Procedure::Recurring(recurring) = self.procedure else {
            return Ok(true);
        };
        let work = &self.walk.work;
        let rounds = work.walk.occurrences(&recurring.id);
        let walked = rounds.last().is_some_and(|round| round.ended.is_none());
        if walked || work.read_only_reason.is_some() {
            return Ok(true);
        }
        let today = now().date_naive();
        let stands = recurrence(self.plan, recurring, &work.walk, today);
        if stands.due.is_none()
            && let Some(next) = stands.next
        {
            complain!("{} is not due: it comes next on {next}", recurring.id);
            return Ok(false);
        }
        let id = recurring.id.clone();
        if recurring.steps.is_empty() && recurring.checks.is_empty() {
            return Ok(true);
        }
        self.carry_out(&recurring.id, Command::BeginRound(id))?;
        Ok(true)
    }

    fn steps(&mut self) -> Result<(), Exit> {
        self.pick_up()?;
        self.refuse_interrupted()?;
        let before: Vec<&Check> = self.procedure.before().iter().collect();
        let from = self.arguments.from.as_deref();
        let steps = self.procedure.steps().iter();
        let steps = steps.skip_while(|step| from.is_some_and(|from| step.id != from));
        if steps.clone().any(|step| !self.is_done(step)) {
            // Asked until it holds, and no more: the day's own steps may change it.
            let walk = &self.walk.work.walk;
            let open: Vec<&Check> = before
                .iter()
                .copied()
                .filter(|check| !check_state(check, walk).is_done())
                .collect();
            self.ask(&open)?;
            let (asked, seen): (Vec<&Check>, Vec<&Check>) =
                before.into_iter().partition(|check| check.run.is_some());
            self.state(&asked)?;
            // What only a person can see stops nothing unless they said that it does not hold.
            let _ = self.state(&seen);
        }
        for step in steps {
            self.step(step)?;
        }
        Ok(())
    }

    fn is_done(&self, step: &Step) -> bool {
        step_state(step, &self.walk.work.walk).is_done()
    }

    /// What an earlier call left running on its host is followed to its end.
    fn pick_up(&mut self) -> Result<(), Exit> {
        for step in self.procedure.steps() {
            let state = step_state(step, &self.walk.work.walk);
            let lost = matches!(state, StepState::Interrupted | StepState::Unknown);
            if step.detach && lost && self.walk.work.has_detached_run(step) {
                self.run_step(step)?;
            }
        }
        Ok(())
    }

    /// Whether a step was taken back before: where a list of them broke off, it is given once more.
    fn was_undone(&self, id: &str) -> bool {
        let step = self.plan.step(id);
        let undone = step
            .is_some_and(|(_, step)| step_state(step, &self.walk.work.walk) == StepState::Undone);
        if undone {
            complain!("{id} is taken back already");
        }
        undone
    }

    /// What could not be taken back may rest on what would be taken back next.
    fn must_be_undone(&self, id: &str) -> Result<(), Exit> {
        let Some((_, step)) = self.plan.step(id) else {
            return Ok(());
        };
        let walk = &self.walk.work.walk;
        let mut undone = step
            .hosts
            .iter()
            .filter_map(|host| walk.last_attempt(id, host).filter(|attempt| attempt.undo));
        match undone.find_map(|attempt| match &attempt.ended {
            Some((ended, _)) if ended.state.holds() => None,
            Some((ended, _)) if ended.state == Outcome::Failed => Some(Exit::Failed),
            Some(_) | None => Some(Exit::NeedsOperator),
        }) {
            Some(exit) => {
                complain!("{id} was not taken back, and nothing after it was tried");
                Err(exit)
            }
            None => Ok(()),
        }
    }

    /// The one step or check that was named.
    fn one(&mut self, id: &str) -> Result<(), Exit> {
        if let Some(check) = self.procedure.all_checks().find(|check| check.id == id) {
            self.verify(check)?;
            return self.state(&[check]);
        }
        let step = self.procedure.steps().iter().find(|step| step.id == id);
        let Some(step) = step else { return Ok(()) };
        if self.arguments.again {
            return self.run_step(step);
        }
        self.pick_up()?;
        self.refuse_interrupted()?;
        self.step(step)
    }

    /// A step whose end nobody saw is a person's to decide about.
    fn refuse_interrupted(&self) -> Result<(), Exit> {
        let work = &self.walk.work;
        let lost: Vec<_> = interrupted(&work.plan, &work.walk)
            .into_iter()
            .filter(|lost| lost.procedure.id() == self.procedure.id())
            .collect();
        for lost in &lost {
            let id = &lost.step.id;
            complain!(
                "{id} was interrupted on {}: run it again with `--step {id} --again`, or say \
                 `--done {id}` or `--skip {id} WHY`",
                lost.host
            );
        }
        if lost.is_empty() {
            Ok(())
        } else {
            Err(Exit::NeedsOperator)
        }
    }

    /// Runs a step that is not done.
    fn step(&mut self, step: &Step) -> Result<(), Exit> {
        match step_state(step, &self.walk.work.walk) {
            StepState::Passed | StepState::Skipped => Ok(()),
            StepState::Unknown => {
                let id = &step.id;
                complain!(
                    "how {id} ended is not known: look, then say `--end {id} passed WHY`, or run \
                     it again with `--step {id} --again`"
                );
                Err(Exit::NeedsOperator)
            }
            StepState::Open
            | StepState::Failed
            | StepState::Undone
            | StepState::Interrupted
            | StepState::Running => self.run_step(step),
        }
    }

    fn run_step(&mut self, step: &Step) -> Result<(), Exit> {
        let passed = step_state(step, &self.walk.work.walk) == StepState::Passed;
        let consent = Approval {
            // What has passed is run again on purpose; its `unless` would only say that it has.
            without_unless: passed,
            ..self.arguments.approval(&step.id)
        };
        let id = step.id.clone();
        self.carry_out(&step.id, Command::Run { id, consent })?;
        if self.waits(step) {
            return Err(Exit::NeedsOperator);
        }
        match step_state(step, &self.walk.work.walk) {
            StepState::Passed | StepState::Skipped => Ok(()),
            StepState::Failed => Err(Exit::Failed),
            _ => Err(Exit::NeedsOperator),
        }
    }

    /// Whether it did not get to run, and so stands as it did before: what passed once still does.
    fn waits(&self, step: &Step) -> bool {
        let walk = &self.walk.work.walk;
        let ended = |host: &String| walk.last_attempt(&step.id, host)?.ended.as_ref();
        let mut ended = step.hosts.iter().filter_map(ended);
        ended.any(|(ended, _)| ended.state == Outcome::NotRun)
    }

    /// Asks checks: with `--verify` all of them, else those that are not done, or were before
    /// something changed.
    fn ask(&mut self, checks: &[&Check]) -> Result<(), Exit> {
        for check in checks {
            let due = needs_check(self.procedure, check, &self.walk.work.walk);
            if check.run.is_some() && (self.arguments.verify || due) {
                self.verify(check)?;
            }
        }
        Ok(())
    }

    fn verify(&mut self, check: &Check) -> Result<(), Exit> {
        self.carry_out(&check.id, Command::Verify(check.id.clone()))?;
        self.results
            .print_previews(&self.walk.work, self.procedure, check);
        Ok(())
    }

    /// What the checks amount to.
    fn state(&self, checks: &[&Check]) -> Result<(), Exit> {
        let states: Vec<(&Check, CheckState)> = checks
            .iter()
            .map(|check| (*check, seen_state(&self.walk.work, check)))
            .collect();
        let is_no = |state| matches!(state, CheckState::Failed | CheckState::Drifted);
        if states.iter().any(|(_, state)| is_no(*state)) {
            return Err(Exit::Failed);
        }
        let mut result = Ok(());
        for (check, state) in states {
            if state == CheckState::Open && check.run.is_none() {
                let id = &check.id;
                complain!(
                    "{id} is checked by eye: {}: `--attest {id} WHY`",
                    check.text
                );
            }
            if matches!(state, CheckState::Open | CheckState::Unknown) {
                result = Err(Exit::NeedsOperator);
            }
        }
        result
    }

    fn carry_out(&mut self, id: &str, command: Command) -> Result<(), Exit> {
        match self.walk.carry_out([command], &mut self.results) {
            Ok(()) => Ok(()),
            Err(RunError::Refused(refusal)) => Err(refused(&self.walk.work, id, &refusal)),
            Err(RunError::Interrupted) => {
                all_on_disk(&self.walk.work)?;
                complain!("interrupted; {id} is found again as it stands");
                Err(Exit::NeedsOperator)
            }
            Err(RunError::Disk(why)) => {
                self.walk.work.walk.live = None;
                Err(print_fault(&self.walk.work, self.procedure, &why))
            }
            Err(RunError::Failed(error)) => {
                complain!("{error}");
                all_on_disk(&self.walk.work)?;
                Err(Exit::Failed)
            }
        }
    }
}

/// Where a check stands; where nothing is kept, by what was just answered.
fn seen_state(work: &Engine, check: &Check) -> CheckState {
    let glance = |host: &String| {
        let ended = work.glances.get(&(check.id.clone(), host.clone()))?;
        Some(match ended.state {
            Outcome::Passed => CheckState::Passed,
            Outcome::Warned => CheckState::Warned,
            Outcome::Failed => CheckState::Failed,
            Outcome::Unknown | Outcome::NotRun | Outcome::Skipped => CheckState::Unknown,
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
