//! Text for Markdown. Text from a plan, a host or an operator is escaped.

use chrono::{DateTime, FixedOffset};

use crate::progress::{Attribution, Outcome, OutcomeSource, RunResult};
use crate::report::item::outcome_word;
use crate::text::Printable;

/// The longest output in a report, in lines; the output's file has all of them.
const MOST_LINES: usize = 60;

/// Returns a result in words: outcome, exit status, duration or operator, reason.
pub(super) fn result_text(result: &RunResult, attribution: &Attribution) -> String {
    let outcome = match result.state {
        Outcome::Warned => "passed with a warning",
        other => outcome_word(other),
    };
    let mut facts = vec![outcome.to_owned()];
    facts.extend(result.exit.map(|exit| format!("exit {exit}")));
    facts.push(match result.source {
        OutcomeSource::Operator => format!("set by {}", escaped(&attribution.operator)),
        _ => format!("{:.1} s", result.seconds),
    });
    if !result.reason.is_empty() {
        facts.push(escaped(&result.reason));
    }
    facts.join(", ")
}

/// Removes the middle of a long output.
pub(super) fn shortened(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    if lines.len() <= MOST_LINES {
        return lines.join("\n");
    }
    let half = MOST_LINES / 2;
    let left = lines.len() - 2 * half;
    format!(
        "{}\n[… {left} lines are left out here; the file has them …]\n{}",
        lines[..half].join("\n"),
        lines[lines.len() - half..].join("\n")
    )
}

/// Escapes a text: it has no hidden characters, no Markdown and no HTML, and stays on one line.
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

/// Returns a time, in the UTC offset of the recording.
pub(super) fn stamp(at: DateTime<FixedOffset>) -> String {
    at.format("%Y-%m-%d %H:%M:%S %:z").to_string()
}
