//! What an action does to a person's own words.

use crate::app::Action;
use crate::app::app::{App, Screen, Tone};
use crate::app::decision::carry_out;
use crate::app::words::{Purpose, Words};
use crate::app::work::Command;
use crate::port::Request;

/// Does what an action means to a person's own words.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Words(words)) = app.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Back => {
            app.screens.pop();
            app.tell(Tone::Plain, "nothing was kept");
            Vec::new()
        }
        Action::Save => {
            if !words.purpose.may_be_empty() && words.text().is_empty() {
                words.refused = Some("a few words are needed here".to_owned());
                return Vec::new();
            }
            let words = words.clone();
            app.screens.pop();
            written(app, &words)
        }
        _ => Vec::new(),
    }
}

/// What words, once written, do.
fn written(app: &mut App, words: &Words) -> Vec<Request> {
    let why = words.text();
    let decided = match words.purpose.clone() {
        Purpose::Note { day, id } => Command::Note { day, id, text: why },
        Purpose::LeaveOut(id) => Command::LeaveOut { id, why },
        Purpose::Attest(id) | Purpose::AttestInstead(id) => Command::Attest { id, why },
        Purpose::EndByHand { id, state } => Command::EndByHand { id, state, why },
        Purpose::Override { command, guard } => {
            command.agreeing(|consent| consent.overrides.push((guard, why)))
        }
        Purpose::RunNow { id, command } => return run_now(app, &id, *command, &why),
        Purpose::EndRound(id) => Command::EndRound { id, why },
        Purpose::AcceptBreaks => {
            app.work.accepts = Some(why);
            return vec![Request::Leave];
        }
        Purpose::NameHost { command, host } => {
            if why != host {
                app.tell(
                    Tone::Refused,
                    format!("that is not its name; {host} was left alone"),
                );
                return Vec::new();
            }
            command.agreeing(|consent| consent.hosts.push(host))
        }
    };
    carry_out(app, decided)
}

/// Runs a step before its time; that it did not wait is a deviation.
fn run_now(app: &mut App, id: &str, command: Command, why: &str) -> Vec<Request> {
    let day = app.work.plan.step(id).map(|(sheet, _)| sheet.id());
    let note = Command::Note {
        day: day.unwrap_or_default(),
        id: Some(id.to_owned()),
        text: format!("it did not wait for its time: {why}"),
    };
    let mut requests = Vec::new();
    if app.work.held().iter().any(|held| held.id == id) {
        requests.extend(carry_out(app, Command::GiveUp(id.to_owned())));
    }
    requests.extend(carry_out(app, note));
    requests.extend(carry_out(app, command));
    requests
}
