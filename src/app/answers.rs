//! What the world answers, taken in and told.

use super::act::{show_edited, show_evidence, tell_answer};
use super::app::{App, Screen, Tone};
use super::choice::{Choice, Pick};
use super::day::{Day, Focus, Item};
use super::decision::{carry_out, refused, told};
use super::words::Purpose;
use super::work::{Command, Intent, Job, Stage};
use crate::port::{Answer, Link, Request, Ticket};
use crate::progress::{DayState, Ended, Event, Manner, Standing, day_state, step_state};

/// Takes an answer in, and tells the operator what the screen alone would not.
pub fn answered(app: &mut App, answer: &Answer) -> Vec<Request> {
    let held_back = held_back(app, answer);
    let edited = edited(app, answer);
    let reaction = app.work.answer(answer);
    for refusal in &reaction.refusals {
        app.tell(Tone::Refused, told(refusal));
    }
    let mut requests = reaction.requests;
    for (command, refusal) in reaction.refused {
        refused(app, command, &refusal);
    }
    match answer {
        Answer::Kept(records) => {
            for record in records {
                tell_event(app, &record.event);
            }
            if app.work.saving == 0 {
                for waiting in std::mem::take(&mut app.pending) {
                    requests.extend(carry_out(app, waiting));
                }
            }
        }
        Answer::NotKept { .. } => app.pending.clear(),
        Answer::Disk(Ok(())) => {
            app.tell(
                Tone::Good,
                "The disk has room again, and all results are on it",
            );
        }
        Answer::Disk(Err(_)) | Answer::Unsaved { .. } => {
            if let Some(line) = app.work.disk_line() {
                app.tell(Tone::Refused, line);
            }
        }
        Answer::RunBegan { ticket, .. } => lend_keyboard(app, *ticket),
        Answer::RunEnded(ticket, _) => hand_keyboard_on(app, *ticket),
        Answer::Link {
            host,
            link: Link::Asking(what),
        } => tell_question(app, host, what),
        Answer::Front {
            host,
            front: Some(front),
            ..
        } if front.hides_keys => tell_question(app, host, &front.command),
        Answer::Fetched { variable, .. } => tell_fetched(app, variable),
        Answer::Evidence { file, text } => show_evidence(app, file, text),
        Answer::Told(Ok(text)) => app.tell(Tone::Good, text.clone()),
        Answer::Told(Err(text)) => app.tell(Tone::Refused, text.clone()),
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

/// A host out of sight asks something.
fn tell_question(app: &mut App, host: &str, what: &str) {
    if app.pane_host() != Some(host) {
        let text = format!("{host} asks ({what}): on the day's screen, w shows its pane");
        app.tell(Tone::Plain, text);
    }
}

/// An interactive step's pane gets the keyboard where the operator looks at its day.
fn lend_keyboard(app: &mut App, ticket: Ticket) {
    let job = app.work.jobs().iter().find(|job| job.ticket == ticket);
    let Some((id, host)) = job.map(|job| (job.id.clone(), job.host.clone())) else {
        return;
    };
    let step = app.work.plan.step(&id).map(|(_, step)| step);
    let asks = step.is_some_and(|step| step.interactive);
    if let Some(day) = app
        .day_mut()
        .filter(|day| asks && day.focus != Focus::Typing)
    {
        day.focus = Focus::Typing;
        day.host = Some(host);
        day.lent = Some(id);
    }
}

/// The pane follows the steps of a day from host to host, unless the operator is at work in it.
fn follow(app: &mut App, sheet: &str, host: &str) {
    let in_sight = |open: &&Day| open.sheet == sheet && open.focus == Focus::List;
    let Some(open) = app.day().filter(in_sight) else {
        return;
    };
    let shown = open.host.as_deref();
    let runs = app
        .work
        .jobs()
        .iter()
        .any(|job| Some(job.host.as_str()) == shown);
    if !runs && let Some(open) = app.day_mut() {
        open.host = Some(host.to_owned());
    }
}

/// The keyboard comes back from a step that has ended on a host; where that step still asks on
/// another one, it is next.
fn hand_keyboard_on(app: &mut App, ticket: Ticket) {
    let jobs = app.work.jobs();
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

/// The keyboard comes back from a step that was given it on this host; tells whether it was.
fn take_keyboard_back(app: &mut App, id: &str, host: &str) -> bool {
    let lent =
        |day: &&mut Day| day.lent.as_deref() == Some(id) && day.host.as_deref() == Some(host);
    let Some(day) = app.day_mut().filter(lent) else {
        return false;
    };
    day.lent = None;
    day.focus = if day.zoom { Focus::Pane } else { Focus::List };
    true
}

/// Decisions that a guard has held back: with what was agreed to, which guard, and what it said.
fn held_back(app: &App, answer: &Answer) -> Vec<(Command, String, String)> {
    let Answer::Kept(records) = answer else {
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
        let not_run = ended.state == Standing::NotRun;
        let of_run = |job: &&Job| job.id == *id && job.host == *host && job.attempt == *attempt;
        let job = app.work.jobs().iter().find(of_run).filter(|_| not_run)?;
        if job.intent != Intent::Run {
            return None;
        }
        let events = app.work.lately.iter().chain(records);
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
        Some((command, guard.clone(), said.because.clone()))
    });
    ends.collect()
}

/// Decisions that edited files have held back, by step: with what was agreed to so far.
fn edited(app: &App, answer: &Answer) -> Vec<(String, Command)> {
    let Answer::Kept(records) = answer else {
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
        let job = app.work.jobs().iter().find(of_run)?;
        let (to, consent) = (id.clone(), job.consent.clone());
        let command = match job.intent {
            Intent::Undo => Command::Undo { id: to, consent },
            _ => Command::Run { id: to, consent },
        };
        (ended.manner == Manner::Edited).then_some((id.clone(), command))
    });
    ends.collect()
}

fn holds(state: Standing) -> bool {
    matches!(state, Standing::Passed | Standing::Warned)
}

/// Offers what can be done about a guard that holds a step back.
fn ask_about_guard(app: &mut App, command: &Command, guard: &str, because: &str) {
    let about = app.work.plan.guard(guard);
    let about = about.map_or_else(String::new, |guard| guard.check.text.clone());
    let title = format!("The guard {guard} holds it back");
    let is_asked = |screen: &Screen| matches!(screen, Screen::Choice(open) if open.title == title);
    if app.screens.iter().any(is_asked) {
        return;
    }
    let command = Box::new(command.clone());
    let again = Pick::Command((*command).clone());
    let guard = guard.to_owned();
    let answers = vec![
        ("wait".to_owned(), Pick::Nothing),
        ("ask it again".to_owned(), again),
        (
            "do it all the same, with a reason".to_owned(),
            Pick::Words(Purpose::Override { command, guard }),
        ),
    ];
    let choice = Choice::new(title, answers).tell(about).tell(because);
    // The question says all that was told.
    app.notice = None;
    app.screens.push(Screen::Choice(choice));
}

/// Tells in a form what came of fetching a secret.
fn tell_fetched(app: &mut App, variable: &str) {
    for screen in &mut app.screens {
        if let Screen::Form(form) = screen {
            form.fetched(&app.work, variable);
        }
    }
}

/// Tells the operator what was kept, where the screen alone would not.
fn tell_event(app: &mut App, event: &Event) {
    match event {
        Event::DeviationNoted { .. } => app.tell(Tone::Good, "deviation noted"),
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
            if !matches!(ended.state, Standing::Passed | Standing::Warned) {
                if ended.state != Standing::NotRun {
                    let is_step = matches!(event, Event::StepEnded { .. });
                    let text = not_passed(app, id, host, ended, is_step);
                    app.tell(Tone::Refused, text);
                }
                return;
            }
            let step = app.work.plan.step(id).map(|(_, step)| step);
            if step.is_some_and(|step| step_state(step, &app.work.walk).is_done()) {
                go_on_behind(app, id);
            }
            tell_day_done(app, day);
        }
        Event::QuizAnswered {
            day, ask, right, ..
        } => tell_answer(app, day, ask, *right),
        Event::RoundBegun { id, .. } => {
            let text = format!("a round of {} is begun", app.title_of(id));
            app.tell(Tone::Good, text);
        }
        Event::RoundEnded { id, .. } => {
            let text = format!("{} is done for this time", app.title_of(id));
            app.tell(Tone::Good, text);
        }
        Event::StepAttested { day, id, .. } | Event::StepSkipped { day, id, .. } => {
            go_on_behind(app, id);
            tell_day_done(app, day);
        }
        Event::CheckAttested { day, .. } | Event::CheckWaived { day, .. } => {
            tell_day_done(app, day);
        }
        _ => {}
    }
}

