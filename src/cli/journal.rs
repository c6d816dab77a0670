//! `daymark journal`: prints, verifies or accepts the journal.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::arguments::{Globals, PlanArguments};
use super::bundle::{self, RestoreArguments};
use super::exit::Exit;
use super::loaded_plan::LoadedPlan;
use super::output::{print_json, print_line};
use crate::output::complain;
use crate::progress::{Break, Event, Record};
use crate::service::{FaultyOutput, JournalContents, OutputFault, faulty_outputs};

/// Arguments of `journal`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct JournalArguments {
    /// The plan, and the form of the output.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// Verify or accept; without it, print.
    #[command(subcommand)]
    pub(super) action: Option<JournalAction>,
}

/// What to do with a journal.
#[derive(Debug, Subcommand)]
pub(super) enum JournalAction {
    /// Verify the journal and the outputs that it cites, or a bundle.
    Verify(VerifyArguments),
    /// Restore a walk from a bundle; a walk that exists stays as it is.
    Restore(RestoreArguments),
    /// Accept the breaks of the journal with a reason, so that the walk can continue.
    Accept(AcceptArguments),
}

/// Arguments of `journal verify`.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The plan, and the form of the output; a file is a bundle.
    #[command(flatten)]
    pub(super) plan: PlanArguments,
    /// Verify the signature of a bundle against this file, as `ssh-keygen` reads it.
    #[arg(long, value_name = "FILE")]
    pub(super) allowed_signers: Option<PathBuf>,
}

/// Arguments of `journal accept`.
#[derive(Debug, Args)]
pub(super) struct AcceptArguments {
    /// Folder of the plan (default: the built-in plan).
    pub(super) plan: Option<PathBuf>,
    /// Reason, which the journal records.
    #[arg(long, value_name = "TEXT")]
    pub(super) why: String,
}

/// Prints the journal, verifies it, or accepts its breaks.
pub(super) fn journal(globals: &Globals, arguments: &JournalArguments) -> Exit {
    let done = match &arguments.action {
        Some(JournalAction::Verify(arguments)) => verify_any(globals, arguments),
        Some(JournalAction::Restore(arguments)) => bundle::restore(globals, arguments),
        Some(JournalAction::Accept(accepted)) => accept(globals, accepted),
        None => list(globals, &arguments.plan),
    };
    done.err().unwrap_or(Exit::Done)
}

fn list(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let contents = opened.contents()?;
    if arguments.json {
        contents
            .chain
            .lines
            .iter()
            .for_each(|line| print_json(line));
    } else {
        let records = contents.chain.records.iter();
        records.for_each(|record| print_line(&sentence(record)));
    }
    opened.warn(&contents);
    Ok(())
}

fn accept(globals: &Globals, arguments: &AcceptArguments) -> Result<(), Exit> {
    if arguments.why.trim().is_empty() {
        complain!("Error: The reason of `--why` is empty.");
        complain!("Hint: Say what happened to the journal: --why TEXT");
        return Err(Exit::Usage);
    }
    if globals.read_only {
        complain!("Error: `journal accept` writes to the journal, and --read-only forbids it.");
        return Err(Exit::Usage);
    }
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let breaks = opened.accept(globals, arguments.why.trim())?;
    for broken in &breaks {
        print_line(&format!("accepted: {broken}"));
    }
    Ok(())
}

/// The findings of a verification.
struct Found<'c> {
    contents: &'c JournalContents,
    outputs: Vec<FaultyOutput>,
}

/// Verifies a bundle if the argument is a file, else a walk.
fn verify_any(globals: &Globals, arguments: &VerifyArguments) -> Result<(), Exit> {
    let allowed = arguments.allowed_signers.as_deref();
    match arguments.plan.plan.as_deref() {
        Some(path) if path.is_file() => bundle::verify(path, arguments.plan.json, allowed),
        _ if allowed.is_some() => {
            complain!("Error: --allowed-signers verifies a bundle, and this is none.");
            Err(Exit::Usage)
        }
        _ => verify(globals, &arguments.plan),
    }
}

fn verify(globals: &Globals, arguments: &PlanArguments) -> Result<(), Exit> {
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let contents = opened.contents()?;
    let found = Found {
        contents: &contents,
        outputs: faulty_outputs(&opened.folder, &contents.chain.records),
    };
    if arguments.json {
        print_json(&found.json().to_string());
    } else {
        found.lines().iter().for_each(|line| print_line(line));
    }
    if found.is_whole() {
        Ok(())
    } else {
        Err(Exit::Failed)
    }
}

