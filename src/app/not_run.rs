//! Steps that did not run: because of a guard, or because of files edited on a host.

use super::app::App;
use crate::app::actions::show_edited;
use crate::app::engine::{Command, Intent, Job};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::port::Response;
use crate::progress::{Event, Outcome, OutcomeSource, Record, RunResult};

/// A step that did not run.
pub struct NotRun {
    /// The step.
    id: String,
    /// What started it, with all approvals so far.
    command: Command,
    cause: Cause,
}

enum Cause {
    /// The name of a guard that did not pass, and the reason.
    Guard(String, String),
    EditedFiles,
}

/// Returns the steps that did not run according to a response. The engine must not have handled
/// the response: it then forgets which command started a step.
pub fn not_run(app: &App, response: &Response) -> Vec<NotRun> {
    let Response::Appended(records) = response else {
        return Vec::new();
    };
    let ends = records.iter().filter_map(|record| match &record.event {
        Event::StepEnded {
            id,
            host,
            attempt,
            ended,
            ..
        } => {
            let of_run = |job: &&Job| job.id == *id && job.host == *host && job.attempt == *attempt;
            let job = app.engine.jobs().iter().find(of_run)?;
            let cause = cause(app, records, id, job.intent, ended)?;
            let (id, consent) = (id.clone(), job.consent.clone());
            let command = match job.intent {
                Intent::Undo => Command::Undo {
                    id: id.clone(),
                    consent,
                },
                _ => Command::Run {
                    id: id.clone(),
                    consent,
                },
            };
            Some(NotRun { id, command, cause })
        }
        _ => None,
    });
    ends.collect()
}

fn cause(
    app: &App,
    records: &[Record],
    id: &str,
    intent: Intent,
    ended: &RunResult,
) -> Option<Cause> {
    if ended.source == OutcomeSource::Edited {
        return Some(Cause::EditedFiles);
    }
    if ended.state != Outcome::NotRun || intent != Intent::Run {
        return None;
    }
    let events = app.engine.recent_events().iter().chain(records);
    let guard = events.rev().find_map(|record| match &record.event {
        Event::GuardAnswered {
            id: guarded,
            guard,
            ended,
            ..
        } if guarded == id => Some((guard, ended)),
        _ => None,
    });
    let (guard, result) = guard.filter(|(_, result)| !result.state.holds())?;
    Some(Cause::Guard(guard.clone(), result.reason.clone()))
}

/// Shows why a step did not run, and what the operator can do.
pub fn ask_about(app: &mut App, not_run: NotRun) {
    let NotRun { id, command, cause } = not_run;
    match cause {
        Cause::Guard(guard, reason) => ask_about_guard(app, command, guard, &reason),
        Cause::EditedFiles => show_edited(app, &id, command),
    }
}

fn ask_about_guard(app: &mut App, command: Command, guard: String, reason: &str) {
    let check = app.engine.plan().guard(&guard);
    let check = check.map_or_else(String::new, |guard| guard.check.text.clone());
    let title = format!("Guard `{guard}` did not pass");
    let is_open = |screen: &Screen| matches!(screen, Screen::Dialog(open) if open.title == title);
    if app.screens.iter().any(is_open) {
        return;
    }
    let again = DialogAction::Command(command.clone());
    let command = Box::new(command);
    let answers = vec![
        ("Wait".to_owned(), DialogAction::Nothing),
        ("Check again".to_owned(), again),
        (
            "Run anyway, with a reason".to_owned(),
            DialogAction::Text(PromptPurpose::Override { command, guard }),
        ),
    ];
    let dialog = Dialog::new(title, answers).notice(check).notice(reason);
    // The dialog repeats the notice.
    app.notice = None;
    app.screens.push(Screen::Dialog(dialog));
}
