//! Actions on checks.

use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::plan::Procedure;
use crate::port::Request;
use crate::progress::{CheckState, check_state};

/// Attests a manual check, or offers the choices for a check with a command.
pub fn tick(app: &mut App, id: &str) -> Vec<Request> {
    let Some((_, check)) = app.engine.plan().check(id) else {
        return Vec::new();
    };
    let state = check_state(check, app.engine.walk());
    if state.is_done() {
        let answers = vec![
            ("Keep it ticked".to_owned(), DialogAction::Nothing),
            (
                "Untick".to_owned(),
                DialogAction::Command(Command::Untick(id.to_owned())),
            ),
        ];
        let asked = check.run.is_some().then(|| {
            (
                "Check again".to_owned(),
                DialogAction::Command(Command::Verify(id.to_owned())),
            )
        });
        let answers = answers.into_iter().chain(asked).collect();
        app.screens
            .push(Screen::Dialog(Dialog::new(check.text.clone(), answers)));
        return Vec::new();
    }
    if check.run.is_none() {
        app.ask_text(PromptPurpose::Attest(id.to_owned()));
        return Vec::new();
    }
    let mut answers = vec![
        (
            "Run the check".to_owned(),
            DialogAction::Command(Command::Verify(id.to_owned())),
        ),
        (
            "Attest, with a reason".to_owned(),
            DialogAction::Text(PromptPurpose::AttestInstead(id.to_owned())),
        ),
        (
            "Waive, with a reason".to_owned(),
            DialogAction::Text(PromptPurpose::LeaveOut(id.to_owned())),
        ),
    ];
    if state == CheckState::Open {
        answers.push(("Leave it open".to_owned(), DialogAction::Nothing));
    } else {
        answers.push(("Keep the result".to_owned(), DialogAction::Nothing));
    }
    let choice = Dialog::new(check.text.clone(), answers)
        .notice(format!("The check runs on {}.", check.hosts.join(", ")));
    app.screens.push(Screen::Dialog(choice));
    Vec::new()
}

/// Runs every check of the day that has a command.
pub fn verify_all(app: &mut App) -> Vec<Request> {
    let with_command = |procedure: Procedure<'_>| -> Vec<String> {
        procedure
            .checks()
            .iter()
            .filter(|check| check.run.is_some())
            .map(|check| check.id.clone())
            .collect()
    };
    let ids = app.procedure().map(with_command).unwrap_or_default();
    if ids.is_empty() {
        app.notify(
            NoticeLevel::Refused,
            "No check of this day has a command. Press space to tick them.",
        );
    }
    let open: Vec<String> = ids
        .into_iter()
        .filter(|id| !app.engine.is_checking(id))
        .collect();
    open.into_iter()
        .flat_map(|id| execute(app, Command::Verify(id)))
        .collect()
}
