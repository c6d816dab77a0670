//! The recent events, newest first.

use super::evidence::{of_undo, verdict};
use super::line::{Line, Span, span};
use super::text::fit;
use super::theme::Role;
use super::time_format::{length, moment};
use crate::app::App;
use crate::progress::{Event, Outcome, Record};

/// Returns the newest events, at most `count`.
pub fn recent(app: &App, count: usize) -> Vec<Line> {
    let records = app.engine.recent_events().iter().rev();
    records
        .filter_map(|record| line(app, record))
        .take(count)
        .collect()
}

fn line(app: &App, record: &Record) -> Option<Line> {
    let (host, text, result) = summary(app, record)?;
    let at = moment(record.at, app.today());
    let left = vec![
        span(format!("{at:>6}  {:<9}", fit(host, 8)), Role::Faint),
        span(text, Role::Text),
    ];
    Some(Line::new(left).right(result))
}

fn summary<'r>(app: &App, record: &'r Record) -> Option<(&'r str, String, Vec<Span>)> {
    let by = |word: &str| vec![span(format!("{word} by {}", record.operator), Role::Muted)];
    Some(match &record.event {
        Event::StepEnded {
            id, host, ended, ..
        }
        | Event::CheckAnswered {
            id, host, ended, ..
        } => {
            let mut result = verdict(ended);
            if is_undo(app, &record.event) {
                result = of_undo(ended, result);
            }
            if ended.state == Outcome::Failed || matches!(record.event, Event::StepEnded { .. }) {
                result.push(span(format!(" {}", length(ended.seconds)), Role::Muted));
            }
            (host, app.title_of(id), result)
        }
        Event::StepAttested { id, .. } | Event::RoundEnded { id, .. } => {
            ("", app.title_of(id), by("done"))
        }
        Event::CheckAttested { id, .. } => ("", app.title_of(id), by("attested")),
        Event::StepSkipped { id, .. } => ("", app.title_of(id), by("skipped")),
        Event::CheckWaived { id, .. } => ("", app.title_of(id), by("waived")),
        Event::CheckUnticked { id, .. } => ("", app.title_of(id), by("unticked")),
        Event::DeviationNoted { day, text, .. } => {
            ("", format!("Deviation on day {day}: {text}"), by("noted"))
        }
        Event::StartMoved { start } => {
            let text = format!("Day 1 is {}", start.format("%-d %b %Y"));
            ("", text, by("set"))
        }
        Event::WalkStarted { .. } => ("", "Walk started".to_owned(), by("started")),
        Event::PlanTrusted { .. } => ("", "Plan trusted".to_owned(), by("trusted")),
        Event::JournalAccepted { .. } => {
            let text = "Broken journal accepted".to_owned();
            ("", text, by("accepted"))
        }
        Event::PlanChanged { .. } => ("", "Plan changed".to_owned(), by("seen")),
        Event::GuardAnswered {
            guard, host, ended, ..
        } => (host, format!("Guard {guard}"), verdict(ended)),
        Event::QuizAnswered { day, right, .. } => {
            let word = if *right { "correct" } else { "wrong" };
            ("", format!("Quiz of day {day}"), by(word))
        }
        Event::RoundBegun { id, .. } => ("", app.title_of(id), by("started")),
        Event::SessionOpened { .. }
        | Event::VariableSet { .. }
        | Event::StepReached { .. }
        | Event::StepResumed { .. }
        | Event::StepStarted { .. }
        | Event::CheckAsked { .. } => return None,
    })
}

/// Returns whether an event ends the undo of a step.
fn is_undo(app: &App, event: &Event) -> bool {
    event.attempt().is_some_and(|(id, host, number)| {
        let mut attempts = app.engine.walk().attempts(id).iter();
        attempts.any(|attempt| attempt.undo && attempt.host == host && attempt.number == number)
    })
}
