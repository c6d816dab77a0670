//! How a result is judged.

use regex::RegexBuilder;

use super::{Fate, Outcome, Standing};
use crate::plan::Expectation;

/// What a result amounts to, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it amounts to.
    pub state: Standing,
    /// Why, in words; empty where it simply passed.
    pub because: String,
}

/// Judges a result: the exit status must be right *and* the output must match. What could not
/// be asked is unknown, never "no".
pub fn judge(expectation: &Expectation, outcome: &Outcome) -> Verdict {
    let exit = match &outcome.fate {
        Fate::Exited(exit) | Fate::ShellEnded(exit) => *exit,
        Fate::TimedOut => return unknown("no answer in time"),
        Fate::NotAsked(why) | Fate::Lost(why) | Fate::Disconnected(why) => return unknown(why),
    };
    let expected = expectation.exit.contains(&exit);
    if !expected && matches!(exit, 126 | 127) {
        return unknown(&not_started(exit, outcome));
    }
    if expectation.warns.contains(&exit) {
        return Verdict {
            state: Standing::Warned,
            because: format!("exit {exit}"),
        };
    }
    if !expected {
        return failed(format!("exit {exit}, expected {}", list(&expectation.exit)));
    }
    let complaint = text_complaint(expectation, outcome)
        .or_else(|| number_complaint(expectation, &outcome.stdout));
    complaint.map_or(
        Verdict {
            state: Standing::Passed,
            because: String::new(),
        },
        failed,
    )
}

/// Returns why a shell ended with 126 or 127 (POSIX.1-2024, 2.8.2), with its own last words.
fn not_started(exit: i32, outcome: &Outcome) -> String {
    let what = match exit {
        126 => "a program cannot be started",
        _ => "a command was not found",
    };
    let last = |text: &str| text.trim_end().lines().last().map(str::to_owned);
    match last(&outcome.stderr).or_else(|| last(&outcome.stdout)) {
        Some(said) => format!("exit {exit}: {what}: {said}"),
        None => format!("exit {exit}: {what}"),
    }
}

/// What the output should have matched and did not, or the other way round.
fn text_complaint(expectation: &Expectation, outcome: &Outcome) -> Option<String> {
    let matches = |pattern: &str| {
        let regex = RegexBuilder::new(pattern).multi_line(true).build();
        // A plan whose patterns do not compile is not opened, so this is only a second net.
        regex.is_ok_and(|regex| regex.is_match(&outcome.stdout) || regex.is_match(&outcome.stderr))
    };
    if let Some(pattern) = expectation.matches.as_deref()
        && !matches(pattern)
    {
        return Some(format!("the output does not match {pattern}"));
    }
    let pattern = expectation.never.as_deref()?;
    matches(pattern).then(|| format!("the output matches {pattern}, which it must not"))
}

/// What the number on standard output should have been.
fn number_complaint(expectation: &Expectation, stdout: &str) -> Option<String> {
    if expectation.at_most.is_none() && expectation.at_least.is_none() {
        return None;
    }
    let unit = expectation
        .unit
        .as_deref()
        .map_or(String::new(), |unit| format!(" {unit}"));
    let text = stdout.trim();
    let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        return Some(format!(
            "the output is not a number: {}",
            text.lines().next().unwrap_or("nothing")
        ));
    };
    if let Some(most) = expectation.at_most.filter(|most| number > *most) {
        return Some(format!("{number}{unit}, expected at most {most}{unit}"));
    }
    let least = expectation.at_least.filter(|least| number < *least)?;
    Some(format!("{number}{unit}, expected at least {least}{unit}"))
}

fn unknown(because: &str) -> Verdict {
    Verdict {
        state: Standing::Unknown,
        because: because.to_owned(),
    }
}

fn failed(because: String) -> Verdict {
    Verdict {
        state: Standing::Failed,
        because,
    }
}

fn list(exits: &[i32]) -> String {
    exits
        .iter()
        .map(i32::to_string)
        .collect::<Vec<_>>()
        .join(" or ")
}
