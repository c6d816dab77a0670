//! `daymark check`: reports every error in a plan.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::exit::Exit;
use super::loaded_plan::sources;
use super::output::{has_colors, print_coloured, print_json, print_line};
use crate::plan::{Diagnostic, Severity, SourceFile, read};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Folder of the plan (default: the built-in plan).
    pub(super) plan: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Print every warning about a missing `undo` or `unless`, not one line for each file.
    #[arg(long)]
    pub(super) verbose: bool,
}

/// The warnings that many steps have: their codes, and what is missing.
const FREQUENT: [(&str, &str); 2] = [("no-undo", "undo"), ("no-unless", "unless")];

/// Reports every error in a plan with file, line and column.
pub(super) fn check(arguments: &CheckArguments) -> Exit {
    let sources = match sources(arguments.plan.as_deref()) {
        Ok(sources) => sources,
        Err(exit) => return exit,
    };
    let reading = read(&sources);
    let is_grouped = |diagnostic: &&Diagnostic| {
        !arguments.json && !arguments.verbose && missing(diagnostic).is_some()
    };
    for diagnostic in reading.diagnostics.iter().filter(|it| !is_grouped(it)) {
        if arguments.json {
            print_json(&as_json(diagnostic).to_string());
        } else {
            print_coloured(&rendered(diagnostic, &sources));
        }
    }
    let grouped: Vec<&Diagnostic> = reading.diagnostics.iter().filter(is_grouped).collect();
    for line in summaries(&grouped) {
        print_line(&line);
    }
    if !grouped.is_empty() {
        print_line("`--verbose` shows each of these warnings, and what to write.\n");
    }
    let count = |severity| {
        let of = |diagnostic: &&Diagnostic| diagnostic.severity == severity;
        reading.diagnostics.iter().filter(of).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if !arguments.json {
        let files = sources.len();
        print_line(&match (errors, warnings) {
            (0, 0) => format!("{}: nothing wrong", counted(files, "file")),
            _ => format!(
                "{}: {}, {}",
                counted(files, "file"),
                counted(errors, "error"),
                counted(warnings, "warning")
            ),
        });
    }
    if errors == 0 {
        Exit::Done
    } else {
        Exit::Failed
    }
}

/// Returns the key whose lack a warning reports, if many steps have such warnings.
fn missing(diagnostic: &Diagnostic) -> Option<&'static str> {
    let is_it = |(code, _): &&(&str, &str)| *code == diagnostic.code;
    let found = FREQUENT.iter().find(is_it)?;
    (diagnostic.severity == Severity::Warning).then_some(found.1)
}

/// Returns a line for each file: how many steps lack an `undo` or an `unless`, and their lines.
fn summaries(warnings: &[&Diagnostic]) -> Vec<String> {
    let mut files: Vec<&str> = Vec::new();
    for warning in warnings {
        if !files.contains(&warning.location.file.as_str()) {
            files.push(&warning.location.file);
        }
    }
    let line = |file: &&str| {
        let parts = FREQUENT.iter().filter_map(|(code, key)| {
            let of_file = |it: &&&Diagnostic| it.location.file == *file && it.code == *code;
            let found = warnings.iter().filter(of_file);
            let lines: Vec<String> = found.map(|it| it.location.line.to_string()).collect();
            let steps = counted(lines.len(), "step");
            let at = if lines.len() == 1 { "line" } else { "lines" };
            let at = format!("{at} {}", lines.join(", "));
            (!lines.is_empty()).then(|| format!("{steps} without `{key}` ({at})"))
        });
        format!("warning: {file}: {}", parts.collect::<Vec<_>>().join("; "))
    };
    files.iter().map(line).collect()
}

fn rendered(diagnostic: &Diagnostic, sources: &[SourceFile]) -> String {
    let source = sources
        .iter()
        .find(|source| source.path == diagnostic.location.file);
    let text = source.and_then(|source| std::str::from_utf8(&source.bytes).ok());
    diagnostic.render(text, has_colors())
}

fn as_json(diagnostic: &Diagnostic) -> serde_json::Value {
    json!({
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": diagnostic.location.file,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "hint": diagnostic.hint,
    })
}

fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}
