//! `daymark show`: prints the plan.

use clap::Args;

use super::arguments::{Globals, PlanArguments};
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::{columns, print_json, print_text};
use crate::plan::Procedure;
use crate::report::{show_json, show_text};

/// Arguments of `show`.
#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// The plan, and the form of the output.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// Show one day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: Option<String>,
}

/// Prints the plan.
pub(super) fn show(globals: &Globals, arguments: &ShowArguments) -> Exit {
    shown(globals, arguments).err().unwrap_or(Exit::Done)
}

fn shown(globals: &Globals, arguments: &ShowArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.plan.as_deref())?;
    let day = arguments.day.as_deref();
    let named = day.and_then(|day| opened.plan.procedure(day));
    let procedure = match (day, named) {
        (None, _) => None,
        (Some(_), Some(procedure)) => Some(procedure),
        (Some(day), None) => Some(Procedure::Entry(opened.entry(day)?)),
    };
    if arguments.plan.json {
        print_json(&show_json(&opened.plan, procedure.and_then(Procedure::entry)).to_string());
    } else {
        print_text(&show_text(&opened.plan, procedure, columns()));
    }
    Ok(())
}
