//! `daymark status`: where the walk stands.

use super::arguments::{Globals, PlanArguments};
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::{print_json, print_line, print_text};
use crate::report::{StatusInput, status_json, status_text};
use crate::service::now;

/// Tells where the walk stands.
pub(super) fn status(globals: &Globals, arguments: &PlanArguments) -> Exit {
    text(globals, arguments).err().unwrap_or(Exit::Done)
}

fn text(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let (walk, contents) = opened.walk()?;
    let journal = opened.folder.journal().display().to_string();
    let standing = StatusInput {
        plan: &opened.plan,
        walk: &walk,
        name: &globals.walk,
        today: now().date_naive(),
        journal: &journal,
        breaks: &contents.chain.breaks,
    };
    if arguments.json {
        print_json(&status_json(&standing).to_string());
    } else {
        print_text(&status_text(&standing));
        if let Some(holder) = &contents.holder {
            print_line(&holder.to_string());
        }
    }
    opened.warn(&contents);
    Ok(())
}
