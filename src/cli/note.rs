//! `daymark note`: records a deviation.

use clap::Args;
use std::path::{Path, PathBuf};

use super::arguments::Globals;
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, Writer, not_appended};
use super::misspelt::is_plan;
use super::output::print_line;
use crate::app::Item;
use crate::output::complain;
use crate::progress::Event;

/// Arguments of `note`: `[PLAN] TEXT`; the last one is the text.
#[derive(Debug, Args)]
pub(super) struct NoteArguments {
    /// Folder of the plan (default: the built-in plan), then the note.
    #[arg(required = true, num_args = 1..=2, value_names = ["PLAN", "TEXT"])]
    pub(super) words: Vec<String>,
    /// Day: `8`, `9` or `8-9`.
    #[arg(long, value_name = "N")]
    pub(super) day: String,
    /// Step or check that the note is about.
    #[arg(long, value_name = "ID")]
    pub(super) step: Option<String>,
}

/// Records a deviation.
pub(super) fn note(globals: &Globals, arguments: &NoteArguments) -> Exit {
    noted(globals, arguments).err().unwrap_or(Exit::Done)
}

/// Refuses a plan in the place of the text, and a text in the place of the plan.
fn in_order(words: &[String]) -> Result<(), Exit> {
    let right = match words {
        [text] if is_plan(text) => "daymark note PLAN TEXT --day N",
        [text, plan] if is_plan(plan) && !is_plan(text) => "daymark note PLAN TEXT --day N",
        _ => return Ok(()),
    };
    match words {
        [plan] => complain!("Error: The note is missing: {plan} is a plan."),
        _ => complain!("Error: The plan comes before the note."),
    }
    complain!("Hint: {right}");
    Err(Exit::Usage)
}

fn noted(globals: &Globals, arguments: &NoteArguments) -> Result<(), Exit> {
    in_order(&arguments.words)?;
    let (plan, text) = match arguments.words.as_slice() {
        [plan, text] => (Some(PathBuf::from(plan)), text.trim()),
        [text] => (None, text.trim()),
        // The command line takes one or two.
        _ => return Err(Exit::Usage),
    };
    if text.is_empty() {
        complain!("Error: The note is empty.");
        return Err(Exit::Usage);
    }
    let opened = LoadedPlan::plan(globals, plan.as_deref().map(Path::new))?;
    let entry = opened.entry(&arguments.day)?;
    if let Some(id) = &arguments.step
        && Item::position(entry, id).is_none()
    {
        complain!("Error: Day {} has no step or check `{id}`", entry.days);
        return Err(Exit::Usage);
    }
    let event = Event::DeviationNoted {
        day: entry.days.to_string(),
        id: arguments.step.clone(),
        text: text.to_owned(),
    };
    if globals.read_only {
        complain!("Error: `note` writes to the journal, and --read-only forbids it.");
        return Err(Exit::Usage);
    }
    let Writer {
        mut journal,
        notices,
        ..
    } = opened.open_for_writing(globals, false)?;
    for notice in notices {
        complain!("{notice}");
    }
    let kept = journal.append_now(vec![event]);
    kept.map_err(|error| not_appended(&error))?;
    print_line(&format!("noted on day {}", entry.days));
    Ok(())
}