/// What did not pass, where, what it said, and the keys that go on. The step or check the cursor
/// stands on is not named again.
fn not_passed(app: &App, id: &str, host: &str, ended: &Ended, is_step: bool) -> String {
    let chosen = app.item().is_some_and(|item| item.id() == id);
    let title = if chosen {
        String::new()
    } else {
        format!("{}: ", app.title_of(id))
    };
    let because = if ended.because.is_empty() {
        String::new()
    } else {
        format!(": {}", ended.because)
    };
    let (what, keys) = match (ended.state, is_step) {
        (Standing::Failed, true) => ("failed on", "enter runs it again, o shows its output"),
        (Standing::Failed, false) => ("does not hold on", "v asks again, o shows the answer"),
        (_, true) => ("end not known on", "enter shows what to do"),
        (_, false) => ("could not be asked on", "v asks again"),
    };
    format!("{title}{what} {host}{because}. {keys}")
}

/// Moves the cursor on from a step that is done, if it still stands there.
fn go_on_behind(app: &mut App, id: &str) {
    let Some(sheet) = app.sheet() else { return };
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

fn tell_day_done(app: &mut App, day: &str) {
    let entry = app
        .work
        .plan
        .entries
        .iter()
        .find(|entry| entry.days.to_string() == day);
    let Some(entry) = entry.filter(|entry| day_state(entry, &app.work.walk) == DayState::Done)
    else {
        return;
    };
    let next = crate::progress::next(&app.work.plan, &app.work.walk);
    let text = match next {
        Some((next, _)) => format!(
            "Day {} is done. c goes on with day {}: {}",
            entry.days, next.days, next.title
        ),
        None => format!("Day {} is done, and with it the plan.", entry.days),
    };
    app.tell(Tone::Good, text);
}
