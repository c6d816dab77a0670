//! `daymark run`: runs a procedure without a screen.

use std::io::{self, IsTerminal as _};

use super::arguments::Globals;
use super::exit::Exit;
use super::headless_walk::open_headless;
use super::loaded_plan::LoadedPlan;
use super::output::{go_on_unprinted, unless_unprinted};
use super::procedure_run::ProcedureRun;
use super::results::{Results, result_line};
use super::run_arguments::{Decision, RunArguments};
use crate::app::Command;
use crate::output::{complain, is_terminal};
use crate::plan::{Procedure, Step};

/// Runs a procedure: decisions, open steps, checks.
pub(super) fn run(globals: &Globals, arguments: &RunArguments) -> Exit {
    unless_unprinted(walk(globals, arguments).err().unwrap_or(Exit::Done))
}

fn walk(globals: &Globals, arguments: &RunArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let procedure = opened.procedure(&arguments.what)?;
    let mut decisions = arguments.decisions().map_err(|why| {
        complain!("{why}");
        Exit::Usage
    })?;
    known_ids(procedure, arguments, &decisions)?;
    for decision in &mut decisions {
        end_occurrence(procedure, decision);
    }
    if arguments.dry_run {
        let (engine, _) = opened.open_read_only(globals)?;
        Results::new(arguments.json).print_plan(&engine, procedure, arguments);
        return Ok(());
    }
    go_on_unprinted();
    let mut procedure_run = ProcedureRun {
        walk: open_headless(&opened, globals, !arguments.json && is_attended())?,
        plan: &opened.plan,
        procedure,
        arguments,
        decisions,
        results: Results::new(arguments.json),
    };
    let result = procedure_run.go();
    let engine = &procedure_run.walk.engine;
    procedure_run.results.sum_up(engine, procedure);
    result
}

/// Returns whether a terminal is attached that an interactive step can use.
fn is_attended() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && is_terminal() && !dumb
}

/// Rejects ids that are not in the procedure.
fn known_ids(
    procedure: Procedure<'_>,
    arguments: &RunArguments,
    decisions: &[Decision],
) -> Result<(), Exit> {
    let decided = decisions.iter().map(|decision| decision.id.as_str());
    let named = arguments.step.as_deref().into_iter();
    let named = named.chain(arguments.from.as_deref());
    for id in named.chain(decided) {
        let steps = procedure.steps().iter().map(|step| &step.id);
        let checks = procedure.all_checks().map(|check| &check.id);
        let itself = matches!(procedure, Procedure::Recurring(work) if work.id == id);
        if !itself && !steps.chain(checks).any(|known| known == id) {
            complain!(
                "Error: {} has no step or check `{id}`",
                result_line(procedure)
            );
            return Err(Exit::Usage);
        }
    }
    for id in &arguments.overwrite {
        let copies = |step: &Step| step.id == *id && !step.files().is_empty();
        if !procedure.steps().iter().any(copies) {
            complain!(
                "Error: {} has no step `{id}` that copies files, as --overwrite needs",
                result_line(procedure)
            );
            return Err(Exit::Usage);
        }
    }
    Ok(())
}

/// Attesting recurring work itself ends its occurrence.
fn end_occurrence(procedure: Procedure<'_>, decision: &mut Decision) {
    if let Procedure::Recurring(work) = procedure
        && let Command::Attest { id, why } = &decision.command
        && *id == work.id
    {
        decision.command = Command::EndRound {
            id: id.clone(),
            why: why.clone(),
        };
    }
}
