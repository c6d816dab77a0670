//! The result of a script, and its judgement.

use super::{Excerpt, Findings, Number, Outcome, OutputJudge, Query};
use crate::plan::Expectation;

/// The result of a script: its termination and its output.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptResult {
    /// The way in which it ended.
    pub termination: Termination,
    /// The findings in the whole output.
    pub findings: Box<Findings>,
    /// Standard output as plain text, possibly only its beginning and end. In a pane, everything
    /// that was printed.
    pub stdout: Box<Excerpt>,
    /// Standard error, if it is separate.
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

    /// Judges a script whose whole output is available as plain text.
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

/// The way in which a script ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Termination {
    /// It exited with this status.
    Exited(i32),
    /// It ended its shell, with this exit status.
    ShellEnded(i32),
    /// It was killed after its timeout.
    TimedOut,
    /// It could not start, for this reason.
    NotStarted(String),
    /// The connection or the shell was lost while it ran, for this reason.
    Lost(String),
    /// The connection was lost while a step ran that disconnects its host.
    Disconnected(String),
}

impl Termination {
    /// Returns the exit status, if it is known.
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

/// The outcome of a result, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub state: Outcome,
    /// The reason; empty if it simply passed.
    pub reason: String,
}

/// Judges a result. The exit status must be right *and* the output must match. A script that could
/// not run, or cannot be judged, is unknown and never failed.
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
        Ok(Some(reason)) => failed(reason),
        Err(why) => unknown(&why),
    }
}

/// Returns how the output differs from the expectation. Fails if that cannot be decided.
fn complaint(expectation: &Expectation, findings: &Findings) -> Result<Option<String>, String> {
    let text = text_complaint(expectation, findings);
    let number = number_complaint(expectation, findings);
    match (text, number) {
        // A certain mismatch decides, even if the other one is unknown.
        (Ok(Some(reason)), _) | (_, Ok(Some(reason))) => Ok(Some(reason)),
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
    let attribution = outcome.stderr.last_line();
    match attribution.or_else(|| outcome.stdout.last_line()) {
        Some(attribution) => format!("exit {exit}: {what}: {attribution}"),
        None => format!("exit {exit}: {what}"),
    }
}

/// Returns why the text does not match the expectation.
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

/// Returns a pattern and whether it matches.
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

/// Returns why the number on standard output does not meet the expectation.
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

fn unknown(reason: &str) -> Verdict {
    Verdict {
        state: Outcome::Unknown,
        reason: reason.to_owned(),
    }
}

fn failed(reason: String) -> Verdict {
    Verdict {
        state: Outcome::Failed,
        reason,
    }
}

fn list(exits: &[i32]) -> String {
    exits
        .iter()
        .map(i32::to_string)
        .collect::<Vec<_>>()
        .join(" or ")
}
