//! `daymark report`: writes a report with the evidence.

use std::collections::HashSet;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Deserialize;

use super::arguments::Globals;
use super::bundle::{self, BundleArguments};
use super::exit::Exit;
use super::journal::output_line;
use super::loaded_plan::{LoadedPlan, not_appended};
use super::output::print_made;
use super::output_file::write_output;
use super::values::given;
use crate::output::complain;
use crate::plan::Gate;
use crate::progress::{Chain, Event, Evidence};
use crate::report::{
    Coverage, Document, DocumentSources, ExceededLimit, FORMATS, Format, ReadOutput, Report,
    ReportInput, Scope, SectionItem, exceeded_limits,
};
use crate::service::{JournalContents, KeptExcerpt, faulty_outputs, now, read_excerpt};
use crate::term::Secrets;
use crate::text::Printable;

/// Arguments of `report`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
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
    /// Report only this phase, counted from 1.
    #[arg(long, value_name = "N", conflicts_with = "day")]
    pub(super) phase: Option<usize>,
    /// Report only this day, such as 3 or 3-4.
    #[arg(long, value_name = "N")]
    pub(super) day: Option<String>,
    /// Report the walk as it was at this RFC 3339 time.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) until: Option<DateTime<FixedOffset>>,
    /// Set the clock of the report, as an RFC 3339 time (default: `--until`, else now).
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) made_at: Option<DateTime<FixedOffset>>,
    /// Write only the state, the exceptions and what is next.
    #[arg(long)]
    pub(super) brief: bool,
    /// Write what the next operator must know.
    #[arg(long, conflicts_with = "brief")]
    pub(super) handover: bool,
    /// Start of the changes in a handover: `last` (the last accepted handover), or a day.
    #[arg(long, value_name = "last|DAY", requires = "handover")]
    pub(super) since: Option<String>,
    /// Record that you take the walk over.
    #[arg(long, requires = "handover", conflicts_with = "until")]
    pub(super) accept: bool,
    /// Exit with 1 if the walk exceeds these limits, such as failed=0,waived=2 (default: those of
    /// the plan).
    #[arg(long, value_name = "LIMITS", num_args = 0..=1, default_missing_value = "")]
    pub(super) gate: Option<String>,
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

fn moment(text: &str) -> Result<DateTime<FixedOffset>, String> {
    DateTime::parse_from_rfc3339(text).map_err(|error| error.to_string())
}

/// Writes a report.
pub(super) fn report(globals: &Globals, arguments: &ReportArguments) -> Exit {
    written(globals, arguments).err().unwrap_or(Exit::Done)
}

fn written(globals: &Globals, arguments: &ReportArguments) -> Result<(), Exit> {
    if (arguments.brief || arguments.handover) && !arguments.format.prose {
        let name = arguments.format.name;
        complain!("Error: {name} has only rows: it cannot be brief, nor a handover.");
        return Err(Exit::Usage);
    }
    let opened = LoadedPlan::plan(globals, arguments.plan.as_deref())?;
    let gate = gate(arguments, &opened)?;
    if arguments.accept {
        accept(globals, &opened)?;
    }
    let document = document(globals, arguments, &opened)?;
    let text = (arguments.format.write)(&document);
    if arguments.bundle.bundle.is_some() {
        let name = format!("report.{}", arguments.format.name);
        let report = (name.as_str(), text.as_bytes());
        bundle::write(
            globals,
            &opened,
            &opened.contents()?,
            &arguments.bundle,
            report,
        )?;
    } else {
        print_or_write(&text, arguments)?;
    }
    keep_limits(&document, gate.as_ref())
}

