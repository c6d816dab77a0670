//! Decisions, and the questions that stand before them.

use super::app::{App, Screen, Tone};
use super::choice::{Choice, Pick};
use super::form::Form;
use super::words::Purpose;
use super::work::{Command, Until};
use crate::port::Request;
use crate::progress::{Needs, Refusal, Standing};

/// Carries a decision out; what stands in its way becomes a question.
pub fn carry_out(app: &mut App, command: Command) -> Vec<Request> {
    match app.work.command(command.clone()) {
        Ok(requests) => {
            let host = touched(app, &command);
            if let (Some(host), Some(day)) = (host, app.day_mut()) {
                day.host = Some(host);
            }
            if let Command::Run { id, .. } = &command {
                tell_held(app, id);
            }
            requests
        }
        Err(refusal) => {
            refused(app, command, &refusal);
            Vec::new()
        }
    }
}

/// The host to look at: of several, one that really runs, for some may have passed before.
fn touched(app: &App, command: &Command) -> Option<String> {
    let (Command::Run { id, .. } | Command::Undo { id, .. } | Command::Done(id)) = command else {
        return None;
    };
    let job = app.work.jobs().iter().find(|job| job.id == *id);
    let running = job.map(|job| job.host.clone());
    running.or_else(|| app.work.plan.step(id)?.1.hosts.first().cloned())
}

/// Tells what a step waits for that was asked for before its time.
fn tell_held(app: &mut App, id: &str) {
    let held = app.work.held().iter().find(|held| held.id == id);
    let Some(until) = held.map(|held| held.until.clone()) else {
        return;
    };
    let what = match until {
        Until::Time(time) => format!("waits until {}", time.format("%H:%M")),
        Until::Check { id, by } => {
            let title = app.title_of(&id);
            format!("waits until {title}, at most until {}", by.format("%H:%M"))
        }
    };
    let keys = "enter runs it now, or gives it up";
    app.tell(Tone::Plain, format!("{what}. {keys}"));
}

/// Turns a refusal into the question whose answer would lift it, or tells it.
pub fn refused(app: &mut App, command: Command, refusal: &Refusal) {
    match (refusal.needs.clone(), command) {
        (Needs::Values(names), command) => ask_values(app, &names, command),
        (Needs::Consent(danger), command @ Command::Run { .. }) => {
            ask_consent(app, &danger, command);
        }
        (Needs::HostName(host), command @ (Command::Run { .. } | Command::Undo { .. })) => {
            let command = Box::new(command);
            app.ask_words(Purpose::NameHost { command, host });
        }
        (Needs::Person, Command::Done(id)) => {
            app.ask_words(Purpose::EndByHand {
                id,
                state: Standing::Passed,
            });
        }
        _ => app.tell(Tone::Refused, told(refusal)),
    }
}

/// Asks for values that something needs before it can be done.
fn ask_values(app: &mut App, names: &[String], then: Command) {
    match app.screens.last_mut() {
        Some(Screen::Form(form)) if !form.then.is_empty() => form.also(&app.work, names, then),
        _ => {
            let form = Form::new(&app.work, names, vec![then]);
            app.screens.push(Screen::Form(form));
        }
    }
}

/// Asks for the deliberate yes that a dangerous decision needs.
fn ask_consent(app: &mut App, danger: &str, mut command: Command) {
    let Command::Run { id, .. } = &command else {
        return;
    };
    let id = id.clone();
    if let Some(consent) = command.consent_mut() {
        consent.danger = true;
    }
    let answers = vec![
        ("do not run it".to_owned(), Pick::Nothing),
        ("run it".to_owned(), Pick::Command(command)),
    ];
    let mut choice = Choice::new(app.title_of(&id), answers)
        .tell(danger)
        .tell(where_it_runs(app, &id));
    choice.danger = true;
    app.screens.push(Screen::Choice(choice));
}

/// On which hosts a step runs, and as whom.
fn where_it_runs(app: &App, id: &str) -> String {
    let Some((_, step)) = app.work.plan.step(id) else {
        return String::new();
    };
    let user = step.user.as_deref();
    let user = user.map_or(String::new(), |user| format!(", as {user}"));
    format!("It runs on {}{user}.", step.hosts.join(", "))
}

/// A refusal in one line.
pub fn told(refusal: &Refusal) -> String {
    if refusal.instead.is_empty() {
        refusal.why.clone()
    } else if refusal.why.ends_with('.') {
        let mut instead = refusal.instead.chars();
        let first = instead.next().into_iter().flat_map(char::to_uppercase);
        let instead: String = first.chain(instead).collect();
        format!("{} {instead}", refusal.why)
    } else {
        format!("{}: {}", refusal.why, refusal.instead)
    }
}
