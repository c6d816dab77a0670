//! The actions on a free text.

use crate::app::Action;
use crate::app::actions::screen_actions::ScreenActions;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::{PromptPurpose, TextPrompt};
use crate::port::Request;

impl ScreenActions for TextPrompt {
    fn act(app: &mut App, action: Action) -> Vec<Request> {
        let Some(Screen::TextPrompt(words)) = app.screens.last_mut() else {
            return Vec::new();
        };
        match action {
            Action::Back if words.purpose.is_long() && !words.text().is_empty() => {
                let answers = vec![
                    ("Keep writing".to_owned(), DialogAction::Nothing),
                    ("Throw it away".to_owned(), DialogAction::Discard),
                ];
                let choice = Dialog::new("Throw the text away?", answers);
                app.screens.push(Screen::Dialog(choice));
                Vec::new()
            }
            Action::Back => {
                app.screens.pop();
                app.notify(NoticeLevel::Plain, "Nothing was saved.");
                Vec::new()
            }
            Action::Save => {
                if !words.purpose.may_be_empty() && words.text().is_empty() {
                    words.refused = Some("A text is required.".to_owned());
                    return Vec::new();
                }
                let words = words.clone();
                app.screens.pop();
                written(app, &words)
            }
            _ => Vec::new(),
        }
    }
}

/// Runs the command of a saved text.
fn written(app: &mut App, words: &TextPrompt) -> Vec<Request> {
    let why = words.text();
    let decided = match words.purpose.clone() {
        PromptPurpose::Note { day, id } => Command::Note { day, id, text: why },
        PromptPurpose::LeaveOut(id) => Command::LeaveOut { id, why },
        PromptPurpose::Attest(id) | PromptPurpose::AttestInstead(id) => Command::Attest { id, why },
        PromptPurpose::SetResult { id, state } => Command::SetResult { id, state, why },
        PromptPurpose::Override { command, guard } => {
            command.agreeing(|consent| consent.overrides.push((guard, why)))
        }
        PromptPurpose::PassBefore { check, command } => {
            return pass_before(app, &check, *command, &why);
        }
        PromptPurpose::RunNow { id, command } => return run_now(app, &id, *command, &why),
        PromptPurpose::EndRound(id) => Command::EndRound { id, why },
        PromptPurpose::AcceptBreaks => {
            app.accepted_breaks = Some(why);
            return vec![Request::Leave];
        }
        PromptPurpose::NameHost { command, host } => {
            if why != host {
                app.notify(
                    NoticeLevel::Refused,
                    format!("The name does not match. Nothing ran on {host}."),
                );
                return Vec::new();
            }
            command.agreeing(|consent| consent.hosts.push(host))
        }
    };
    execute(app, decided)
}

/// Runs a step without its wait, and records a deviation.
fn run_now(app: &mut App, id: &str, command: Command, why: &str) -> Vec<Request> {
    let day = app
        .engine
        .plan()
        .step(id)
        .map(|(procedure, _)| procedure.id());
    let note = Command::Note {
        day: day.unwrap_or_default(),
        id: Some(id.to_owned()),
        text: format!("did not wait: {why}"),
    };
    let mut requests = Vec::new();
    if app.engine.waiting().iter().any(|waiting| waiting.id == id) {
        requests.extend(execute(app, Command::GiveUp(id.to_owned())));
    }
    requests.extend(execute(app, note));
    requests.extend(execute(app, command));
    requests
}

/// Records a deviation for a `before` check that is not done, then runs the command.
fn pass_before(app: &mut App, check: &str, command: Command, why: &str) -> Vec<Request> {
    let note = Command::Note {
        day: app.engine.day_of(check),
        id: Some(check.to_owned()),
        text: format!("went on before this check passed: {why}"),
    };
    let requests = execute(app, note);
    // The command follows when the deviation is on disk.
    app.pending.push(command);
    requests
}
