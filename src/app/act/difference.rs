//! What an action does on what a copy would change.

use super::moves::scroll_text;
use crate::app::Action;
use crate::app::app::{App, Screen, Tone};
use crate::app::decision::carry_out;
use crate::app::difference::Differing;
use crate::app::work::Command;
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

/// Does what an action means on what a copy would change.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Difference(differing)) = app.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Yes => {
            let write = differing.write.clone();
            app.screens.pop();
            return carry_out(app, write);
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
