//! A field of a step, check or guard: its key in JSON, its label and its value.

use std::borrow::Cow;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::plan::{
    Check, Condition, Expectation, FileCopy, Retry, Save, Timeout, Wait, duration::format,
};
use crate::text::Printable;

/// A field of a step, check or guard, as the plan sets it.
#[derive(Debug, Clone, Copy)]
pub struct Field<'p> {
    /// The key in JSON, which scripts rely on.
    pub key: &'static str,
    /// The label in text and on screen; empty for a value without one.
    pub label: &'static str,
    /// The group that the field belongs to.
    pub part: FieldPart,
    /// The value that the plan sets.
    pub value: FieldValue<'p>,
}

/// A group of fields. Each format may order the groups differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldPart {
    /// Only in JSON: in text, another field or a heading shows the same.
    Data,
    /// Short facts below the title.
    Fact,
    /// The tasks of the day that belong to the item.
    Task,
    /// What can go wrong.
    Danger,
    /// Script, files or instructions.
    Action,
    /// The conditions, dependencies and nested shells of a run.
    Precondition,
    /// The options of a run.
    Option,
    /// How the result is judged.
    Expected,
    /// Variables that the script does not name.
    Variables,
    /// How daymark recognizes that a step has run, and how it undoes the step.
    Undo,
    /// The reason for the item.
    Reason,
}

