//! The result of a script, and how it is judged.

use super::{Excerpt, Findings, Number, Outcome, OutputJudge, Query};
use crate::plan::Expectation;

/// What the world answered to a script.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptResult {
    /// Whether it came to an end, and how.
    pub termination: Termination,
    /// What was found in the whole output.
    pub findings: Box<Findings>,
    /// Standard output as plain text, or the beginning and the end of it; in a pane, all that was
    /// shown.
    pub stdout: Box<Excerpt>,
    /// Standard error, where it is separate.
    pub stderr: Box<Excerpt>,
}

impl ScriptResult {
    /// Returns the outcome of a script without output.
    pub fn silent(fate: Termination) -> Self {
        Self {
            termination: fate,
            findings: Box::default(),
            stdout: Box::default(),
            stderr: Box::default(),
        }
    }

    /// Returns the outcome of a script whose whole output is at hand, as plain text.
    pub fn of(fate: Termination, query: &Query, stdout: &str, stderr: &str) -> Self {
        let found = OutputJudge::of(query, stdout);
        Self {
            termination: fate,
            findings: Box::new(found.or(OutputJudge::of(&query.patterns(), stderr))),
            stdout: Box::new(stdout.into()),
            stderr: Box::new(stderr.into()),
        }
    }
}

/// Whether a script came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Termination {
    /// It ended with this exit status.
    Exited(i32),
    /// It ended the shell it ran in, with this exit status.
    ShellEnded(i32),
    /// It was ended when its time was up.
    TimedOut,
    /// It could not be asked, for this reason.
    NotStarted(String),
    /// The connection or the shell went away while it ran.
    Lost(String),
    /// The same, of a step that cuts its own connection.
    Disconnected(String),
}

impl Termination {
    /// The exit status, where there is one.
    pub fn exit(&self) -> Option<i32> {
        match self {
            Termination::Exited(exit) | Termination::ShellEnded(exit) => Some(*exit),
            Termination::TimedOut
            | Termination::NotStarted(_)
            | Termination::Lost(_)
            | Termination::Disconnected(_) => None,
        }
    }
}

/// What a result amounts to, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it amounts to.
    pub state: Outcome,
    /// Why, in words; empty where it simply passed.
    pub reason: String,
}

/// Judges a result: the exit status must be right *and* the output must match. What could not
/// be asked or decided is unknown, never "no".
pub fn judge(expectation: &Expectation, outcome: &ScriptResult) -> Verdict {
    let exit = match &outcome.termination {
        Termination::Exited(exit) | Termination::ShellEnded(exit) => *exit,
        Termination::TimedOut => return unknown("no answer in time"),
        Termination::NotStarted(why) | Termination::Lost(why) | Termination::Disconnected(why) => {
            return unknown(why);
        }
    };
    let expected = expectation.exit.contains(&exit);
    if !expected && matches!(exit, 126 | 127) {
        return unknown(&not_started(exit, outcome));
    }
    if expectation.warns.contains(&exit) {
        return Verdict {
            state: Outcome::Warned,
            reason: format!("exit {exit}"),
        };
    }
    if !expected {
        return failed(format!("exit {exit}, expected {}", list(&expectation.exit)));
    }
    match complaint(expectation, &outcome.findings) {
        Ok(None) => Verdict {
            state: Outcome::Passed,
            reason: String::new(),
        },
        Ok(Some(because)) => failed(because),
        Err(why) => unknown(&why),
    }
}

/// What the output should have been and is not; an error where that cannot be decided.
fn complaint(expectation: &Expectation, findings: &Findings) -> Result<Option<String>, String> {
    let text = text_complaint(expectation, findings);
    let number = number_complaint(expectation, findings);
    match (text, number) {
        // One that is certain decides, whatever the other one is.
        (Ok(Some(because)), _) | (_, Ok(Some(because))) => Ok(Some(because)),
        (Err(why), _) | (_, Err(why)) => Err(why),
        (Ok(None), Ok(None)) => Ok(None),
    }
}

/// Returns why a shell ended with 126 or 127 (POSIX.1-2024, 2.8.2), with its own last words.
fn not_started(exit: i32, outcome: &ScriptResult) -> String {
    let what = match exit {
        126 => "a program cannot be started",
        _ => "a command was not found",
    };
    let said = outcome.stderr.last_line();
    match said.or_else(|| outcome.stdout.last_line()) {
        Some(said) => format!("exit {exit}: {what}: {said}"),
        None => format!("exit {exit}: {what}"),
    }
}

/// What the output should have matched and did not, or the other way round.
fn text_complaint(
    expectation: &Expectation,
    findings: &Findings,
) -> Result<Option<String>, String> {
    let expect = matches(expectation.matches.as_deref(), findings.expect.as_ref());
    let never = matches(
        expectation.not_matches.as_deref(),
        findings.expect_not.as_ref(),
    );
    match (expect, never) {
        (Ok(Some((pattern, false))), _) => Ok(Some(format!("the output does not match {pattern}"))),
        (_, Ok(Some((pattern, true)))) => Ok(Some(format!(
            "the output matches {pattern}, which it must not"
        ))),
        (Err(why), _) | (_, Err(why)) => Err(why),
        _ => Ok(None),
    }
}

/// A pattern, and whether it matches.
fn matches<'e>(
    pattern: Option<&'e str>,
    found: Option<&Result<bool, String>>,
) -> Result<Option<(&'e str, bool)>, String> {
    let Some(pattern) = pattern else {
        return Ok(None);
    };
    match found {
        Some(Ok(found)) => Ok(Some((pattern, *found))),
        Some(Err(why)) => Err(format!(
            "whether the output matches {pattern} is unknown: {why}"
        )),
        None => Err(format!("the output was not searched for {pattern}")),
    }
}

/// What the number on standard output should have been.
fn number_complaint(
    expectation: &Expectation,
    findings: &Findings,
) -> Result<Option<String>, String> {
    if expectation.at_most.is_none() && expectation.at_least.is_none() {
        return Ok(None);
    }
    let text = match &findings.number {
        Some(Ok(Number::Is(text))) => text,
        Some(Ok(Number::IsNot(first))) => {
            return Ok(Some(format!("the output is not a number: {first}")));
        }
        Some(Err(why)) => return Err(format!("the number in the output is unknown: {why}")),
        None => return Err("the output was not read as a number".to_owned()),
    };
    let number: f64 = text.parse().map_err(|_| format!("{text} is no number"))?;
    let unit = expectation
        .unit
        .as_deref()
        .map_or(String::new(), |unit| format!(" {unit}"));
    if let Some(most) = expectation.at_most.filter(|most| number > *most) {
        return Ok(Some(format!(
            "{number}{unit}, expected at most {most}{unit}"
        )));
    }
    let least = expectation.at_least.filter(|least| number < *least);
    Ok(least.map(|least| format!("{number}{unit}, expected at least {least}{unit}")))
}

fn unknown(because: &str) -> Verdict {
    Verdict {
        state: Outcome::Unknown,
        reason: because.to_owned(),
    }
}

fn failed(because: String) -> Verdict {
    Verdict {
        state: Outcome::Failed,
        reason: because,
    }
}

fn list(exits: &[i32]) -> String {
    exits
        .iter()
        .map(i32::to_string)
        .collect::<Vec<_>>()
        .join(" or ")
}
