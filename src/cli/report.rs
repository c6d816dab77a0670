//! `daymark report`: writes a report with the evidence.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::arguments::Globals;
use super::bundle::{self, BundleArguments};
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::print_text;
use super::output_file::write_output;
use super::values::given;
use crate::progress::Evidence;
use crate::report::{FORMATS, Format, Report};
use crate::service::{now, read_output};

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// Folder of the plan (default: the built-in plan).
    pub(super) plan: Option<PathBuf>,
    /// Write this format.
    #[arg(long, value_parser = format_parser(), default_value = FORMATS[0].name)]
    pub(super) format: Format,
    /// Write to a file (default: standard output).
    #[arg(short = 'o', long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Overwrite the file of `-o`.
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// Set the clock of the report, as an RFC 3339 time (default: now).
    #[arg(long, value_name = "TIME", value_parser = made_at)]
    pub(super) made_at: Option<DateTime<FixedOffset>>,
    /// Options of the bundle.
    #[command(flatten)]
    pub(super) bundle: BundleArguments,
}

/// Accepts the names of formats.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = FORMATS.iter();
    let names = names.map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).map(|name| {
        let mut formats = FORMATS.into_iter();
        let named = formats.find(|format| format.name == name);
        named.unwrap_or(FORMATS[0])
    })
}

fn made_at(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())
}

/// Writes a report.
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
    // Masks secrets too that daymark learned after the events were recorded.
    let text = given(globals, &opened.plan)?.secrets().mask(&text);
    opened.warn(&contents);
    if arguments.bundle.bundle.is_some() {
        let name = format!("report.{}", arguments.format.name);
        let report = (name.as_str(), text.as_bytes());
        return bundle::write(globals, &opened, &contents, &arguments.bundle, report);
    }
    let Some(path) = &arguments.output else {
        print_text(&text);
        return Ok(());
    };
    write_output(path, text.as_bytes(), arguments.force)
}
