//! `daymark status`: prints progress.

use super::arguments::{Globals, PlanArguments};
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::{print_json, print_line, print_text};
use crate::report::{Report, status_json, status_text};
use crate::service::now;

/// Prints the progress of the walk.
pub(super) fn status(globals: &Globals, arguments: &PlanArguments) -> Exit {
    text(globals, arguments).err().unwrap_or(Exit::Done)
}

fn text(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let (walk, contents) = opened.walk()?;
    let input = opened.report_input(globals, &walk, &contents, now());
    let report = Report::new(&input);
    if arguments.json {
        let journal = opened.folder.journal().display().to_string();
        print_json(&status_json(&report, &journal).to_string());
    } else {
        print_text(&status_text(&report));
        if let Some(holder) = &contents.holder {
            print_line(&holder.to_string());
        }
    }
    opened.warn(&contents);
    Ok(())
}