/// Returns the limits that the walk must keep, if they are asked for.
///
/// # Errors
/// After reporting an unknown limit, or that there are none.
fn gate(arguments: &ReportArguments, opened: &LoadedPlan) -> Result<Option<Gate>, Exit> {
    let Some(text) = &arguments.gate else {
        return Ok(None);
    };
    let gate = if text.is_empty() {
        opened.plan.gate.clone()
    } else {
        parse_gate(text).map_err(|why| {
            complain!("Error: --gate {text}: {why}");
            Exit::Usage
        })?
    };
    if gate.limits.is_empty() {
        complain!("Error: --gate has no limits, and the plan has no `gate`.");
        complain!("Hint: Give limits, such as --gate failed=0,unknown=0");
        return Err(Exit::Usage);
    }
    Ok(Some(gate))
}

/// Reads limits such as `failed=0,waived=2`.
fn parse_gate(text: &str) -> Result<Gate, String> {
    let limits = text.split(',').map(|limit| {
        let (counted, most) = limit
            .split_once('=')
            .ok_or_else(|| format!("`{limit}` is not a limit such as failed=0"))?;
        if !Gate::COUNTED.contains(&counted) {
            let known = Gate::COUNTED.join(", ");
            return Err(format!("`{counted}` is not counted; known are {known}"));
        }
        let most = most.parse::<usize>();
        let most = most.map_err(|_| format!("`{limit}` has no whole number"))?;
        Ok((counted.to_owned(), most))
    });
    let limits = limits.collect::<Result<_, String>>()?;
    Ok(Gate { limits })
}

/// Checks that the walk keeps its limits.
///
/// # Errors
/// After reporting each limit that it exceeds.
fn keep_limits(document: &Document, gate: Option<&Gate>) -> Result<(), Exit> {
    let exceeded = gate.map_or_else(Vec::new, |gate| exceeded_limits(document, gate));
    for ExceededLimit {
        counted,
        count,
        limit,
    } in &exceeded
    {
        complain!("Error: {counted}: {count}, and at most {limit} may be");
    }
    if exceeded.is_empty() {
        Ok(())
    } else {
        Err(Exit::Failed)
    }
}

/// Records that the operator takes the walk over.
fn accept(globals: &Globals, opened: &LoadedPlan) -> Result<(), Exit> {
    if globals.read_only {
        complain!("Error: `--accept` writes to the journal, and --read-only forbids it.");
        return Err(Exit::Usage);
    }
    let mut writer = opened.open_for_writing(globals, false)?;
    for notice in &writer.notices {
        complain!("{notice}");
    }
    let why = String::new();
    let kept = writer
        .journal
        .append_now(vec![Event::HandoverAccepted { why }]);
    kept.map_err(|error| not_appended(&error))?;
    Ok(())
}

/// Returns how much of the report is asked for.
fn coverage(
    arguments: &ReportArguments,
    opened: &LoadedPlan,
    report: &Report<'_>,
) -> Result<Coverage, Exit> {
    if !arguments.handover {
        return Ok(if arguments.brief {
            Coverage::Brief
        } else {
            Coverage::Whole
        });
    }
    let since = arguments.since.as_deref().unwrap_or("last");
    if since == "last" {
        // The handover that this command accepts is the newest.
        let own = usize::from(arguments.accept);
        let last = report.handovers.iter().rev().nth(own);
        let since = last.map_or(0, |last| last.seq);
        return Ok(Coverage::Handover { since });
    }
    let days = opened.entry(since)?.days;
    let mut sections = report.sections.iter();
    let section = sections.find(|section| section.procedure.days() == Some(days));
    let first = section.and_then(|section| {
        let runs = section.items().flat_map(SectionItem::attempts);
        runs.map(|run| run.started.seq).min()
    });
    let since = first.map_or(report.journal.events, |first| first.saturating_sub(1));
    Ok(Coverage::Handover { since })
}

