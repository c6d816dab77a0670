//! The words, glyphs and colors that the template asks for.

#![expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the templates pass references"
)]

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::colors::classes;
use crate::report::document::{DocumentAttempt, DocumentItem, ExceptionKind, ExcerptLine, Tally};
use crate::report::field::FieldPart;
use crate::report::words::{exit_text, hosts_text};
use crate::term::Style;

/// Returns whether an item fails or is unknown.
pub(super) fn is_bad(item: &DocumentItem) -> bool {
    matches!(item.state, "failed" | "drifted" | "unknown" | "interrupted")
}

/// Returns the glyph and the class of a state.
fn look(state: &str) -> (&'static str, &'static str) {
    match state {
        "passed" | "done" => ("✓", "passed"),
        "attested" => ("◊", "passed"),
        "warned" => ("!", "warned"),
        "failed" | "drifted" => ("✗", "failed"),
        "unknown" | "interrupted" => ("?", "failed"),
        "running" | "started" => ("●", "running"),
        "waived" => ("–", "warned"),
        "skipped" | "undone" => ("–", "muted"),
        _ => ("·", "muted"),
    }
}

pub(super) fn glyph(state: &str) -> &'static str {
    look(state).0
}

pub(super) fn class(state: &str) -> &'static str {
    look(state).1
}

/// Returns the glyph and the class of a kind of exceptions.
pub(super) fn kind_look(kind: &ExceptionKind) -> (&'static str, &'static str) {
    match kind {
        ExceptionKind::Damaged | ExceptionKind::Failed | ExceptionKind::Drifted => ("✗", "failed"),
        ExceptionKind::Unknown => ("?", "failed"),
        ExceptionKind::Overridden
        | ExceptionKind::Waived
        | ExceptionKind::Deviation
        | ExceptionKind::Accepted
        | ExceptionKind::Warned => ("▲", "warned"),
        ExceptionKind::Skipped | ExceptionKind::Again | ExceptionKind::Earlier => ("–", "muted"),
        ExceptionKind::Attested => ("◊", "passed"),
    }
}

/// Returns a time in full, in the UTC offset of its recording.
pub(super) fn full(at: &DateTime<FixedOffset>) -> String {
    at.format("%a %-d %b %Y %H:%M:%S %:z").to_string()
}

/// Returns a time for a table.
pub(super) fn short(at: &DateTime<FixedOffset>) -> String {
    at.format("%-d %b %H:%M").to_string()
}

pub(super) fn date(date: &NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// Returns two dates, or one if they are the same.
pub(super) fn dates(dates: &(NaiveDate, NaiveDate)) -> String {
    let (first, last) = dates;
    let last_text = last.format("%-d %b").to_string();
    if first == last {
        return last_text;
    }
    format!("{} – {last_text}", first.format("%-d %b"))
}

pub(super) fn dates_or_none(given: Option<&(NaiveDate, NaiveDate)>) -> String {
    given.map_or(String::new(), dates)
}

/// Returns a duration: `0:02`, `12:34`, `1:02:03`.
pub(super) fn duration(seconds: f64) -> String {
    let whole = if seconds.is_finite() {
        seconds.round().max(0.0)
    } else {
        0.0
    };
    // A duration of more than 100 years does not occur.
    #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
    let whole = whole.min(4e9) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

pub(super) fn of(tally: &Tally) -> String {
    format!("{}/{}", tally.done, tally.total)
}

/// Returns how an attempt ended, in words.
pub(super) fn ended(run: &DocumentAttempt) -> String {
    let Some(result) = &run.result else {
        return "no end is recorded".to_owned();
    };
    let mut facts = vec![result.text.clone()];
    facts.extend(result.exit.map(exit_text));
    facts.push(if result.by_person {
        format!(
            "set by {}, {}",
            result.attribution.by,
            full(&result.attribution.at)
        )
    } else {
        format!("after {}", duration(result.seconds))
    });
    facts.join(", ")
}

pub(super) fn run_class(run: &DocumentAttempt) -> &'static str {
    run.result
        .as_ref()
        .map_or("running", |result| class(result.state))
}

/// Returns the time of an item's newest result or decision.
pub(super) fn when(item: &DocumentItem) -> String {
    let decided = item
        .decision
        .as_ref()
        .map(|decision| decision.attribution.at);
    let ended = item.newest().map(|result| result.attribution.at);
    decided.or(ended).map_or(String::new(), |at| short(&at))
}

pub(super) fn took(item: &DocumentItem) -> String {
    let newest = item.newest().filter(|result| !result.by_person);
    newest.map_or(String::new(), |result| duration(result.seconds))
}

/// Returns the facts of an item: its host, its user, its time.
pub(super) fn facts(item: &DocumentItem) -> String {
    let facts = item
        .words
        .iter()
        .filter(|words| words.part == FieldPart::Fact);
    let facts: Vec<&str> = facts.map(|words| words.text.as_str()).collect();
    facts.join(" · ")
}

/// A run of characters of one look.
pub(super) struct StyledRun<'l> {
    pub text: &'l str,
    pub classes: String,
}

/// Returns the runs of a line of output.
pub(super) fn runs(line: &ExcerptLine) -> Vec<StyledRun<'_>> {
    match line {
        ExcerptLine::Output(line) => line.iter().map(styled_run).collect(),
        ExcerptLine::LeftOut(note) => vec![StyledRun {
            text: note,
            classes: "note".to_owned(),
        }],
    }
}

fn styled_run((text, style): &(String, Style)) -> StyledRun<'_> {
    StyledRun {
        text,
        classes: classes(style),
    }
}

pub(super) fn hosts(item: &DocumentItem) -> String {
    hosts_text(&item.hosts)
}

/// Returns a title that fits beside the timeline; its table has all of it.
pub(super) fn clip(title: &str) -> String {
    const MOST: usize = 30;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    let first: String = title.chars().take(MOST - 1).collect();
    format!("{}…", first.trim_end())
}
