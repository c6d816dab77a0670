//! `daymark journal`: what happened, and whether it was changed.

use serde_json::Value;

use super::arguments::{Globals, JournalAction, JournalArguments, PlanArguments};
use super::exit::Exit;
use super::opened::Opened;
use super::output::{tell, tell_json};
use crate::output::complain;
use crate::progress::Record;

/// Tells what happened, or verifies the journal.
pub(super) fn journal(globals: &Globals, arguments: &JournalArguments) -> Exit {
    let done = match &arguments.action {
        Some(JournalAction::Verify(plan)) => verify(globals, plan),
        None => list(globals, &arguments.plan),
    };
    done.err().unwrap_or(Exit::Done)
}

fn list(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = Opened::plan(globals, arguments.plan.as_deref())?;
    let contents = opened.contents()?;
    if arguments.json {
        contents.lines.iter().for_each(|line| tell_json(line));
    } else {
        contents
            .records
            .iter()
            .for_each(|record| tell(&sentence(record)));
    }
    if let Some(broken) = contents.broken {
        complain!("the journal's chain is broken: {broken}");
    }
    Ok(())
}

fn verify(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = Opened::plan(globals, arguments.plan.as_deref())?;
    let contents = opened.contents()?;
    let count = contents.lines.len();
    if contents.torn {
        tell("the last line is not whole; it was never acknowledged");
    }
    if let Some(broken) = contents.broken {
        tell(&format!("{broken}"));
        return Err(Exit::NotSo);
    }
    let head = contents.records.last().map_or("", |record| &record.hash);
    tell(&format!(
        "{count} events, nothing changed; the last is {head}"
    ));
    Ok(())
}

/// An event in a line: when, who, what, and its fields.
fn sentence(record: &Record) -> String {
    let at = record.at.format("%Y-%m-%d %H:%M:%S");
    let event = serde_json::to_value(&record.event).unwrap_or_default();
    let name = event["event"]
        .as_str()
        .unwrap_or_default()
        .replace('_', " ");
    let fields = event.as_object().into_iter().flatten();
    let told: Vec<String> = fields
        .filter(|(key, value)| *key != "event" && !value.is_null())
        .map(|(key, value)| format!("{key} {}", short(value)))
        .collect();
    format!(
        "{:>5}  {at}  {:<10}  {name}: {}",
        record.seq,
        record.operator,
        told.join(", ")
    )
}

/// A value in few words: the first line of a text, the file of an output.
fn short(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let mut lines = text.lines();
            let first = lines.next().unwrap_or_default();
            let more = if lines.next().is_some() { " …" } else { "" };
            format!("{first}{more}")
        }
        Value::Object(output) => output
            .get("file")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        other => other.to_string(),
    }
}
