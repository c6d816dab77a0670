//! Responses: their effects on the engine and on the screens.

use super::app::{App, Notice, NoticeLevel};
use super::confirm::{execute, refusal_text, refused};
use super::not_run::{ask_about, not_run};
use crate::app::actions::{show_answer, show_evidence};
use crate::app::engine::{Job, Stage};
use crate::app::screens::day::{Day, Focus, Item};
use crate::app::screens::screen::Screen;
use crate::plan::Procedure;
use crate::port::{ConnectionState, Request, RequestId, Response};
use crate::progress::{DayState, Event, Outcome, RunResult, day_state, is_of_undo, step_state};

/// Applies a response. Notifies the operator of results that the screen on top does not show.
pub fn handle_response(app: &mut App, response: &Response) -> Vec<Request> {
    let not_run = not_run(app, response);
    let effects = app.engine.handle_response(response);
    for refusal in &effects.refusals {
        app.notify(NoticeLevel::Refused, refusal_text(refusal));
    }
    let mut requests = effects.requests;
    for (command, refusal) in effects.refused {
        refused(app, command, &refusal);
    }
    match response {
        Response::Appended(records) => {
            for record in records {
                notify_event(app, &record.event);
            }
            if !app.engine.is_saving() {
                for waiting in std::mem::take(&mut app.pending) {
                    requests.extend(execute(app, waiting));
                }
            }
        }
        Response::AppendFailed { .. } => app.pending.clear(),
        Response::Disk(Ok(())) => {
            app.notify(
                NoticeLevel::Good,
                "The disk has space again. All results are saved.",
            );
        }
        Response::Disk(Err(_)) | Response::Unsaved { .. } => {
            if let Some(line) = app.engine.disk_line() {
                app.notify(NoticeLevel::Refused, line);
            }
        }
        Response::RunBegan { request_id, .. } => lend_keyboard(app, *request_id),
        Response::RunEnded(request_id, _) => hand_keyboard_on(app, *request_id),
        Response::Connection {
            host,
            state: ConnectionState::Asking(what),
        } => notify_question(app, host, what),
        Response::Foreground {
            host,
            process: Some(process),
            ..
        } if process.hides_keys => notify_question(app, host, &process.command),
        Response::Fetched { variable, .. } => notify_fetched(app, variable),
        Response::Evidence { file, text, more } => show_evidence(app, file, text, *more),
        Response::Durations(durations) => app.durations.clone_from(durations),
        Response::OperatorMessage(Ok(text)) => app.notify(NoticeLevel::Good, text.clone()),
        Response::OperatorMessage(Err(text)) => app.notify(NoticeLevel::Refused, text.clone()),
        _ => {}
    }
    for step in not_run {
        ask_about(app, step);
    }
    requests
}

/// Notifies the operator of a question in a pane that is not shown.
fn notify_question(app: &mut App, host: &str, what: &str) {
    if app.pane_host() != Some(host) {
        let text = format!("{host} asks: {what}. Press w on the day's screen to show its pane.");
        app.notify(NoticeLevel::Plain, text);
    }
}

/// Gives the keyboard to the pane of an interactive step, if its day is open.
fn lend_keyboard(app: &mut App, request_id: RequestId) {
    let Some(Job { id, host, .. }) = app.engine.job(request_id) else {
        return;
    };
    let step = app.engine.plan().step(&id).map(|(_, step)| step);
    let is_interactive = step.is_some_and(|step| step.interactive);
    if let Some(day) = app
        .day_mut()
        .filter(|day| is_interactive && day.focus != Focus::Typing)
    {
        day.focus = Focus::Typing;
        day.host = Some(host);
        day.keyboard_step = Some(id);
    }
}

/// Shows the pane of the host where a step of the day runs, unless the operator works in a pane.
fn follow(app: &mut App, procedure: &str, host: &str) {
    let is_open = |open: &&Day| open.procedure == procedure && open.focus == Focus::List;
    let Some(open) = app.day().filter(is_open) else {
        return;
    };
    let shown = open.host.as_deref();
    let runs = app
        .engine
        .jobs()
        .iter()
        .any(|job| Some(job.host.as_str()) == shown);
    if !runs && let Some(open) = app.day_mut() {
        open.host = Some(host.to_owned());
    }
}

/// Takes the keyboard back from a step that has ended on a host. If the step still runs on another
/// host, that pane gets the keyboard.
fn hand_keyboard_on(app: &mut App, request_id: RequestId) {
    let jobs = app.engine.jobs();
    let Some(ended) = app.engine.job(request_id) else {
        return;
    };
    let runs = |job: &&Job| job.id == ended.id && job.stage == Stage::Running;
    let next = jobs.iter().find(runs).map(|job| job.request_id);
    if take_keyboard_back(app, &ended.id, &ended.host)
        && let Some(next) = next
    {
        lend_keyboard(app, next);
    }
}

/// Takes the keyboard back from a step on a host. Returns whether the step had it.
fn take_keyboard_back(app: &mut App, id: &str, host: &str) -> bool {
    let has_keyboard = |day: &&mut Day| {
        day.keyboard_step.as_deref() == Some(id) && day.host.as_deref() == Some(host)
    };
    let Some(day) = app.day_mut().filter(has_keyboard) else {
        return false;
    };
    day.keyboard_step = None;
    day.focus = if day.zoom { Focus::Pane } else { Focus::List };
    true
}

