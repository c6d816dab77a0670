//! Handles the backend's responses, and notifies the operator.

use super::app::{App, NoticeLevel};
use super::confirm::{execute, refusal_text, refused};
use crate::app::actions::{show_answer, show_edited, show_evidence};
use crate::app::engine::{Command, Intent, Job, Stage};
use crate::app::screens::day::{Day, Focus, Item};
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::app::screens::text_prompt::PromptPurpose;
use crate::plan::Procedure;
use crate::port::{ConnectionState, Request, RequestId, Response};
use crate::progress::{DayState, Event, Outcome, OutcomeSource, RunResult, day_state, step_state};

/// Handles a response. Shows a notice where the screen alone does not show the change.
pub fn handle_response(app: &mut App, answer: &Response) -> Vec<Request> {
    let held_back = held_back(app, answer);
    let edited = edited(app, answer);
    let reaction = app.engine.handle_response(answer);
    for refusal in &reaction.refusals {
        app.notify(NoticeLevel::Refused, refusal_text(refusal));
    }
    let mut requests = reaction.requests;
    for (command, refusal) in reaction.refused {
        refused(app, command, &refusal);
    }
    match answer {
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
                "The disk has room again, and all results are on it",
            );
        }
        Response::Disk(Err(_)) | Response::Unsaved { .. } => {
            if let Some(line) = app.engine.disk_line() {
                app.notify(NoticeLevel::Refused, line);
            }
        }
        Response::RunBegan { ticket, .. } => lend_keyboard(app, *ticket),
        Response::RunEnded(ticket, _) => hand_keyboard_on(app, *ticket),
        Response::Link {
            host,
            link: ConnectionState::Asking(what),
        } => notify_question(app, host, what),
        Response::Front {
            host,
            front: Some(front),
            ..
        } if front.hides_keys => notify_question(app, host, &front.command),
        Response::Fetched { variable, .. } => notify_fetched(app, variable),
        Response::Evidence { file, text } => show_evidence(app, file, text),
        Response::OperatorMessage(Ok(text)) => app.notify(NoticeLevel::Good, text.clone()),
        Response::OperatorMessage(Err(text)) => app.notify(NoticeLevel::Refused, text.clone()),
        _ => {}
    }
    for (command, guard, because) in held_back {
        ask_about_guard(app, &command, &guard, &because);
    }
    for (id, command) in edited {
        show_edited(app, &id, command);
    }
    requests
}

/// Notifies the operator of a question on a host whose pane is hidden.
fn notify_question(app: &mut App, host: &str, what: &str) {
    if app.pane_host() != Some(host) {
        let text = format!("{host} asks ({what}): on the day's screen, w shows its pane");
        app.notify(NoticeLevel::Plain, text);
    }
}

/// Moves the focus to the pane of an interactive step, if the operator has its day open.
fn lend_keyboard(app: &mut App, ticket: RequestId) {
    let job = app.engine.jobs().iter().find(|job| job.ticket == ticket);
    let Some((id, host)) = job.map(|job| (job.id.clone(), job.host.clone())) else {
        return;
    };
    let step = app.engine.plan().step(&id).map(|(_, step)| step);
    let asks = step.is_some_and(|step| step.interactive);
    if let Some(day) = app
        .day_mut()
        .filter(|day| asks && day.focus != Focus::Typing)
    {
        day.focus = Focus::Typing;
        day.host = Some(host);
        day.keyboard_step = Some(id);
    }
}

