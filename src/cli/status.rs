//! `daymark status`: where the walk stands.

use super::arguments::{Globals, PlanArguments};
use super::exit::Exit;
use super::opened::Opened;
use super::output::{tell, tell_json, tell_text};
use crate::report::{Standing, status_json, status_text};
use crate::service::now;

/// Tells where the walk stands.
pub(super) fn status(globals: &Globals, arguments: &PlanArguments) -> Exit {
    told(globals, arguments).err().unwrap_or(Exit::Done)
}

fn told(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = Opened::plan(globals, arguments.plan.as_deref())?;
    let (walk, contents) = opened.walk()?;
    let journal = opened.folder.journal().display().to_string();
    let standing = Standing {
        plan: &opened.plan,
        walk: &walk,
        name: &globals.walk,
        today: now().date_naive(),
        journal: &journal,
        breaks: &contents.chain.breaks,
    };
    if arguments.json {
        tell_json(&status_json(&standing).to_string());
    } else {
        tell_text(&status_text(&standing));
        if let Some(holder) = &contents.holder {
            tell(&holder.to_string());
        }
    }
    opened.warn(&contents);
    Ok(())
}