impl Found<'_> {
    fn is_whole(&self) -> bool {
        self.contents.chain.breaks.is_empty() && self.outputs.is_empty()
    }

    /// Returns the accepted breaks, each with the reason and the record that accepts it.
    fn accepted(&self) -> impl Iterator<Item = (&Break, &str, &Record)> {
        let records = self.contents.chain.records.iter();
        records.flat_map(|record| match &record.event {
            Event::JournalAccepted { breaks, why, .. } => breaks
                .iter()
                .map(|broken| (broken, why.as_str(), record))
                .collect(),
            _ => Vec::new(),
        })
    }

    fn lines(&self) -> Vec<String> {
        let chain = &self.contents.chain;
        let mut lines = Vec::new();
        if chain.torn.is_some() {
            lines
                .push("the last line is incomplete; daymark never reported it as saved".to_owned());
        }
        for (broken, why, record) in self.accepted() {
            let at = record.at.format("%Y-%m-%d %H:%M:%S");
            let who = &record.operator;
            lines.push(format!("{broken}: accepted by {who}, {at}: {why}"));
        }
        lines.extend(chain.breaks.iter().map(Break::to_string));
        lines.extend(chain.newer.iter().map(ToString::to_string));
        lines.extend(self.outputs.iter().map(output_line));
        if self.is_whole() {
            let count = chain.lines.len();
            let head = &chain.head().hash;
            let changed = match self.accepted().count() {
                0 => "nothing changed",
                _ => "nothing changed but what was accepted",
            };
            lines.push(format!("{count} events, {changed}; the last is {head}"));
        }
        lines
    }

    fn json(&self) -> Value {
        let chain = &self.contents.chain;
        let head = (!chain.lines.is_empty()).then(|| &chain.head().hash);
        let place = |broken: &Break| json!({"line": broken.line, "kind": broken.kind.word(), "text": broken.to_string()});
        let accepted = self.accepted().map(|(broken, why, record)| {
            json!({
                "line": broken.line, "kind": broken.kind.word(), "seq": record.seq,
                "operator": record.operator, "at": record.at, "why": why,
            })
        });
        let newer = chain.newer.as_ref();
        let outputs = self.outputs.iter().map(|output| {
            json!({
                "file": output.file, "state": output.fault.word(), "seq": output.seq,
                "text": output_line(output),
            })
        });
        json!({
            "ok": self.is_whole(),
            "events": chain.lines.len(),
            "head": head,
            "torn": chain.torn.is_some(),
            "broken": chain.breaks.iter().map(place).collect::<Vec<_>>(),
            "accepted": accepted.collect::<Vec<_>>(),
            "newer": newer.map(|newer| json!({"line": newer.line, "event": newer.event})),
            "outputs": outputs.collect::<Vec<_>>(),
        })
    }
}

pub(super) fn output_line(output: &FaultyOutput) -> String {
    let FaultyOutput { file, seq, .. } = output;
    match &output.fault {
        OutputFault::Changed => {
            format!("outputs/{file} was changed after it was kept (record {seq})")
        }
        OutputFault::Gone => format!("outputs/{file} is gone (record {seq})"),
        OutputFault::Unreadable(why) => {
            format!("outputs/{file} cannot be read (record {seq}): {why}")
        }
    }
}

/// Returns an event in a line: time, operator, name, fields.
fn sentence(record: &Record) -> String {
    let at = record.at.format("%Y-%m-%d %H:%M:%S");
    let event = serde_json::to_value(&record.event).unwrap_or_default();
    let name = event["event"]
        .as_str()
        .unwrap_or_default()
        .replace('_', " ");
    let fields = event.as_object().into_iter().flatten();
    let text: Vec<String> = fields
        .filter(|(key, value)| *key != "event" && !value.is_null())
        .map(|(key, value)| format!("{key} {}", short(value)))
        .collect();
    format!(
        "{:>5}  {at}  {:<10}  {name}: {}",
        record.seq,
        record.operator,
        text.join(", ")
    )
}

/// Returns a value in few words: the first line of a text, the file of an output.
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
