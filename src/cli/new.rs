//! `daymark new`: writes a small plan, or adds a day to a plan.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::Exit;
use super::loaded_plan::{quoted, read_sources, sources};
use super::output::print_line;
use crate::output::complain;
use crate::plan::{Address, DayRange, Plan, SourceFile, is_day_file, kebab};
use crate::reference::{SchemaOf, schema};
use crate::text::Printable;

const PLAN: &str = include_str!("new/plan.yaml");
const FIRST_DAY: &str = include_str!("new/first-day.yaml");
const DAY: &str = include_str!("new/day.yaml");
const MANUAL_DAY: &str = include_str!("new/manual-day.yaml");

/// The schema that the new files name. Its name is hidden, so that it is no part of the plan.
const SCHEMA: &str = ".daymark-schema.json";

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// Folder of the new plan; with `--day`, the folder of a plan.
    folder: PathBuf,
    /// Add this day to the plan: `3` or `3-4`.
    #[arg(long, value_name = "N", value_parser = days)]
    day: Option<DayRange>,
}

fn days(text: &str) -> Result<DayRange, String> {
    DayRange::parse(text).ok_or_else(|| "write a day as `3` or `3-4`".to_owned())
}

/// Writes a plan, or a day of one. Overwrites no file.
pub(super) fn new(arguments: &NewArguments) -> Exit {
    let folder = &arguments.folder;
    let done = match arguments.day {
        None => new_plan(folder),
        Some(days) => new_day(folder, days),
    };
    done.err().unwrap_or(Exit::Done)
}

fn new_plan(folder: &Path) -> Result<(), Exit> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let id = Some(kebab(&name)).filter(|id| !id.is_empty());
    let id = id.unwrap_or_else(|| "my-plan".to_owned());
    fs::create_dir_all(folder).map_err(|error| not_written(folder, &error))?;
    if fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()) {
        complain!("Error: {} is not empty", Printable::path(folder));
        complain!("Hint: Name a new folder, or add a day with --day N");
        return Err(Exit::Failed);
    }
    write(&folder.join("plan.yaml"), &PLAN.replace("PLAN-ID", &id))?;
    write(&folder.join("day-01.yaml"), FIRST_DAY)?;
    write_schema(folder)?;
    print_line(&format!("Open it with: daymark {}", quoted(folder)));
    Ok(())
}

fn new_day(folder: &Path, days: DayRange) -> Result<(), Exit> {
    let mut sources = sources(Some(folder))?;
    let has_days = sources.iter().any(|source| is_day_file(&source.path));
    if !has_days {
        // A plan without days has an error; with this day it has the rest of its own.
        sources.push(SourceFile {
            path: "day-01.yaml".to_owned(),
            bytes: MANUAL_DAY.replace("DAYS", "1").into_bytes(),
        });
    }
    let plan = read_sources(&sources)?;
    let days_of = plan.entries.iter().map(|entry| entry.days.last);
    let last = days_of.max().filter(|_| has_days);
    let next = last.map_or(1, |last| last + 1);
    if days.first != next {
        complain!("Error: The next day of the plan is day {next}");
        complain!("Hint: Add it with --day {next}");
        return Err(Exit::Failed);
    }
    let day = match host(&plan) {
        Some(host) => DAY.replace("HOST", &host),
        None => MANUAL_DAY.to_owned(),
    };
    let file = match days.count() {
        1 => format!("day-{:02}.yaml", days.first),
        _ => format!("day-{:02}-{:02}.yaml", days.first, days.last),
    };
    write(&folder.join(file), &day.replace("DAYS", &days.to_string()))?;
    if !folder.join(SCHEMA).exists() {
        write_schema(folder)?;
    }
    Ok(())
}

/// Returns the host of the new step, as YAML: this machine, else the first host.
fn host(plan: &Plan) -> Option<String> {
    let local = |host: &&crate::plan::Host| host.address == Address::Local;
    let host = plan.hosts.iter().find(local).or(plan.hosts.first())?;
    // A JSON string is a YAML string.
    serde_json::to_string(&host.name).ok()
}

fn write_schema(folder: &Path) -> Result<(), Exit> {
    let schema = format!("{:#}\n", schema(SchemaOf::Both));
    write(&folder.join(SCHEMA), &schema)
}

/// Writes a new file, and prints its path.
fn write(path: &Path, text: &str) -> Result<(), Exit> {
    let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| not_written(path, &error))?;
    print_line(&path.display().to_string());
    Ok(())
}

fn not_written(path: &Path, error: &io::Error) -> Exit {
    complain!(
        "Error: {} cannot be written: {error}",
        Printable::path(path)
    );
    Exit::Failed
}
