//! What an action does on a question.

use super::moves::moved;
use super::quiz::ask_question;
use crate::app::Action;
use crate::app::app::{App, Screen};
use crate::app::choice::Pick;
use crate::app::decision::carry_out;
use crate::port::Request;

/// Does what an action means on a question.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Choice(choice)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let count = choice.answers.len();
    let picked = match action {
        Action::Enter => Some(choice.cursor),
        // A warning is answered with a deliberate choice, not with a single letter.
        Action::Yes if choice.answers.len() == 2 && !choice.danger => Some(1),
        Action::No | Action::Back => {
            app.screens.pop();
            return Vec::new();
        }
        _ => {
            choice.cursor = moved(action, choice.cursor, count).unwrap_or(choice.cursor);
            None
        }
    };
    let Some((_, answer)) = picked.and_then(|index| choice.answers.get(index).cloned()) else {
        return Vec::new();
    };
    app.screens.pop();
    take(app, answer)
}

/// What a question's answer does.
pub fn take(app: &mut App, pick: Pick) -> Vec<Request> {
    match pick {
        // Only the question about a lost run waits, and it stays open.
        Pick::Nothing | Pick::Wait => Vec::new(),
        Pick::Command(decided) => carry_out(app, decided),
        Pick::Words(purpose) => {
            app.ask_words(purpose);
            Vec::new()
        }
        Pick::Request(request) => vec![request],
        Pick::Quiz(question) => {
            ask_question(app, question);
            Vec::new()
        }
        Pick::Leave => vec![Request::Leave],
    }
}
