//! What an action does on what a copy would change.

use super::moves::scroll_text;
use crate::app::Action;
use crate::app::app::{App, Screen, Tone};
use crate::app::choice::{Choice, Pick};
use crate::app::decision::carry_out;
use crate::app::difference::Differing;
use crate::app::work::{Command, Difference, Overwrite};
use crate::port::Request;

/// Looks what a copy step would change, and shows it before anything is written.
pub fn compare(app: &mut App, id: &str, write: Command) -> Vec<Request> {
    app.work.differences.retain(|(step, _), _| step != id);
    app.screens.push(Screen::Difference(Differing {
        id: id.to_owned(),
        write,
        top: 0,
    }));
    let requests = carry_out(app, Command::Compare(id.to_owned()));
    let refused = requests.is_empty();
    if refused && matches!(app.screens.last(), Some(Screen::Difference(_))) {
        app.screens.pop();
    }
    requests
}

/// Shows the edited files that held a step back, and asks before they are overwritten.
pub fn show_edited(app: &mut App, id: &str, write: Command) {
    let is_shown = |screen: &Screen| matches!(screen, Screen::Difference(open) if open.id == id);
    if app.screens.iter().any(is_shown) {
        return;
    }
    // The screen says all that was told.
    app.notice = None;
    app.screens.push(Screen::Difference(Differing {
        id: id.to_owned(),
        write,
        top: 0,
    }));
}

/// Asks for the deliberate yes to overwriting the edited files that were shown.
fn ask_overwrite(app: &mut App, differing: Differing, overwrite: Overwrite) {
    let mut text = Vec::new();
    for (host, found) in differing.found(&app.work) {
        if let Difference::Edited(found) = found {
            let edits = differing.edits(&app.work, found);
            text.extend(edits.into_iter().map(|edit| format!("On {host}: {edit}.")));
        }
    }
    let write = differing
        .write
        .agreeing(|consent| consent.overwrite = overwrite);
    let answers = vec![
        ("leave it as it is".to_owned(), Pick::Nothing),
        (
            "keep a copy, then overwrite it".to_owned(),
            Pick::Command(write),
        ),
    ];
    let mut choice = Choice::new("Overwrite what was edited on the host?", answers);
    choice.text = text;
    choice.danger = true;
    app.screens.push(Screen::Choice(choice));
}

/// Does what an action means on what a copy would change.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Difference(differing)) = app.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Yes => {
            let differing = differing.clone();
            app.screens.pop();
            return match differing.overwrite(&app.work) {
                Overwrite::Nothing => carry_out(app, differing.write),
                overwrite => {
                    ask_overwrite(app, differing, overwrite);
                    Vec::new()
                }
            };
        }
        Action::No => {
            app.screens.pop();
            app.tell(Tone::Plain, "left as it is");
        }
        _ => {
            let lines = differing.lines(&app.work);
            scroll_text(&mut differing.top, action, lines);
        }
    }
    Vec::new()
}
