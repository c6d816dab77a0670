//! `daymark report`: what was done, with its proof.

use super::arguments::{Globals, ReportArguments};
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::print_text;
use super::values::given;
use crate::output::complain;
use crate::progress::Evidence;
use crate::report::Report;
use crate::service::{now, read_output};
use crate::text::Printable;

/// Writes the walk so far.
pub(super) fn report(globals: &Globals, arguments: &ReportArguments) -> Exit {
    written(globals, arguments).err().unwrap_or(Exit::Done)
}

fn written(globals: &Globals, arguments: &ReportArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let (walk, contents) = opened.walk()?;
    opened.same_plan(&walk, false)?;
    let made_at = arguments.made_at.unwrap_or_else(now);
    let input = opened.report_input(globals, &walk, &contents, made_at);
    let output = |evidence: &Evidence| read_output(&opened.folder, evidence);
    let text = (arguments.format.write)(&Report::new(&input), &output);
    // What came to be known after it was kept.
    let text = given(globals, &opened.plan)?.secrets().mask(&text);
    opened.warn(&contents);
    let Some(path) = &arguments.output else {
        print_text(&text);
        return Ok(());
    };
    std::fs::write(path, text).map_err(|error| {
        complain!("{}: {error}", Printable::path(path));
        Exit::Failed
    })
}
