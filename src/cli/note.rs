//! `daymark note`: a deviation.

use std::path::{Path, PathBuf};

use super::arguments::{Globals, NoteArguments};
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, Writer, not_appended};
use super::output::print_line;
use crate::app::Item;
use crate::output::complain;
use crate::progress::Event;

/// Notes a deviation.
pub(super) fn note(globals: &Globals, arguments: &NoteArguments) -> Exit {
    noted(globals, arguments).err().unwrap_or(Exit::Done)
}

fn noted(globals: &Globals, arguments: &NoteArguments) -> Result<(), Exit> {
    let (plan, text) = match arguments.words.as_slice() {
        [plan, text] => (Some(PathBuf::from(plan)), text.trim()),
        [text] => (None, text.trim()),
        // The command line takes one or two.
        _ => return Err(Exit::Usage),
    };
    if text.is_empty() {
        complain!("a note without words says nothing");
        return Err(Exit::Usage);
    }
    let opened = LoadedPlan::plan(globals, plan.as_deref().map(Path::new))?;
    let entry = opened.entry(&arguments.day)?;
    if let Some(id) = &arguments.step
        && Item::position(entry, id).is_none()
    {
        complain!("day {} has no step or check called {id}", entry.days);
        return Err(Exit::Usage);
    }
    let event = Event::DeviationNoted {
        day: entry.days.to_string(),
        id: arguments.step.clone(),
        text: text.to_owned(),
    };
    if globals.read_only {
        complain!("nothing is written with --read-only");
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
