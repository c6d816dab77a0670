//! The recent events, newest first.

use super::evidence::{of_undo, verdict};
use super::line::{Line, Span, span};
use super::text::fit;
use super::theme::Role;
use super::time_format::{length, moment};
use crate::app::App;
use crate::progress::{Event, Outcome, Record, RunResult};
use crate::report::{EventNews, EventSubject, event_words};

/// Returns the newest events, at most `count`.
pub fn recent(app: &App, count: usize) -> Vec<Line> {
    let records = app.engine.recent_events().iter().rev();
    records
        .filter_map(|record| line(app, record))
        .take(count)
        .collect()
}

fn line(app: &App, record: &Record) -> Option<Line> {
    let words = event_words(&record.event)?;
    let at = moment(record.at, app.today());
    let subject = match words.subject {
        EventSubject::Item(id) => app.title_of(id),
        EventSubject::Text(text) => text,
    };
    let host = fit(words.host.unwrap_or_default(), 8);
    let left = vec![
        span(format!("{at:>6}  {host:<9}"), Role::Faint),
        span(subject, Role::Text),
    ];
    Some(Line::new(left).right(news(app, record, words.news)))
}

fn news(app: &App, record: &Record, news: EventNews<'_>) -> Vec<Span> {
    let timed = |mut spans: Vec<Span>, result: &RunResult| {
        spans.push(span(format!(" {}", length(result.seconds)), Role::Muted));
        spans
    };
    match news {
        EventNews::StepEnded(result) if is_undo(app, &record.event) => {
            timed(of_undo(result, verdict(result)), result)
        }
        EventNews::StepEnded(result) => timed(verdict(result), result),
        EventNews::CheckEnded(result) if result.state == Outcome::Failed => {
            timed(verdict(result), result)
        }
        EventNews::CheckEnded(result) => verdict(result),
        EventNews::Done(word) => {
            vec![span(format!("{word} by {}", record.operator), Role::Muted)]
        }
    }
}

/// Returns whether an event ends the undo of a step.
fn is_undo(app: &App, event: &Event) -> bool {
    event.attempt().is_some_and(|(id, host, number)| {
        let mut attempts = app.engine.walk().attempts(id).iter();
        attempts.any(|attempt| attempt.undo && attempt.host == host && attempt.number == number)
    })
}
