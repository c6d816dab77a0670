//! Runs commands. If a command needs more from the operator, asks for it first.

use super::app::{App, NoticeLevel};
use crate::app::engine::{Command, WaitCondition};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::form::Form;
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::port::Request;
use crate::progress::{Needs, Outcome, Refusal};

/// Runs a command, or opens the screen for the missing value, approval or text.
pub fn execute(app: &mut App, command: Command) -> Vec<Request> {
    match app.engine.command(command.clone()) {
        Ok(requests) => {
            let host = host_of(app, &command);
            if let (Some(host), Some(day)) = (host, app.day_mut()) {
                day.host = Some(host);
            }
            if let Command::Run { id, .. } = &command {
                show_wait(app, id);
            }
            requests
        }
        Err(refusal) => {
            refused(app, command, &refusal);
            Vec::new()
        }
    }
}

/// Returns the host whose pane to show: one where the step really runs, as it may have passed on the
/// first ones before.
fn host_of(app: &App, command: &Command) -> Option<String> {
    let (Command::Run { id, .. } | Command::Undo { id, .. } | Command::Done(id)) = command else {
        return None;
    };
    let job = app.engine.jobs().iter().find(|job| job.id == *id);
    let running = job.map(|job| job.host.clone());
    running.or_else(|| app.engine.plan().step(id)?.1.hosts.first().cloned())
}

/// Notifies the operator of the wait before a step.
fn show_wait(app: &mut App, id: &str) {
    let waiting = app.engine.waiting().iter().find(|waiting| waiting.id == id);
    let Some(until) = waiting.map(|waiting| waiting.until.clone()) else {
        return;
    };
    let what = match until {
        WaitCondition::Time(time) => format!("Waits until {}", time.format("%H:%M")),
        WaitCondition::Check { id, by } => {
            let title = app.title_of(&id);
            format!(
                "Waits until this passes: {title}. Ends at {}",
                by.format("%H:%M")
            )
        }
    };
    let keys = "Press enter to run it now or to cancel it.";
    app.notify(NoticeLevel::Plain, format!("{what}. {keys}"));
}

/// Asks for what a refused command needs, or shows the reason of the refusal.
pub fn refused(app: &mut App, command: Command, refusal: &Refusal) {
    match (refusal.needs.clone(), command) {
        (Needs::Values(names), command) => ask_values(app, &names, command),
        (Needs::Consent(danger), command @ Command::Run { .. }) => {
            ask_approval(app, &danger, command);
        }
        (Needs::HostName(host), command @ (Command::Run { .. } | Command::Undo { .. })) => {
            let command = Box::new(command);
            app.ask_text(PromptPurpose::NameHost { command, host });
        }
        (Needs::Before(check), command @ (Command::Run { .. } | Command::RunAll { .. })) => {
            ask_about_before(app, &check, &refusal.reason, command);
        }
        (Needs::Operator, Command::Done(id)) => {
            app.ask_text(PromptPurpose::SetResult {
                id,
                state: Outcome::Passed,
            });
        }
        _ => app.notify(NoticeLevel::Refused, refusal_text(refusal)),
    }
}

/// Asks for the values that a command needs.
fn ask_values(app: &mut App, names: &[String], then: Command) {
    match app.screens.last_mut() {
        Some(Screen::Form(form)) if !form.then.is_empty() => form.also(&app.engine, names, then),
        _ => {
            let form = Form::new(&app.engine, names, vec![then]);
            app.screens.push(Screen::Form(form));
        }
    }
}

/// Asks for the approval that a dangerous command needs.
fn ask_approval(app: &mut App, danger: &str, mut command: Command) {
    let Command::Run { id, .. } = &command else {
        return;
    };
    let id = id.clone();
    if let Some(consent) = command.consent_mut() {
        consent.danger = true;
    }
    let answers = vec![
        ("Do not run".to_owned(), DialogAction::Nothing),
        ("Run".to_owned(), DialogAction::Command(command)),
    ];
    let mut choice = Dialog::new(app.title_of(&id), answers)
        .notice(danger)
        .notice(where_it_runs(app, &id));
    choice.danger = true;
    app.screens.push(Screen::Dialog(choice));
}

/// Asks what to do about a `before` check that is not done.
fn ask_about_before(app: &mut App, check: &str, why: &str, command: Command) {
    let command = Box::new(command);
    let answers = vec![
        ("Do not run".to_owned(), DialogAction::Nothing),
        (
            "Check again, then run".to_owned(),
            DialogAction::Command(command.as_ref().clone()),
        ),
        (
            "Run anyway, with a deviation".to_owned(),
            DialogAction::Text(PromptPurpose::PassBefore {
                check: check.to_owned(),
                command,
            }),
        ),
    ];
    let choice = Dialog::new(app.title_of(check), answers).notice(why);
    app.screens.push(Screen::Dialog(choice));
}

/// Returns the hosts and the user of a step as a sentence.
fn where_it_runs(app: &App, id: &str) -> String {
    let Some((_, step)) = app.engine.plan().step(id) else {
        return String::new();
    };
    let user = step.user.as_deref();
    let user = user.map_or(String::new(), |user| format!(", as {user}"));
    format!("The step runs on {}{user}.", step.hosts.join(", "))
}

/// Returns a refusal with its hint as one line.
pub fn refusal_text(refusal: &Refusal) -> String {
    if refusal.hint.is_empty() {
        refusal.reason.clone()
    } else if refusal.reason.ends_with('.') {
        let mut instead = refusal.hint.chars();
        let first = instead.next().into_iter().flat_map(char::to_uppercase);
        let instead: String = first.chain(instead).collect();
        format!("{} {instead}", refusal.reason)
    } else {
        format!("{}: {}", refusal.reason, refusal.hint)
    }
}
