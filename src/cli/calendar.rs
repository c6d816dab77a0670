//! `daymark calendar`: prints the dates of a walk, or writes them as iCalendar.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use clap::Args;

use super::arguments::Globals;
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::{print_crlf, print_line};
use crate::output::complain;
use crate::report::{CALENDAR_PRODUCT, CalendarItem, CalendarTime, calendar_ics, calendar_items};
use crate::service::{now, replace_own};
use crate::text::Printable;

/// Arguments of `calendar`.
#[derive(Debug, Args)]
pub(super) struct CalendarArguments {
    /// Folder of the plan (default: the built-in plan).
    pub(super) plan: Option<PathBuf>,
    /// Write iCalendar, to a file or to standard output; an earlier calendar of daymark is replaced.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    #[expect(
        clippy::option_option,
        reason = "clap's form of an option whose value may be left out"
    )]
    pub(super) ics: Option<Option<PathBuf>>,
    /// Set the clock of the calendar, as an RFC 3339 time (default: now).
    #[arg(long, value_name = "TIME", value_parser = DateTime::parse_from_rfc3339)]
    pub(super) made_at: Option<DateTime<FixedOffset>>,
}

/// Prints or writes the calendar of a walk.
pub(super) fn calendar(globals: &Globals, arguments: &CalendarArguments) -> Exit {
    written(globals, arguments).err().unwrap_or(Exit::Done)
}

fn written(globals: &Globals, arguments: &CalendarArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let (walk, contents) = opened.walk()?;
    opened.same_plan(&walk, false)?;
    let made_at = arguments.made_at.unwrap_or_else(now);
    let input = opened.report_input(globals, &walk, &contents, made_at);
    match &arguments.ics {
        None => calendar_items(&input)
            .iter()
            .for_each(|item| print_line(&line(item))),
        Some(None) => print_crlf(&calendar_ics(&input)),
        Some(Some(path)) => write(path, &calendar_ics(&input))?,
    }
    opened.warn(&contents);
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Exit> {
    let is_own = |found: &[u8]| {
        let found = String::from_utf8_lossy(found);
        found.contains(CALENDAR_PRODUCT)
    };
    replace_own(path, text.as_bytes(), is_own).map_err(|error| {
        complain!("Error: {}: {error}", Printable::path(path));
        Exit::Failed
    })
}

fn line(item: &CalendarItem) -> String {
    let time = match item.time {
        CalendarTime::Days(first, last) if first == last => first.to_string(),
        CalendarTime::Days(first, last) => format!("{first} to {last}"),
        CalendarTime::Moment(time) => time.format("%Y-%m-%d %H:%M").to_string(),
    };
    let state = if item.is_done { "done" } else { "open" };
    format!("{time:<24}  {state}  {}", item.title)
}
