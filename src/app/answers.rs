//! What the world answers, taken in and told.

use super::act::show_evidence;
use super::app::{App, Screen, Tone};
use super::day::Item;
use super::decision::{carry_out, refused, told};
use crate::port::{Answer, Request};
use crate::progress::{DayState, Ended, Event, Standing, day_state};

/// Takes an answer in, and tells the operator what the screen alone would not.
pub fn answered(app: &mut App, answer: &Answer) -> Vec<Request> {
    let reaction = app.work.answer(answer);
    for refusal in &reaction.refusals {
        app.tell(Tone::Refused, told(refusal));
    }
    let mut requests = reaction.requests;
    for (command, refusal) in reaction.refused {
        refused(app, command, &refusal);
    }
    match answer {
        Answer::Kept(records) => {
            for record in records {
                tell_event(app, &record.event);
            }
            if app.work.saving == 0
                && let Some(waiting) = app.pending.take()
            {
                requests.extend(carry_out(app, waiting));
            }
        }
        Answer::Fetched { variable, .. } => tell_fetched(app, variable),
        Answer::Evidence { file, text } => show_evidence(app, file, text),
        Answer::Told(Ok(text)) => app.tell(Tone::Good, text.clone()),
        Answer::Told(Err(text)) => app.tell(Tone::Refused, text.clone()),
        _ => {}
    }
    requests
}

/// Tells in a form what came of fetching a secret.
fn tell_fetched(app: &mut App, variable: &str) {
    for screen in &mut app.screens {
        if let Screen::Form(form) = screen {
            form.fetched(&app.work, variable);
        }
    }
}

/// Tells the operator what was kept, where the screen alone would not.
fn tell_event(app: &mut App, event: &Event) {
    match event {
        Event::DeviationNoted { .. } => app.tell(Tone::Good, "deviation noted"),
        Event::StepEnded {
            day,
            id,
            host,
            ended,
            ..
        }
        | Event::CheckAnswered {
            day,
            id,
            host,
            ended,
        } => {
            if !matches!(ended.state, Standing::Passed | Standing::Warned) {
                if ended.state != Standing::NotRun {
                    let is_step = matches!(event, Event::StepEnded { .. });
                    let text = not_passed(app, id, host, ended, is_step);
                    app.tell(Tone::Refused, text);
                }
                return;
            }
            if let Event::StepEnded { .. } = event {
                go_on_behind(app, id);
            }
            tell_day_done(app, day);
        }
        Event::StepAttested { day, id, .. } | Event::StepSkipped { day, id, .. } => {
            go_on_behind(app, id);
            tell_day_done(app, day);
        }
        Event::CheckAttested { day, .. } | Event::CheckWaived { day, .. } => {
            tell_day_done(app, day);
        }
        _ => {}
    }
}

/// What did not pass, where, what it said, and the keys that go on. The step or check the cursor
/// stands on is not named again.
fn not_passed(app: &App, id: &str, host: &str, ended: &Ended, is_step: bool) -> String {
    let chosen = app.item().is_some_and(|item| item.id() == id);
    let title = if chosen {
        String::new()
    } else {
        format!("{}: ", app.title_of(id))
    };
    let because = if ended.because.is_empty() {
        String::new()
    } else {
        format!(": {}", ended.because)
    };
    let (what, keys) = match (ended.state, is_step) {
        (Standing::Failed, true) => ("failed on", "enter runs it again, o shows its output"),
        (Standing::Failed, false) => ("does not hold on", "v asks again, o shows the answer"),
        (_, true) => ("end not known on", "enter shows what to do"),
        (_, false) => ("could not be asked on", "v asks again"),
    };
    format!("{title}{what} {host}{because}. {keys}")
}

/// Moves the cursor on from a step that is done, if it still stands there.
fn go_on_behind(app: &mut App, id: &str) {
    let Some(sheet) = app.sheet() else { return };
    let Some(next) =
        Item::position(sheet, id).map(|at| (at + 1).min(Item::count(sheet).saturating_sub(1)))
    else {
        return;
    };
    let stands_there = app.item().is_some_and(|item| item.id() == id);
    if let Some(day) = app.day_mut().filter(|_| stands_there) {
        day.cursor = next;
        day.scroll = 0;
    }
}

fn tell_day_done(app: &mut App, day: &str) {
    let entry = app
        .work
        .plan
        .entries
        .iter()
        .find(|entry| entry.days.to_string() == day);
    let Some(entry) = entry.filter(|entry| day_state(entry, &app.work.walk) == DayState::Done)
    else {
        return;
    };
    let next = crate::progress::next(&app.work.plan, &app.work.walk);
    let text = match next {
        Some((next, _)) => format!(
            "Day {} is done. c goes on with day {}: {}",
            entry.days, next.days, next.title
        ),
        None => format!("Day {} is done, and with it the plan.", entry.days),
    };
    app.tell(Tone::Good, text);
}