/// Makes the document of a report.
fn document(
    globals: &Globals,
    arguments: &ReportArguments,
    opened: &LoadedPlan,
) -> Result<Document, Exit> {
    let scope = scope(arguments, opened)?;
    let secrets = given(globals, &opened.plan)?.secrets();
    let contents = opened.contents()?;
    let past = arguments.until.map(|until| as_of(&contents, until));
    let chain = past.as_ref().unwrap_or(&contents.chain);
    let walk = match &past {
        Some(past) => past.walk_of(&opened.plan),
        None => contents.walk(&opened.plan),
    };
    opened.same_plan(&walk, false)?;
    opened.warn(&contents);
    let report = Report::new(&ReportInput {
        plan: &opened.plan,
        walk: &walk,
        walk_name: &globals.walk,
        made_at: arguments.made_at.or(arguments.until).unwrap_or_else(now),
        breaks: &chain.breaks,
        scope,
    });
    let faulty = faulty_outputs(&opened.folder, &chain.records);
    let sentences: Vec<String> = faulty.iter().map(output_line).collect();
    let faulty: HashSet<&str> = faulty.iter().map(|output| output.file.as_str()).collect();
    let sources = DocumentSources {
        mask: &|text| secrets.mask(text),
        output: &|evidence| {
            if faulty.contains(evidence.file.as_str()) {
                ReadOutput::Damaged
            } else {
                read(opened, evidence, &secrets)
            }
        },
        faulty_outputs: Some(&sentences),
    };
    let coverage = coverage(arguments, opened, &report)?;
    Ok(Document::new(&report, &sources, coverage))
}

fn scope(arguments: &ReportArguments, opened: &LoadedPlan) -> Result<Scope, Exit> {
    if let Some(day) = &arguments.day {
        return Ok(Scope::Days(opened.entry(day)?.days));
    }
    let Some(phase) = arguments.phase else {
        return Ok(Scope::Plan);
    };
    let phases = opened.plan.phases.len();
    if (1..=phases).contains(&phase) {
        return Ok(Scope::Phase(phase));
    }
    complain!("Error: The plan has no phase {phase}; it has {phases}");
    Err(Exit::Usage)
}

/// A journal line, as far as its time.
#[derive(Deserialize)]
struct TimedLine {
    at: DateTime<FixedOffset>,
}

/// Returns the journal as it was at a time: everything before its first later line.
fn as_of(contents: &JournalContents, until: DateTime<FixedOffset>) -> Chain {
    let is_later = |line: &&String| {
        let line = serde_json::from_str::<TimedLine>(line);
        line.is_ok_and(|line| line.at > until)
    };
    let lines = contents.chain.lines.iter();
    let mut bytes = String::new();
    for line in lines.take_while(|line| !is_later(line)) {
        bytes.push_str(line);
        bytes.push('\n');
    }
    // The outputs of later runs are beside the journal, so they do not count as unrecorded.
    Chain::read(bytes.as_bytes(), &[])
}

/// Reads the beginning and the end of a kept output, masked.
fn read(opened: &LoadedPlan, evidence: &Evidence, secrets: &Secrets) -> ReadOutput {
    let Ok(excerpt) = read_excerpt(&opened.folder, evidence) else {
        return ReadOutput::Damaged;
    };
    let KeptExcerpt {
        head,
        left_out,
        tail,
    } = &excerpt;
    // A line that was cut could show a part of a secret.
    let (head, tail) = match left_out {
        0 => (head.as_slice(), tail.as_slice()),
        _ => (before_last_newline(head), behind_first_newline(tail)),
    };
    ReadOutput::Excerpt {
        head: secrets.mask_styled(head),
        left_out: *left_out,
        tail: secrets.mask_styled(tail),
    }
}

fn before_last_newline(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    end.map_or(&[], |end| &bytes[..=end])
}

fn behind_first_newline(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    end.map_or(&[], |end| &bytes[end + 1..])
}

fn print_or_write(text: &Printable, arguments: &ReportArguments) -> Result<(), Exit> {
    let Some(path) = &arguments.output else {
        print_made(text);
        return Ok(());
    };
    write_output(path, text.as_bytes(), arguments.force)
}
