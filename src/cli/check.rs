//! `daymark check`: reports every error in a plan.

use serde_json::json;

use super::arguments::PlanArguments;
use super::exit::Exit;
use super::loaded_plan::sources;
use super::output::{has_colors, print_coloured, print_json, print_line};
use crate::plan::{Diagnostic, Severity, SourceFile, read};

/// Reports every error in a plan with file, line and column.
pub(super) fn check(arguments: &PlanArguments) -> Exit {
    let sources = match sources(arguments.plan.as_deref()) {
        Ok(sources) => sources,
        Err(exit) => return exit,
    };
    let reading = read(&sources);
    for diagnostic in &reading.diagnostics {
        if arguments.json {
            print_json(&as_json(diagnostic).to_string());
        } else {
            print_coloured(&rendered(diagnostic, &sources));
        }
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
