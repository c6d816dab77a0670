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
            let needed = !matches!(words.purpose, Purpose::Attest(_));
            if needed && words.text().is_empty() {
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
        Purpose::NameHost {
            id,
            mut consent,
            host,
        } => {
            if why != host {
                app.tell(
                    Tone::Refused,
                    format!("that is not its name; {host} was left alone"),
                );
                return Vec::new();
            }
            consent.hosts.push(host);
            Command::Run { id, consent }
        }
    };
    carry_out(app, decided)
}
