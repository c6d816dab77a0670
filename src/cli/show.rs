//! `daymark show`: the plan as text.

use super::arguments::{Globals, ShowArguments};
use super::exit::Exit;
use super::opened::Opened;
use super::output::{tell, tell_text};
use crate::report::{show_json, show_text};

/// Shows the plan.
pub(super) fn show(globals: &Globals, arguments: &ShowArguments) -> Exit {
    shown(globals, arguments).err().unwrap_or(Exit::Done)
}

fn shown(globals: &Globals, arguments: &ShowArguments) -> Result<(), Exit> {
    let opened = Opened::plan(globals, arguments.plan.plan.as_deref())?;
    let day = arguments.day.as_deref();
    let entry = day.map(|day| opened.entry(day)).transpose()?;
    if arguments.plan.json {
        tell(&show_json(&opened.plan, entry));
    } else {
        tell_text(&show_text(&opened.plan, entry));
    }
    Ok(())
}
