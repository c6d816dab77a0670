//! Decisions, and the questions that stand before them.

use super::app::{App, Screen, Tone};
use super::choice::{Choice, Pick};
use super::form::Form;
use super::words::Purpose;
use super::work::{Command, Consent};
use crate::port::Request;
use crate::progress::{Needs, Refusal, Standing};

/// Carries a decision out; what stands in its way becomes a question.
pub fn carry_out(app: &mut App, command: Command) -> Vec<Request> {
    let host = match &command {
        Command::Run { id, .. } | Command::Done(id) => app
            .work
            .plan
            .step(id)
            .and_then(|(_, step)| step.hosts.first().cloned()),
        _ => None,
    };
    match app.work.command(command.clone()) {
        Ok(requests) => {
            if let (Some(host), Some(day)) = (host, app.day_mut()) {
                day.host = Some(host);
            }
            requests
        }
        Err(refusal) => {
            refused(app, command, &refusal);
            Vec::new()
        }
    }
}

/// Turns a refusal into the question whose answer would lift it, or tells it.
pub fn refused(app: &mut App, command: Command, refusal: &Refusal) {
    match (refusal.needs.clone(), command) {
        (Needs::Values(names), command) => {
            app.screens
                .push(Screen::Form(Form::new(&app.work, &names, Some(command))));
        }
        (Needs::Consent(danger), Command::Run { id, consent }) => {
            let go = Command::Run {
                id: id.clone(),
                consent: Consent {
                    danger: true,
                    ..consent
                },
            };
            let answers = vec![
                ("do not run it".to_owned(), Pick::Nothing),
                ("run it".to_owned(), Pick::Command(go)),
            ];
            let mut choice = Choice::new(app.title_of(&id), answers)
                .tell(danger)
                .tell(where_it_runs(app, &id));
            choice.danger = true;
            app.screens.push(Screen::Choice(choice));
        }
        (Needs::HostName(host), Command::Run { id, consent }) => {
            app.ask_words(Purpose::NameHost { id, consent, host });
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
    } else {
        format!("{}: {}", refusal.why, refusal.instead)
    }
}
