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
use crate::app::{Command, Item};
use crate::output::{complain, is_terminal};
use crate::plan::{Plan, Procedure, Step, did_you_mean};
use crate::service::now;

/// Runs a procedure: decisions, open steps, checks.
pub(super) fn run(globals: &Globals, arguments: &RunArguments) -> Exit {
    unless_unprinted(walk(globals, arguments).err().unwrap_or(Exit::Done))
}

fn walk(globals: &Globals, arguments: &RunArguments) -> Result<(), Exit> {
    let mut decisions = arguments.decisions().map_err(|why| {
        complain!("{why}");
        Exit::Usage
    })?;
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let procedure = procedure(&opened, arguments, &decisions)?;
    copying_ids(procedure, arguments)?;
    for decision in &mut decisions {
        end_occurrence(&opened.plan, decision);
    }
    if arguments.dry_run {
        let (engine, _) = opened.open_read_only(globals)?;
        Results::new(arguments.json).print_plan(&engine, procedure, arguments, &decisions);
        return Ok(());
    }
    go_on_unprinted();
    let began = now();
    let mut procedure_run = ProcedureRun {
        walk: open_headless(&opened, globals, !arguments.json && is_attended())?,
        plan: &opened.plan,
        procedure,
        arguments,
        decisions,
        results: Results::new(arguments.json),
        began,
    };
    let result = procedure_run.go();
    procedure_run.print_login_hints();
    let engine = &procedure_run.walk.engine;
    procedure_run.results.sum_up(engine, procedure);
    result
}

/// Returns the procedure of the command line: the named one, or that of the first decision.
///
/// # Errors
/// After reporting that none is named, or an id that is not in it.
fn procedure<'o>(
    opened: &'o LoadedPlan,
    arguments: &RunArguments,
    decisions: &[Decision],
) -> Result<Procedure<'o>, Exit> {
    let plan = &opened.plan;
    let named = if arguments.what.is_named() {
        Some(opened.procedure(&arguments.what)?)
    } else {
        None
    };
    let decided = decisions.iter().map(|decision| decision.id.as_str());
    let ids = arguments.step.as_deref().into_iter();
    let ids = ids.chain(arguments.from.as_deref()).chain(decided);
    for id in ids.clone() {
        match (named, plan_procedure(plan, id)) {
            (Some(procedure), Some(found)) if found.id() == procedure.id() => {}
            (None, Some(_)) => {}
            (named, _) => {
                let whole = || "the plan".to_owned();
                let place = named.map_or_else(whole, result_line);
                complain!("Error: {place} has no step or check `{id}`");
                if let Some(meant) = did_you_mean(id, ids_of(plan, named)) {
                    complain!("Hint: {meant}");
                }
                return Err(Exit::Usage);
            }
        }
    }
    let first = ids.into_iter().next().filter(|_| !arguments.goes_on());
    let procedure = named.or_else(|| plan_procedure(plan, first?));
    procedure.ok_or_else(|| {
        complain!("Error: `run` needs a procedure.");
        complain!("Hint: Name one: --day N, --recurring ID, --rollback PHASE or --success PHASE");
        Exit::Usage
    })
}

/// Returns the ids of all steps and checks of a procedure, or of the plan.
fn ids_of<'p>(plan: &'p Plan, named: Option<Procedure<'p>>) -> impl Iterator<Item = &'p str> {
    let within = move |it: &Procedure<'_>| named.is_none_or(|named| named.id() == it.id());
    let items = plan.procedures().filter(within).flat_map(Item::all);
    items.map(|item| item.id())
}

/// Returns the procedure that contains a step or check, or the recurring work with this id.
fn plan_procedure<'p>(plan: &'p Plan, id: &str) -> Option<Procedure<'p>> {
    let recurring = || plan.recurring.iter().find(|work| work.id == id);
    plan.procedure_of(id)
        .or_else(|| recurring().map(Procedure::Recurring))
}

/// Returns whether a terminal is attached that an interactive step can use.
fn is_attended() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && is_terminal() && !dumb
}

/// Rejects ids of `--overwrite` that copy nothing.
fn copying_ids(procedure: Procedure<'_>, arguments: &RunArguments) -> Result<(), Exit> {
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
fn end_occurrence(plan: &Plan, decision: &mut Decision) {
    if let Command::Attest { id, why } = &decision.command
        && plan.recurring.iter().any(|work| work.id == *id)
    {
        decision.command = Command::EndRound {
            id: id.clone(),
            why: why.clone(),
        };
    }
}
