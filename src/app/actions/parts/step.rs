//! Actions on steps.

use crate::app::actions::copy_preview::compare;
use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::{Approval, Command, WaitCondition};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::form::Form;
use crate::app::screens::recovery::Recovery;
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::plan::Step;
use crate::port::Request;
use crate::progress::{Outcome, StepState, Walk, changed_since_run, step_state};

/// Runs a step. If its last run left a doubt, asks first.
pub fn enter(app: &mut App, id: &str, consent: Approval) -> Vec<Request> {
    let Some((_, step)) = app.engine.plan().step(id) else {
        return Vec::new();
    };
    if step.is_manual() {
        app.ask_text(PromptPurpose::Attest(id.to_owned()));
        return Vec::new();
    }
    // `without_unless` comes from "force run", which is an answer to that question already.
    let is_forced = consent.without_unless;
    let again = Command::Run {
        id: id.to_owned(),
        consent,
    };
    if app.engine.waiting().iter().any(|waiting| waiting.id == id) {
        ask_about_wait(app, id, again);
        return Vec::new();
    }
    let copies = !step.files().is_empty() && !app.engine.is_ruled_out(step);
    if copies && let Some(names) = app.engine.missing_for_conditions(step) {
        // The next `enter` shows the copy, if the step is due.
        let form = Form::new(&app.engine, &names, Vec::new());
        app.screens.push(Screen::Form(form));
        return Vec::new();
    }
    match step_state(step, app.engine.walk()) {
        StepState::Interrupted | StepState::Unknown => {
            recover(app, id, again);
            Vec::new()
        }
        StepState::Passed | StepState::Skipped if is_forced => execute(app, again),
        StepState::Passed | StepState::Skipped => {
            let choice = is_done(step, app.engine.walk(), again);
            app.screens.push(Screen::Dialog(choice));
            Vec::new()
        }
        StepState::Running => {
            app.notify(
                NoticeLevel::Refused,
                "The step is running. Press tab for its pane, S to stop it, x to set its result.",
            );
            Vec::new()
        }
        StepState::Open | StepState::Failed | StepState::Undone if copies => {
            compare(app, id, again)
        }
        StepState::Open | StepState::Failed | StepState::Undone => execute(app, again),
    }
}

/// Returns the choices for a step that is done.
fn is_done(step: &Step, walk: &Walk, again: Command) -> Dialog {
    let title = format!("{} is done", step.title);
    let run_again = ("Run again".to_owned(), DialogAction::Command(again));
    if changed_since_run(step, walk).is_none() {
        let keep = ("Keep the result".to_owned(), DialogAction::Nothing);
        return Dialog::new(title, vec![keep, run_again]);
    }
    let later = ("Decide later".to_owned(), DialogAction::Nothing);
    let keep = PromptPurpose::SetResult {
        id: step.id.clone(),
        state: Outcome::Passed,
    };
    let keep = (
        "Keep the result (I checked the host)".to_owned(),
        DialogAction::Text(keep),
    );
    Dialog::new(title, vec![later, run_again, keep])
        .notice("The plan changed this step after it ran.")
}

/// Offers the choices for a waiting step.
fn ask_about_wait(app: &mut App, id: &str, run: Command) {
    let until = app.engine.waiting().iter().find(|waiting| waiting.id == id);
    let until = match until.map(|waiting| &waiting.until) {
        Some(WaitCondition::Time(time)) => {
            format!("The step waits until {}.", time.format("%-d %b %H:%M"))
        }
        Some(WaitCondition::Check { id, by }) => format!(
            "The step waits until this check passes: {}. The wait ends at {}.",
            app.title_of(id),
            by.format("%-d %b %H:%M")
        ),
        None => String::new(),
    };
    let command = Box::new(run.agreeing(|consent| consent.without_wait = true));
    let id = id.to_owned();
    let answers = vec![
        ("Wait".to_owned(), DialogAction::Nothing),
        (
            "Run now, with a reason".to_owned(),
            DialogAction::Text(PromptPurpose::RunNow {
                id: id.clone(),
                command,
            }),
        ),
        (
            "Cancel the step".to_owned(),
            DialogAction::Command(Command::GiveUp(id.clone())),
        ),
    ];
    let choice = Dialog::new(app.title_of(&id), answers).notice(until);
    app.screens.push(Screen::Dialog(choice));
}

/// Offers the choices for a run whose result is unknown.
fn recover(app: &mut App, id: &str, again: Command) {
    app.screens.push(Screen::Recovery(Recovery {
        id: id.to_owned(),
        cursor: 0,
        again,
        waits: false,
        looked: None,
    }));
}

/// Asks for the result of a run.
pub fn ask_end(app: &mut App, id: &str, state: StepState) {
    let title = format!("Set result: {}", app.title_of(id));
    let words = |state| {
        DialogAction::Text(PromptPurpose::SetResult {
            id: id.to_owned(),
            state,
        })
    };
    let answers = vec![
        ("Decide later".to_owned(), DialogAction::Nothing),
        ("Passed".to_owned(), words(Outcome::Passed)),
        ("Failed".to_owned(), words(Outcome::Failed)),
    ];
    let mut choice = Dialog::new(title, answers);
    if state == StepState::Running {
        choice = choice.notice(
            "daymark stops waiting for the program. The program keeps running on the host.",
        );
    }
    app.screens.push(Screen::Dialog(choice));
}
