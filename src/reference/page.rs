//! The reference page of the plan format, in Markdown.

use std::fmt::Write as _;

use crate::plan::{DAY, KeyRecord, ObjectFormat, PLAN, Presence, ValueFormat, objects};

const INTRODUCTION: &str = "\
# The plan format

A plan is a folder. `plan.yaml` describes the plan as a whole. Every other `*.yaml` or `*.yml` file
directly in the folder is a [day file](#day). Steps can copy any other file of the folder to hosts.

daymark reads YAML 1.2 without anchors and tags. `daymark check FOLDER` reports every error with its
line. `daymark schema` prints the JSON Schema for editors.

Scripts get the plan's variables as environment variables. daymark substitutes nothing into a script.
";

/// Returns the page: one table for each object of the format.
pub fn plan_format_page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for object in objects(&[&PLAN, &DAY]) {
        page.push_str(&section(object));
    }
    page
}

fn section(object: &ObjectFormat) -> String {
    let mut section = format!("\n## {}\n\n{}\n", object.name, object.about);
    if !object.kinds.is_empty() {
        let kinds = alternatives(object.kinds, "and");
        let _ = writeln!(section, "It has exactly one of {kinds}.");
    }
    section.push_str("\n| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
    for key in object.keys() {
        let (name, value, meaning) = (key.name, type_text(&key.value), meaning(key));
        let (default, example) = (default(key), cell(key.example));
        let _ = writeln!(
            section,
            "| `{name}` | {value} | {default} | {meaning} | `{example}` |"
        );
    }
    section
}

fn default(key: &KeyRecord) -> String {
    match key.presence {
        Presence::Required => "required".to_owned(),
        Presence::Optional => String::new(),
        Presence::Default(value) => format!("`{value}`"),
    }
}

fn meaning(key: &KeyRecord) -> String {
    let mut meaning = cell(key.meaning);
    if !key.only_with.is_empty() {
        let _ = write!(meaning, " Only with {}.", alternatives(key.only_with, "or"));
    }
    for (needed, reason) in key.needs {
        let _ = write!(meaning, " It needs `{needed}`, {reason}.");
    }
    if !key.excludes.is_empty() {
        let _ = write!(
            meaning,
            " It excludes {}.",
            alternatives(key.excludes, "and")
        );
    }
    meaning
}

/// Escapes what would end a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn type_text(format: &ValueFormat) -> String {
    match format {
        ValueFormat::Text => "text".to_owned(),
        ValueFormat::AnyText => "text, may be empty".to_owned(),
        ValueFormat::Script => "script".to_owned(),
        ValueFormat::Scripts => "script, or a list of scripts".to_owned(),
        ValueFormat::Pattern => "regular expression".to_owned(),
        ValueFormat::Texts => "list of texts".to_owned(),
        ValueFormat::Names => "name, or a list of names".to_owned(),
        ValueFormat::Id => "kebab-case name".to_owned(),
        ValueFormat::Boolean => "`true` or `false`".to_owned(),
        ValueFormat::True => "`true`".to_owned(),
        ValueFormat::Integer(least, most) => integer(*least, *most),
        ValueFormat::Integers(least, most) => {
            format!("{}, or a list of them", integer(*least, *most))
        }
        ValueFormat::Number => "number".to_owned(),
        ValueFormat::Duration => "duration: `30s`, `10m`, `4h`, `2d`".to_owned(),
        ValueFormat::Durations => "duration, or a list of durations".to_owned(),
        ValueFormat::Days => "`3` or `3-4`".to_owned(),
        ValueFormat::DayList => "list of days: `[3, 5-6]`".to_owned(),
        ValueFormat::Word(words) => alternatives(words, "or"),
        ValueFormat::Words(words) => {
            format!("one or a list of {}", alternatives(words, "and"))
        }
        ValueFormat::Dates => "date, or a list of dates".to_owned(),
        ValueFormat::Link => "`http` or `https` address".to_owned(),
        ValueFormat::HostPath => "path on a host".to_owned(),
        ValueFormat::Mode => "octal digits in quotes".to_owned(),
        ValueFormat::Object(object) => link(object),
        ValueFormat::List(object) => format!("list of {}", link(object)),
        ValueFormat::OneOrList(object) => format!("{0}, or a list of {0}", link(object)),
        ValueFormat::Map(_, object) => format!("mapping from names to {}", link(object)),
        ValueFormat::Either(simple, object) => {
            format!("{}; or {}", type_text(simple), link(object))
        }
    }
}

fn integer(least: i64, most: i64) -> String {
    if least == most {
        return format!("`{least}`");
    }
    format!("integer from {least} to {most}")
}

fn link(object: &ObjectFormat) -> String {
    format!("[{0}](#{0})", object.name)
}

/// Joins alternatives as in a sentence: `` `a`, `b` or `c` ``.
fn alternatives(names: &[&str], conjunction: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {conjunction} {last}", others.join(", ")),
        None => String::new(),
    }
}
