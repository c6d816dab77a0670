//! The words for events, as lists of recent events print them.

use crate::progress::{Event, RunResult};

/// An event in words.
#[derive(Debug, Clone, PartialEq)]
pub struct EventWords<'r> {
    /// The host, if the event has one.
    pub host: Option<&'r str>,
    /// What the event is about.
    pub subject: EventSubject<'r>,
    /// What happened.
    pub news: EventNews<'r>,
}

/// The subject of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum EventSubject<'r> {
    /// The step, check or recurring work with this id.
    Item(&'r str),
    /// Anything else, in words.
    Text(String),
}

/// What happened in an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventNews<'r> {
    /// A run of a step ended.
    StepEnded(&'r RunResult),
    /// A run of a check or guard ended.
    CheckEnded(&'r RunResult),
    /// The operator did something: a past participle.
    Done(&'static str),
}

/// Returns an event in words; none if it only accompanies another.
pub fn event_words(event: &Event) -> Option<EventWords<'_>> {
    let item = |id, word| words(EventSubject::Item(id), EventNews::Done(word));
    let text = |text: &str, word| words(EventSubject::Text(text.to_owned()), EventNews::Done(word));
    Some(match event {
        Event::StepEnded {
            id, host, ended, ..
        } => on(host, EventSubject::Item(id), EventNews::StepEnded(ended)),
        Event::CheckAnswered {
            id, host, ended, ..
        } => on(host, EventSubject::Item(id), EventNews::CheckEnded(ended)),
        Event::GuardAnswered {
            guard, host, ended, ..
        } => {
            let guard = EventSubject::Text(format!("Guard {guard}"));
            on(host, guard, EventNews::CheckEnded(ended))
        }
        Event::StepAttested { id, .. } | Event::RoundEnded { id, .. } => item(id, "done"),
        Event::CheckAttested { id, .. } => item(id, "attested"),
        Event::StepSkipped { id, .. } => item(id, "skipped"),
        Event::CheckWaived { id, .. } => item(id, "waived"),
        Event::CheckUnticked { id, .. } => item(id, "unticked"),
        Event::RoundBegun { id, .. } => item(id, "started"),
        Event::DeviationNoted {
            day, text: note, ..
        } => text(&format!("Deviation on day {day}: {note}"), "noted"),
        Event::StartMoved { start } => {
            text(&format!("Day 1 is {}", start.format("%-d %b %Y")), "set")
        }
        Event::WalkStarted { .. } => text("Walk started", "started"),
        Event::PlanTrusted { .. } => text("Plan trusted", "trusted"),
        Event::JournalAccepted { .. } => text("Broken journal accepted", "accepted"),
        Event::HandoverAccepted { .. } => text("Handover accepted", "accepted"),
        Event::PlanChanged { .. } => text("Plan changed", "seen"),
        Event::QuizAnswered { day, right, .. } => {
            let word = if *right { "correct" } else { "wrong" };
            text(&format!("Quiz of day {day}"), word)
        }
        Event::SessionOpened { .. }
        | Event::VariableSet { .. }
        | Event::StepReached { .. }
        | Event::StepResumed { .. }
        | Event::StepStarted { .. }
        | Event::CheckAsked { .. } => return None,
    })
}

fn words<'r>(subject: EventSubject<'r>, news: EventNews<'r>) -> EventWords<'r> {
    EventWords {
        host: None,
        subject,
        news,
    }
}

fn on<'r>(host: &'r str, subject: EventSubject<'r>, news: EventNews<'r>) -> EventWords<'r> {
    EventWords {
        host: Some(host),
        ..words(subject, news)
    }
}