/// The value of a field.
#[derive(Debug, Clone, Copy)]
pub enum FieldValue<'p> {
    /// The plan does not set the field.
    Unset,
    /// Sentences, or a name.
    Text(&'p str),
    /// An address that a browser opens.
    Link(&'p str),
    /// A script, exactly as it runs.
    Script(&'p str),
    /// Files to copy.
    Files(&'p [FileCopy]),
    /// Names of guards.
    Guards(&'p [String]),
    /// Names of variables.
    Names(&'p [String]),
    /// Ids of steps and checks.
    Items(&'p [String]),
    /// Commands that each open a nested shell, outermost first.
    Nesting(&'p [String]),
    /// Hosts and the user on them, with words for an item without hosts.
    Hosts {
        /// Names of hosts.
        names: &'p [String],
        /// The user that a script runs as.
        user: Option<&'p str>,
        /// The words for an item without hosts.
        none: &'static str,
    },
    /// Tasks of the day, counted from 1.
    Tasks(&'p [usize]),
    /// A boolean with the words for each value; empty words print nothing.
    Flag {
        /// The boolean.
        is: bool,
        /// The words for `true`.
        yes: &'static str,
        /// The words for `false`.
        no: &'static str,
    },
    /// How many hosts run at the same time.
    Serial(usize),
    /// The time that the operator needs, in minutes.
    Minutes(u32),
    /// Conditions of `when`.
    Conditions(&'p [Condition]),
    /// What the step waits for.
    Wait(&'p Wait),
    /// Automatic retries.
    Retry(Retry),
    /// The time limit of a step.
    Timeout(Timeout),
    /// The time limit of a check or guard.
    Limit(Duration),
    /// The times after which a check is due again.
    Repeats(&'p [Duration]),
    /// The variable that gets the output.
    Save(&'p Save),
    /// The conditions of a pass.
    Expected(&'p Expectation),
}

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording<'p> {
    /// Text of one or more lines that names steps and checks by id.
    Text(Vec<Piece<'p>>),
    /// A script, exactly as it runs, after an introduction that may be empty.
    Script(String, &'p str),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'p> {
    /// Plain text.
    Text(Cow<'p, str>),
    /// The id of a step or check; a format may print its title instead.
    Item(&'p str),
}

impl Piece<'_> {
    /// Joins pieces to a text; `name` returns the words for an id.
    pub fn join(pieces: &[Piece<'_>], name: impl Fn(&str) -> String) -> String {
        let word = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Item(id) => name(id),
        };
        pieces.iter().map(word).collect()
    }
}

/// Returns fields as a JSON object.
pub(super) fn object(fields: &[Field<'_>]) -> Value {
    let pair = |field: &Field<'_>| (field.key.to_owned(), field.value.json());
    Value::Object(fields.iter().map(pair).collect::<Map<_, _>>())
}

impl<'p> FieldValue<'p> {
    /// Returns a field value, or `Unset` for `None`.
    pub(super) fn some<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(FieldValue::Unset, make)
    }

    /// Returns the JSON value.
    pub fn json(&self) -> Value {
        match *self {
            FieldValue::Unset => Value::Null,
            FieldValue::Text(text) | FieldValue::Link(text) | FieldValue::Script(text) => {
                json!(text)
            }
            FieldValue::Files(files) => files.iter().map(copy_json).collect(),
            FieldValue::Guards(names)
            | FieldValue::Names(names)
            | FieldValue::Items(names)
            | FieldValue::Nesting(names)
            | FieldValue::Hosts { names, .. } => json!(names),
            FieldValue::Tasks(numbers) => json!(numbers),
            FieldValue::Flag { is, .. } => json!(is),
            FieldValue::Serial(count) => json!(count),
            FieldValue::Minutes(minutes) => json!(minutes),
            FieldValue::Conditions(all) => all.iter().map(condition_json).collect(),
            FieldValue::Wait(wait) => wait_json(wait),
            FieldValue::Retry(retry) => {
                json!({"for": seconds(&retry.within), "every": seconds(&retry.every)})
            }
            FieldValue::Timeout(timeout) => {
                let then = if timeout.kills { "end" } else { "ask" };
                json!({"after": seconds(&timeout.after), "then": then})
            }
            FieldValue::Limit(time) => json!(seconds(&time)),
            FieldValue::Repeats(times) => times.iter().map(seconds).collect(),
            FieldValue::Save(save) => json!({"name": save.variable, "match": save.pattern}),
            FieldValue::Expected(expected) => expectation_json(expected),
        }
    }

    /// Returns the value in words, one element per statement; empty if there are none.
    pub fn words(&self) -> Vec<Wording<'p>> {
        match *self {
            FieldValue::Unset | FieldValue::Limit(Check::TIMEOUT) => Vec::new(),
            FieldValue::Text(text) => plain(text),
            FieldValue::Link(link) => plain(exact(link)),
            FieldValue::Script(script) => vec![Wording::Script(String::new(), script)],
            FieldValue::Files(files) => files
                .iter()
                .flat_map(|file| plain(copy_text(file)))
                .collect(),
            FieldValue::Guards(names) | FieldValue::Names(names) => plain(names.join(", ")),
            FieldValue::Items(ids) => items(ids),
            FieldValue::Nesting(commands) => {
                let script = |command: &'p String| Wording::Script(String::new(), command.as_str());
                commands.iter().map(script).collect()
            }
            FieldValue::Hosts {
                names: [], none, ..
            } => plain(none),
            FieldValue::Hosts { names, user, .. } => plain(hosts_text(names, user)),
            FieldValue::Tasks(numbers) => plain(tasks_text(numbers)),
            FieldValue::Flag { is, yes, no } => plain(if is { yes } else { no }),
            FieldValue::Serial(1) => plain("one host after another; a failure stops the rest"),
            FieldValue::Serial(count) => {
                plain(format!("{count} hosts at a time; a failure stops the rest"))
            }
            FieldValue::Minutes(minutes) => plain(minutes_text(minutes)),
            FieldValue::Conditions(all) => all.iter().flat_map(condition).collect(),
            FieldValue::Wait(wait) => wait_words(wait),
            FieldValue::Retry(Retry { every, within }) => plain(format!(
                "every {} for {} while it fails",
                format(every),
                format(within)
            )),
            FieldValue::Timeout(timeout) => plain(timeout_text(timeout)),
            FieldValue::Limit(time) => plain(format!("within {}", format(time))),
            FieldValue::Repeats(times) => plain(repeats_text(times)),
            FieldValue::Save(save) => plain(save_text(save)),
            FieldValue::Expected(expected) => expectation_words(expected)
                .into_iter()
                .flat_map(plain)
                .collect(),
        }
    }
}

/// Returns a text on one line in which every character counts, such as a path.
fn exact(text: &str) -> String {
    Printable::name(text).to_string()
}

fn plain<'p>(text: impl Into<Cow<'p, str>>) -> Vec<Wording<'p>> {
    let text = text.into();
    if text.is_empty() {
        return Vec::new();
    }
    vec![Wording::Text(vec![Piece::Text(text)])]
}

fn items(ids: &[String]) -> Vec<Wording<'_>> {
    let mut pieces = Vec::new();
    for id in ids {
        if !pieces.is_empty() {
            pieces.push(Piece::Text(", ".into()));
        }
        pieces.push(Piece::Item(id));
    }
    if pieces.is_empty() {
        return Vec::new();
    }
    vec![Wording::Text(pieces)]
}

fn hosts_text(names: &[String], user: Option<&str>) -> String {
    let names = (!names.is_empty()).then(|| format!("on {}", names.join(", ")));
    let user = user.map(|user| format!("as {}", exact(user)));
    let words: Vec<String> = names.into_iter().chain(user).collect();
    words.join(" ")
}

fn tasks_text(numbers: &[usize]) -> String {
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => format!("task {one}"),
        several => format!("tasks {}", several.join(", ")),
    }
}

/// Returns a duration in minutes as text: `35 min`, `4 h`, `1 h 10`.
pub fn minutes_text(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

/// Returns the source, target, mode and owner of a file.
pub(super) fn copy_text(file: &FileCopy) -> String {
    let mut facts = vec![format!("mode {:04o}", file.mode)];
    facts.extend(
        file.owner
            .iter()
            .map(|owner| format!("owner {}", exact(owner))),
    );
    if file.fill {
        facts.push("variables filled in".to_owned());
    }
    if !file.backup {
        facts.push("no backup, an existing file needs consent".to_owned());
    }
    format!(
        "{} -> {} ({})",
        exact(&file.from),
        exact(&file.to),
        facts.join(", ")
    )
}

fn condition(condition: &Condition) -> Vec<Wording<'_>> {
    match condition {
        Condition::Variable { name, is: None } => plain(format!("{name} has a value")),
        Condition::Variable { name, is: Some(is) } => {
            plain(format!("{name} matches {}", exact(is)))
        }
        Condition::Step { id, is } => vec![Wording::Text(vec![
            Piece::Item(id),
            Piece::Text(format!(" is {}", is.word()).into()),
        ])],
        Condition::Script { hosts, user, run } => {
            let place = hosts_text(hosts, user.as_deref());
            let intro = format!("this succeeds {place}");
            vec![Wording::Script(intro.trim_end().to_owned(), run)]
        }
    }
}

fn wait_words(wait: &Wait) -> Vec<Wording<'_>> {
    match wait {
        Wait::For(time) => plain(format!("{} after the step before it", format(*time))),
        Wait::Until { check, within } => vec![Wording::Text(vec![
            Piece::Text(format!("until this passes, for {} at most: ", format(*within)).into()),
            Piece::Item(check),
        ])],
    }
}

fn timeout_text(timeout: Timeout) -> String {
    let then = if timeout.kills {
        "then daymark ends it"
    } else {
        "then daymark asks you"
    };
    format!("{}, {then}", format(timeout.after))
}

fn repeats_text(times: &[Duration]) -> String {
    let times: Vec<String> = times.iter().copied().map(format).collect();
    if times.is_empty() {
        return String::new();
    }
    format!("{} after it passed", times.join(", "))
}

fn save_text(save: &Save) -> String {
    match &save.pattern {
        None => format!("its output as {}", save.variable),
        Some(pattern) => format!("the match of {} as {}", exact(pattern), save.variable),
    }
}

/// Returns the expectations that differ from the default, in words.
fn expectation_words(expected: &Expectation) -> Vec<String> {
    let list = |numbers: &[i32]| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        numbers.join(" or ")
    };
    let unit = expected.unit.as_deref();
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    let mut words = Vec::new();
    if expected.exit != Expectation::default().exit {
        words.push(format!("exit {}", list(&expected.exit)));
    }
    if !expected.warns.is_empty() {
        words.push(format!("exit {} is a warning", list(&expected.warns)));
    }
    let matches = expected.matches.iter();
    words.extend(matches.map(|pattern| format!("output matches {}", exact(pattern))));
    let not_matches = expected.not_matches.iter();
    words.extend(not_matches.map(|pattern| format!("output does not match {}", exact(pattern))));
    words.extend(expected.at_most.map(|most| format!("at most {most}{unit}")));
    words.extend(
        expected
            .at_least
            .map(|least| format!("at least {least}{unit}")),
    );
    words
}

fn copy_json(file: &FileCopy) -> Value {
    json!({
        "from": file.from,
        "to": file.to,
        "owner": file.owner,
        "mode": format!("{:04o}", file.mode),
        "backup": file.backup,
        "fill": file.fill,
        "bytes": file.content.len(),
        "sha256": file.digest,
        "content": file.shown(),
    })
}

fn condition_json(condition: &Condition) -> Value {
    match condition {
        Condition::Variable { name, is } => json!({"variable": name, "is": is}),
        Condition::Script { hosts, user, run } => json!({"hosts": hosts, "as": user, "run": run}),
        Condition::Step { id, is } => json!({"step": id, "is": is.word()}),
    }
}

fn wait_json(wait: &Wait) -> Value {
    match wait {
        Wait::For(time) => json!({"for": seconds(time)}),
        Wait::Until { check, within } => json!({"until": check, "for": seconds(within)}),
    }
}

fn expectation_json(expected: &Expectation) -> Value {
    json!({
        "exit": expected.exit,
        "warns": expected.warns,
        "expect": expected.matches,
        "expect_not": expected.not_matches,
        "at_most": expected.at_most,
        "at_least": expected.at_least,
        "unit": expected.unit,
    })
}

fn seconds(time: &Duration) -> f64 {
    time.as_secs_f64()
}
