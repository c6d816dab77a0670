//! `daymark paths`: prints the paths of a walk's files.

use serde_json::json;

use super::arguments::{Globals, PlanArguments};
use super::exit::Exit;
use super::loaded_plan::{LoadedPlan, data_folder};
use super::output::{print_json, print_line};
use crate::text::Printable;

/// Prints the paths of a walk's files; creates nothing.
pub(super) fn paths(globals: &Globals, arguments: &PlanArguments) -> Exit {
    text(globals, arguments).err().unwrap_or(Exit::Done)
}

fn text(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let folder = &opened.folder;
    let plan = opened.path.as_ref().map_or_else(
        || "(built in)".to_owned(),
        |path| path.display().to_string(),
    );
    let trust = opened.trust.as_ref();
    let trust = trust.map_or_else(
        || "(built in)".to_owned(),
        |file| file.path().display().to_string(),
    );
    let paths = [
        ("plan", plan),
        ("data", data_folder(globals)?.display().to_string()),
        ("trust", trust),
        ("walk", folder.path().display().to_string()),
        ("journal", folder.journal().display().to_string()),
        ("outputs", folder.outputs().display().to_string()),
        ("recordings", folder.recordings().display().to_string()),
        ("place", folder.ui_state().display().to_string()),
    ];
    if arguments.json {
        let object: serde_json::Map<_, _> = paths
            .into_iter()
            .map(|(name, path)| (name.to_owned(), json!(path)))
            .collect();
        print_json(&serde_json::Value::Object(object).to_string());
        return Ok(());
    }
    for (name, path) in paths {
        print_line(&format!("{name:<11} {}", Printable::name(&path)));
    }
    Ok(())
}
