//! The recent events, newest first.

use super::evidence::verdict;
use super::line::{Line, Span, span};
use super::text::fit;
use super::theme::Role;
use super::time_format::{length, moment};
use crate::app::App;
use crate::progress::{Outcome, Record, RunResult};
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
    Some(Line::new(left).right(news(words.news, &record.operator)))
}

fn news(news: EventNews<'_>, operator: &str) -> Vec<Span> {
    let timed = |result: &RunResult| {
        let mut spans = verdict(result);
        spans.push(span(format!(" {}", length(result.seconds)), Role::Muted));
        spans
    };
    match news {
        EventNews::StepEnded(result) => timed(result),
        EventNews::CheckEnded(result) if result.state == Outcome::Failed => timed(result),
        EventNews::CheckEnded(result) => verdict(result),
        EventNews::Done(word) => vec![span(format!("{word} by {operator}"), Role::Muted)],
    }
}