/// Shows a fetched secret, or why it was not fetched, in the open form.
fn notify_fetched(app: &mut App, variable: &str) {
    for screen in &mut app.screens {
        if let Screen::Form(form) = screen {
            form.fetched(&app.engine, variable);
        }
    }
}

/// Notifies the operator of a recorded event that the screen on top does not show.
fn notify_event(app: &mut App, event: &Event) {
    match event {
        Event::DeviationNoted { .. } => app.notify(NoticeLevel::Good, "Deviation recorded."),
        Event::StepStarted { day, host, .. } => follow(app, day, host),
        Event::StepEnded {
            day,
            id,
            host,
            ended,
            ..
        }
        | Event::CheckAnswered {
            day,
            id,
            host,
            ended,
        } => {
            take_keyboard_back(app, id, host);
            if !ended.state.holds() {
                if ended.state == Outcome::Skipped {
                    move_past(app, id);
                    notify_skipped(app, &ended.reason);
                    notify_day_done(app, day);
                } else if ended.state != Outcome::NotRun {
                    let is_step = matches!(event, Event::StepEnded { .. });
                    let text = failure_text(app, id, host, ended, is_step);
                    app.notify(NoticeLevel::Refused, text);
                }
                return;
            }
            let step = app.engine.plan().step(id).map(|(_, step)| step);
            if step.is_none_or(|step| step_state(step, app.engine.walk()).is_done()) {
                move_past(app, id);
            }
            notify_day_done(app, day);
        }
        Event::QuizAnswered {
            day, ask, right, ..
        } => show_answer(app, day, ask, *right),
        Event::RoundBegun { id, .. } => {
            let text = format!("Started: {}", app.title_of(id));
            app.notify(NoticeLevel::Good, text);
        }
        Event::RoundEnded { id, .. } => {
            let text = format!("Done: {}", app.title_of(id));
            app.notify(NoticeLevel::Good, text);
        }
        Event::StepAttested { day, id, .. }
        | Event::StepSkipped { day, id, .. }
        | Event::CheckAttested { day, id, .. }
        | Event::CheckWaived { day, id, .. } => {
            move_past(app, id);
            notify_day_done(app, day);
        }
        _ => {}
    }
}

/// Notifies the operator of a step that was skipped because it is not due.
fn notify_skipped(app: &mut App, reason: &str) {
    let refused = |notice: &Notice| notice.level == NoticeLevel::Refused;
    if app.notice.as_ref().is_some_and(refused) {
        // A run of several steps has stopped after this one.
        return;
    }
    app.notify(
        NoticeLevel::Plain,
        format!("Not needed, skipped: {reason}."),
    );
}

/// Returns the notice of a result that did not pass, with the keys to go on. It names the step or
/// check unless that is the chosen one.
fn failure_text(app: &App, id: &str, host: &str, ended: &RunResult, is_step: bool) -> String {
    let chosen = app.item().is_some_and(|item| item.id() == id);
    let title = if chosen {
        String::new()
    } else {
        format!("{}: ", app.title_of(id))
    };
    let reason = match ended.reason.trim_end_matches('.') {
        "" => String::new(),
        reason => format!(": {reason}"),
    };
    let step = app.engine.plan().step(id).map(|(_, step)| step);
    let is_undo = step.is_some_and(|step| is_of_undo(step, app.engine.walk()));
    let (outcome, keys) = match (ended.state, is_step) {
        (Outcome::Failed, true) if is_undo => {
            ("Undo failed", "Press u to undo it again, o for the output.")
        }
        (Outcome::Failed, true) => ("Failed", "Press enter to run it again, o for the output."),
        (Outcome::Failed, false) => ("Failed", "Press v to check again, o for the output."),
        (_, true) => ("Result unknown", "Press enter for the choices."),
        (_, false) => ("Result unknown", "Press v to check again."),
    };
    format!("{title}{outcome} on {host}{reason}. {keys}")
}

/// Moves the cursor past a step that is done, if the step is still the chosen one.
fn move_past(app: &mut App, id: &str) {
    let Some(procedure) = app.procedure() else {
        return;
    };
    let Some(next) = Item::position(procedure, id)
        .map(|at| (at + 1).min(Item::count(procedure).saturating_sub(1)))
    else {
        return;
    };
    let is_chosen = app.item().is_some_and(|item| item.id() == id);
    if let Some(day) = app.day_mut().filter(|_| is_chosen) {
        day.cursor = next;
        day.scroll = 0;
    }
}

fn notify_day_done(app: &mut App, day: &str) {
    let entry = app.engine.plan().procedure(day).and_then(Procedure::entry);
    let Some(entry) = entry.filter(|entry| day_state(entry, app.engine.walk()) == DayState::Done)
    else {
        return;
    };
    let next = crate::progress::next_item(app.engine.plan(), app.engine.walk());
    let text = match next {
        Some((next, _)) => format!(
            "Day {} is done. Press c to continue with day {}: {}",
            entry.days, next.days, next.title
        ),
        None => format!("Day {} is done. The plan is complete.", entry.days),
    };
    app.notify(NoticeLevel::Good, text);
}