/// Shows the pane of the host on which a step of the day starts. A pane that has the focus or runs
/// a step stays.
fn follow(app: &mut App, sheet: &str, host: &str) {
    let in_sight = |open: &&Day| open.procedure == sheet && open.focus == Focus::List;
    let Some(open) = app.day().filter(in_sight) else {
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

/// Moves the focus back from the pane of a step that ended on a host. If the step is running on
/// another host, the focus moves to that pane.
fn hand_keyboard_on(app: &mut App, ticket: RequestId) {
    let jobs = app.engine.jobs();
    let Some(ended) = jobs.iter().find(|job| job.ticket == ticket).cloned() else {
        return;
    };
    let asks = |job: &&Job| job.id == ended.id && job.stage == Stage::Running;
    let next = jobs.iter().find(asks).map(|job| job.ticket);
    if take_keyboard_back(app, &ended.id, &ended.host)
        && let Some(next) = next
    {
        lend_keyboard(app, next);
    }
}

/// Moves the focus back from an interactive step's pane. Returns whether it had the focus.
fn take_keyboard_back(app: &mut App, id: &str, host: &str) -> bool {
    let lent = |day: &&mut Day| {
        day.keyboard_step.as_deref() == Some(id) && day.host.as_deref() == Some(host)
    };
    let Some(day) = app.day_mut().filter(lent) else {
        return false;
    };
    day.keyboard_step = None;
    day.focus = if day.zoom { Focus::Pane } else { Focus::List };
    true
}

/// Returns the commands that a guard stopped, with the approval so far, the guard's name and its
/// reason.
fn held_back(app: &App, answer: &Response) -> Vec<(Command, String, String)> {
    let Response::Appended(records) = answer else {
        return Vec::new();
    };
    let ends = records.iter().filter_map(|record| {
        let Event::StepEnded {
            id,
            host,
            attempt,
            ended,
            ..
        } = &record.event
        else {
            return None;
        };
        let not_run = ended.state == Outcome::NotRun;
        let of_run = |job: &&Job| job.id == *id && job.host == *host && job.attempt == *attempt;
        let job = app.engine.jobs().iter().find(of_run).filter(|_| not_run)?;
        if job.intent != Intent::Run {
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
        let (guard, said) = guard.filter(|(_, said)| !holds(said.state))?;
        let (id, consent) = (job.id.clone(), job.consent.clone());
        let command = Command::Run { id, consent };
        Some((command, guard.clone(), said.reason.clone()))
    });
    ends.collect()
}

/// Returns the commands that edited files stopped, by step, with the approval so far.
fn edited(app: &App, answer: &Response) -> Vec<(String, Command)> {
    let Response::Appended(records) = answer else {
        return Vec::new();
    };
    let ends = records.iter().filter_map(|record| {
        let Event::StepEnded {
            id,
            host,
            attempt,
            ended,
            ..
        } = &record.event
        else {
            return None;
        };
        let of_run = |job: &&Job| job.id == *id && job.host == *host && job.attempt == *attempt;
        let job = app.engine.jobs().iter().find(of_run)?;
        let (to, consent) = (id.clone(), job.consent.clone());
        let command = match job.intent {
            Intent::Undo => Command::Undo { id: to, consent },
            _ => Command::Run { id: to, consent },
        };
        (ended.source == OutcomeSource::Edited).then_some((id.clone(), command))
    });
    ends.collect()
}

fn holds(state: Outcome) -> bool {
    matches!(state, Outcome::Passed | Outcome::Warned)
}

/// Opens the question about a guard that stopped a step.
fn ask_about_guard(app: &mut App, command: &Command, guard: &str, because: &str) {
    let about = app.engine.plan().guard(guard);
    let about = about.map_or_else(String::new, |guard| guard.check.text.clone());
    let title = format!("The guard {guard} holds it back");
    let is_asked = |screen: &Screen| matches!(screen, Screen::Dialog(open) if open.title == title);
    if app.screens.iter().any(is_asked) {
        return;
    }
    let command = Box::new(command.clone());
    let again = DialogAction::Command((*command).clone());
    let guard = guard.to_owned();
    let answers = vec![
        ("wait".to_owned(), DialogAction::Nothing),
        ("ask it again".to_owned(), again),
        (
            "do it all the same, with a reason".to_owned(),
            DialogAction::Words(PromptPurpose::Override { command, guard }),
        ),
    ];
    let choice = Dialog::new(title, answers).notice(about).notice(because);
    // The dialog shows the same text as the notice.
    app.notice = None;
    app.screens.push(Screen::Dialog(choice));
}

/// Updates the open form after a fetch.
fn notify_fetched(app: &mut App, variable: &str) {
    for screen in &mut app.screens {
        if let Screen::Form(form) = screen {
            form.fetched(&app.engine, variable);
        }
    }
}

/// Notifies the operator of a recorded event where the screen alone does not show it.
fn notify_event(app: &mut App, event: &Event) {
    match event {
        Event::DeviationNoted { .. } => app.notify(NoticeLevel::Good, "deviation noted"),
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
            if !matches!(ended.state, Outcome::Passed | Outcome::Warned) {
                if ended.state != Outcome::NotRun {
                    let is_step = matches!(event, Event::StepEnded { .. });
                    let text = not_passed(app, id, host, ended, is_step);
                    app.notify(NoticeLevel::Refused, text);
                }
                return;
            }
            let step = app.engine.plan().step(id).map(|(_, step)| step);
            if step.is_some_and(|step| step_state(step, app.engine.walk()).is_done()) {
                go_on_behind(app, id);
            }
            notify_day_done(app, day);
        }
        Event::QuizAnswered {
            day, ask, right, ..
        } => show_answer(app, day, ask, *right),
        Event::RoundBegun { id, .. } => {
            let text = format!("a round of {} is begun", app.title_of(id));
            app.notify(NoticeLevel::Good, text);
        }
        Event::RoundEnded { id, .. } => {
            let text = format!("{} is done for this time", app.title_of(id));
            app.notify(NoticeLevel::Good, text);
        }
        Event::StepAttested { day, id, .. } | Event::StepSkipped { day, id, .. } => {
            go_on_behind(app, id);
            notify_day_done(app, day);
        }
        Event::CheckAttested { day, .. } | Event::CheckWaived { day, .. } => {
            notify_day_done(app, day);
        }
        _ => {}
    }
}

/// Returns the notice about a step or check that did not pass: host, reason and the next keys. The
/// item at the cursor is not named again.
fn not_passed(app: &App, id: &str, host: &str, ended: &RunResult, is_step: bool) -> String {
    let chosen = app.item().is_some_and(|item| item.id() == id);
    let title = if chosen {
        String::new()
    } else {
        format!("{}: ", app.title_of(id))
    };
    let because = if ended.reason.is_empty() {
        String::new()
    } else {
        format!(": {}", ended.reason)
    };
    let (what, keys) = match (ended.state, is_step) {
        (Outcome::Failed, true) => ("failed on", "enter runs it again, o shows its output"),
        (Outcome::Failed, false) => ("does not hold on", "v asks again, o shows the answer"),
        (_, true) => ("end not known on", "enter shows what to do"),
        (_, false) => ("could not be asked on", "v asks again"),
    };
    format!("{title}{what} {host}{because}. {keys}")
}

/// Moves the cursor to the next item after a step that is done, if the cursor is still on it.
fn go_on_behind(app: &mut App, id: &str) {
    let Some(sheet) = app.procedure() else { return };
    let Some(next) =
        Item::position(sheet, id).map(|at| (at + 1).min(Item::count(sheet).saturating_sub(1)))
    else {
        return;
    };
    let stands_there = app.item().is_some_and(|item| item.id() == id);
    if let Some(day) = app.day_mut().filter(|_| stands_there) {
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
            "Day {} is done. c goes on with day {}: {}",
            entry.days, next.days, next.title
        ),
        None => format!("Day {} is done, and with it the plan.", entry.days),
    };
    app.notify(NoticeLevel::Good, text);
}
