//! Runs a procedure without a screen: decisions, checks before, open steps, checks.

use super::disk::{all_on_disk, print_fault};
use super::exit::Exit;
use super::refused::refused;
use super::results::Results;
use super::run_arguments::{Decision, RunArguments};
use crate::app::{Approval, Command, Engine};
use crate::output::complain;
use crate::plan::{Check, Plan, Procedure, Step};
use crate::port::ConnectionState;
use crate::progress::{
    CheckState, Outcome, OutcomeSource, RunResult, StepState, check_state, interrupted,
    needs_check, recurrence, step_state,
};
use crate::run::{Headless, RunError};
use crate::service::now;

/// One run of a procedure.
pub(super) struct ProcedureRun<'a> {
    /// The walk.
    pub(super) walk: Headless,
    /// The plan.
    pub(super) plan: &'a Plan,
    /// The procedure.
    pub(super) procedure: Procedure<'a>,
    /// The command line.
    pub(super) arguments: &'a RunArguments,
    /// Decisions of the command line.
    pub(super) decisions: Vec<Decision>,
    /// The output.
    pub(super) results: Results,
}

impl ProcedureRun<'_> {
    /// Runs the procedure until something fails or needs a person.
    pub(super) fn go(&mut self) -> Result<(), Exit> {
        if !self.begin_occurrence()? {
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
            // Going on would run the undone steps again at once.
            return Ok(());
        }
        if !self.arguments.verify {
            self.steps()?;
        }
        let checks: Vec<&Check> = self.procedure.checks().iter().collect();
        self.ask(&checks)?;
        self.state(&checks)
    }

    /// Begins an occurrence of recurring work that is due; returns whether there is something to run.
    fn begin_occurrence(&mut self) -> Result<bool, Exit> {
        let Procedure::Recurring(recurring) = self.procedure else {
            return Ok(true);
        };
        let engine = &self.walk.engine;
        let rounds = engine.walk().occurrences(&recurring.id);
        let walked = rounds.last().is_some_and(|round| round.ended.is_none());
        if walked || engine.is_read_only() {
            return Ok(true);
        }
        let today = now().date_naive();
        let stands = recurrence(self.plan, recurring, engine.walk(), today);
        if stands.due.is_none()
            && let Some(next) = stands.next
        {
            complain!("{} is not due. Its next date is {next}", recurring.id);
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
        self.reattach()?;
        self.refuse_interrupted()?;
        let before: Vec<&Check> = self.procedure.before().iter().collect();
        let from = self.arguments.from.as_deref();
        let steps = self.procedure.steps().iter();
        let steps = steps.skip_while(|step| from.is_some_and(|from| step.id != from));
        if steps.clone().any(|step| !self.is_done(step)) {
            // These run until they pass, then no more: the day's own steps may change the result.
            let walk = self.walk.engine.walk();
            let open: Vec<&Check> = before
                .iter()
                .copied()
                .filter(|check| !check_state(check, walk).is_done())
                .collect();
            self.ask(&open)?;
            let (asked, seen): (Vec<&Check>, Vec<&Check>) =
                before.into_iter().partition(|check| check.run.is_some());
            self.state(&asked)?;
            // A manual check stops nothing unless a person said that it fails.
            let _ = self.state(&seen);
        }
        for step in steps {
            self.step(step)?;
        }
        Ok(())
    }

    fn is_done(&self, step: &Step) -> bool {
        step_state(step, self.walk.engine.walk()).is_done()
    }

    /// Reattaches to steps that an earlier call left running, and waits for their ends.
    fn reattach(&mut self) -> Result<(), Exit> {
        for step in self.procedure.steps() {
            let state = step_state(step, self.walk.engine.walk());
            let lost = matches!(state, StepState::Interrupted | StepState::Unknown);
            if step.detach && lost && self.walk.engine.has_detached_run(step) {
                self.run_step(step)?;
            }
        }
        Ok(())
    }

    /// Returns whether a step is undone already: an interrupted list of undos may be given again.
    fn was_undone(&self, id: &str) -> bool {
        let step = self.plan.step(id);
        let undone = step.is_some_and(|(_, step)| {
            step_state(step, self.walk.engine.walk()) == StepState::Undone
        });
        if undone {
            complain!("{id} is already undone");
        }
        undone
    }

    /// Stops after an undo that failed: the failed step may depend on the steps to undo next.
    fn must_be_undone(&self, id: &str) -> Result<(), Exit> {
        let Some((_, step)) = self.plan.step(id) else {
            return Ok(());
        };
        let walk = self.walk.engine.walk();
        let mut undone = step
            .hosts
            .iter()
            .filter_map(|host| walk.last_attempt(id, host).filter(|attempt| attempt.undo));
        match undone.find_map(|attempt| match &attempt.ended {
            Some((ended, _)) if ended.state.holds() => None,
            Some((ended, _)) => Some(match ended.state {
                Outcome::Failed => Exit::Failed,
                Outcome::NotRun => self.not_run(step, ended),
                _ => Exit::NeedsOperator,
            }),
            None => Some(Exit::NeedsOperator),
        }) {
            Some(exit) => {
                complain!("Error: {id} was not undone, and no undo after it ran.");
                Err(exit)
            }
            None => Ok(()),
        }
    }

    /// Runs the step or check of `--step`.
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
        self.reattach()?;
        self.refuse_interrupted()?;
        self.step(step)
    }

    /// Stops at interrupted steps: a person decides about them.
    fn refuse_interrupted(&self) -> Result<(), Exit> {
        let engine = &self.walk.engine;
        let lost: Vec<_> = interrupted(engine.plan(), engine.walk())
            .into_iter()
            .filter(|lost| lost.procedure.id() == self.procedure.id())
            .collect();
        for lost in &lost {
            let id = &lost.step.id;
            complain!(
                "Error: {id} was interrupted on {}, and its result is unknown.",
                lost.host
            );
            complain!(
                "Hint: Run it again with `--step {id} --again`, check with `--done {id}` whether it is \
                 done, or skip it with `--skip {id} WHY`"
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
        match step_state(step, self.walk.engine.walk()) {
            StepState::Passed | StepState::Skipped => Ok(()),
            StepState::Unknown => {
                let id = &step.id;
                complain!("Error: The result of {id} is unknown.");
                complain!(
                    "Hint: Check the host, then set the result with `--end {id} passed WHY`, or run \
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
        let passed = step_state(step, self.walk.engine.walk()) == StepState::Passed;
        let consent = Approval {
            // A passed step runs again on purpose; its `unless` would only report that it is done.
            without_unless: passed,
            ..self.arguments.approval(&step.id)
        };
        let id = step.id.clone();
        self.carry_out(&step.id, Command::Run { id, consent })?;
        if let Some(ended) = self.not_run_result(step) {
            return Err(self.not_run(step, ended));
        }
        match step_state(step, self.walk.engine.walk()) {
            StepState::Passed | StepState::Skipped => Ok(()),
            StepState::Failed => Err(Exit::Failed),
            _ => Err(Exit::NeedsOperator),
        }
    }

    /// Returns the result of a run whose script did not start. The step keeps its earlier state. A
    /// result that needs the operator comes first.
    fn not_run_result(&self, step: &Step) -> Option<&RunResult> {
        let walk = self.walk.engine.walk();
        let ended = |host: &String| walk.last_attempt(&step.id, host)?.ended.as_ref();
        let ended = step.hosts.iter().filter_map(ended).map(|(ended, _)| ended);
        let mut not_run = ended.filter(|ended| ended.state == Outcome::NotRun);
        let first = not_run.clone().next();
        let needs_person = |ended: &&RunResult| self.not_run(step, ended) == Exit::NeedsOperator;
        not_run.find(needs_person).or(first)
    }

    /// Returns the exit status for a step whose script did not start. Only the operator can override
    /// a guard, approve an overwrite or type; otherwise the host refused or was out of reach.
    fn not_run(&self, step: &Step, ended: &RunResult) -> Exit {
        match ended.source {
            OutcomeSource::Guard | OutcomeSource::Edited => Exit::NeedsOperator,
            _ if self.walk.engine.lacks_keyboard(step) => Exit::NeedsOperator,
            _ => self.host_exit(),
        }
    }

    /// Returns the exit status for a host that gave no answer. Only the operator can enter a password
    /// or accept a host key.
    fn host_exit(&self) -> Exit {
        let mut connections = self.walk.engine.hosts().connections();
        if connections.any(|(_, state)| matches!(state, ConnectionState::Refused(_))) {
            Exit::NeedsOperator
        } else {
            Exit::Failed
        }
    }

    /// Runs checks: with `--verify` all of them, else those that are not done or out of date.
    fn ask(&mut self, checks: &[&Check]) -> Result<(), Exit> {
        for check in checks {
            let due = needs_check(self.procedure, check, self.walk.engine.walk());
            if check.run.is_some() && (self.arguments.verify || due) {
                self.verify(check)?;
            }
        }
        Ok(())
    }

    fn verify(&mut self, check: &Check) -> Result<(), Exit> {
        self.carry_out(&check.id, Command::Verify(check.id.clone()))?;
        self.results
            .print_previews(&self.walk.engine, self.procedure, check);
        Ok(())
    }

    /// Returns an error unless all checks are done.
    fn state(&self, checks: &[&Check]) -> Result<(), Exit> {
        let states: Vec<(&Check, CheckState)> = checks
            .iter()
            .map(|check| (*check, seen_state(&self.walk.engine, check)))
            .collect();
        let is_no = |state| matches!(state, CheckState::Failed | CheckState::Drifted);
        if states.iter().any(|(_, state)| is_no(*state)) {
            return Err(Exit::Failed);
        }
        let unknown = states
            .iter()
            .any(|(_, state)| *state == CheckState::Unknown);
        let mut result = if unknown {
            Err(self.host_exit())
        } else {
            Ok(())
        };
        for (check, state) in states {
            if state == CheckState::Open && check.run.is_none() {
                let id = &check.id;
                complain!("Error: {id} is a manual check: {}", check.text);
                complain!("Hint: Check it yourself, then attest it with `--attest {id} WHY`");
            }
            if state == CheckState::Open {
                result = result.and(Err(Exit::NeedsOperator));
            }
        }
        result
    }

    fn carry_out(&mut self, id: &str, command: Command) -> Result<(), Exit> {
        match self.walk.carry_out([command], &mut self.results) {
            Ok(()) => Ok(()),
            Err(RunError::Refused(refusal)) => Err(refused(&self.walk.engine, id, &refusal)),
            Err(RunError::Interrupted) => {
                all_on_disk(&self.walk.engine)?;
                complain!(
                    "Interrupted during {id}. Its state is saved: run `daymark status` to see it."
                );
                Err(Exit::NeedsOperator)
            }
            Err(RunError::Disk(why)) => {
                self.walk.engine.end_session();
                Err(print_fault(&self.walk.engine, self.procedure, &why))
            }
            Err(RunError::Failed(error)) => {
                complain!("Error: {error}");
                all_on_disk(&self.walk.engine)?;
                Err(Exit::Failed)
            }
        }
    }
}

/// Returns the state of a check; in a read-only walk, by the result that was just shown.
fn seen_state(engine: &Engine, check: &Check) -> CheckState {
    let look_up = |(_, ended): (&str, &RunResult)| match ended.state {
        Outcome::Passed => CheckState::Passed,
        Outcome::Warned => CheckState::Warned,
        Outcome::Failed => CheckState::Failed,
        Outcome::Unknown | Outcome::NotRun | Outcome::Skipped => CheckState::Unknown,
    };
    let glances: Vec<CheckState> = engine.previews().check(&check.id).map(look_up).collect();
    let worst = [CheckState::Failed, CheckState::Unknown, CheckState::Warned]
        .into_iter()
        .find(|state| glances.contains(state));
    match (glances.is_empty(), worst) {
        (true, _) => check_state(check, engine.walk()),
        (false, worst) => worst.unwrap_or(CheckState::Passed),
    }
}
