//! Words of a report, so that nothing of others is Markdown in it.

use chrono::{DateTime, FixedOffset};

use crate::progress::{Attribution, Outcome, OutcomeSource, RunResult};
use crate::text::Printable;

/// How many lines of an output are told; all of it is kept.
const MOST_LINES: usize = 60;

/// How something ended, and what tells so.
pub(super) fn how(ended: &RunResult, said: &Attribution) -> String {
    let mut facts = vec![
        match ended.state {
            Outcome::Passed => "passed",
            Outcome::Warned => "passed with a warning",
            Outcome::Failed => "failed",
            Outcome::Unknown => "unknown",
            Outcome::NotRun => "not run",
            Outcome::Skipped => "skipped",
        }
        .to_owned(),
    ];
    facts.extend(ended.exit.map(|exit| format!("exit {exit}")));
    match ended.source {
        OutcomeSource::Operator => facts.push(format!("said by {}", escaped(&said.operator))),
        OutcomeSource::Unless
        | OutcomeSource::When
        | OutcomeSource::Guard
        | OutcomeSource::Equal
        | OutcomeSource::Edited
        | OutcomeSource::Exit
        | OutcomeSource::Lost => {
            facts.push(format!("{:.1} s", ended.seconds));
        }
    }
    if !ended.reason.is_empty() {
        facts.push(escaped(&ended.reason));
    }
    facts.join(", ")
}

pub(super) fn shortened(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    if lines.len() <= MOST_LINES {
        return lines.join("\n");
    }
    let half = MOST_LINES / 2;
    let left = lines.len() - 2 * half;
    format!(
        "{}\n[… {left} lines are left out here; the file holds them …]\n{}",
        lines[..half].join("\n"),
        lines[lines.len() - half..].join("\n")
    )
}

/// Text of others in a line of ours: nothing in it hides, is Markdown or HTML, and it stays one line.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in Printable::prose(text).chars() {
        let character = if character == '\n' { ' ' } else { character };
        if "\\`*_{}[]<>#|~&".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

pub(super) fn stamp(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}
