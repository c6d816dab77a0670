//! A message in, requests out: the only way the screens change.

use super::act;
use super::app::{App, Screen, Tone};
use super::choice::{Choice, Pick};
use super::day::{Day, Focus, Item};
use super::form::Form;
use super::help::Help;
use super::keymap::lookup;
use super::layout::pane_size;
use super::message::{Message, Stamped};
use super::mouse::{Pointed, pointed};
use super::palette::Palette;
use super::place::Place;
use super::reader::Reader;
use super::typing;
use super::words::{Purpose, Words};
use super::work::{Command, Consent};
use crate::port::{Answer, Request};
use crate::progress::{DayState, Event, Needs, Refusal, Standing, day_state};
use crate::term::Key;

/// Takes a message in and says what to ask of the world.
pub fn update(app: &mut App, stamped: Stamped) -> Vec<Request> {
    app.now = stamped.at;
    let before = Place::of(app);
    let zoom = app.day().is_some_and(|day| day.zoom);
    let mut requests = match stamped.message {
        Message::Key(key) => key_pressed(app, &key),
        Message::Paste(text) => typing::paste(app, &text),
        Message::Mouse(mouse) => mouse_moved(app, pointed(app, mouse)),
        Message::Resized { columns, rows } => {
            app.size = (columns, rows);
            vec![resize(app)]
        }
        Message::Answer(answer) => answered(app, &answer),
        Message::Tick => Vec::new(),
        Message::Ended => vec![Request::Leave],
    };
    if app.day().is_some_and(|day| day.zoom) != zoom {
        requests.push(resize(app));
    }
    let after = Place::of(app);
    if after != before
        && app.work.only_looking.is_none()
        && let Ok(text) = serde_json::to_string(&after)
    {
        requests.push(Request::KeepPlace(text));
    }
    requests
}

fn resize(app: &App) -> Request {
    let zoom = app.day().is_some_and(|day| day.zoom);
    let (columns, rows) = pane_size(app.size.0, app.size.1, zoom);
    Request::Resize { columns, rows }
}

fn key_pressed(app: &mut App, key: &Key) -> Vec<Request> {
    app.notice = None;
    if app.find.typing {
        typing::find_key(app, key);
        return Vec::new();
    }
    let when = app.when();
    match lookup(when, key) {
        Some(action) => act::act(app, action),
        None => typing::key(app, key),
    }
}

fn mouse_moved(app: &mut App, pointed: Pointed) -> Vec<Request> {
    match pointed {
        Pointed::Nothing => Vec::new(),
        Pointed::Action(action) => act::act(app, action),
        Pointed::Item(item) => {
            if let Some(day) = app.day_mut() {
                day.cursor = item;
                day.scroll = 0;
                day.focus = Focus::List;
            }
            Vec::new()
        }
        Pointed::Type => act::give_keyboard(app),
        Pointed::Scroll(lines) => act::scroll_pane(app, lines),
    }
}

/// Carries a decision out; what stands in its way becomes a question.
pub fn command(app: &mut App, command: Command) -> Vec<Request> {
    let host = match &command {
        Command::Run { id, .. } | Command::Done(id) => app
            .work
            .plan
            .step(id)
            .and_then(|(_, step)| step.hosts.first().cloned()),
        _ => None,
    };
    match app.work.command(command.clone()) {
        Ok(requests) => {
            if let (Some(host), Some(day)) = (host, app.day_mut()) {
                day.host = Some(host);
            }
            requests
        }
        Err(refusal) => {
            refused(app, command, &refusal);
            Vec::new()
        }
    }
}

/// Turns a refusal into the question whose answer would lift it, or tells it.
fn refused(app: &mut App, command: Command, refusal: &Refusal) {
    match (refusal.needs.clone(), command) {
        (Needs::Values(names), command) => {
            app.screens
                .push(Screen::Form(Form::new(&app.work, &names, Some(command))));
        }
        (Needs::Consent(danger), Command::Run { id, consent }) => {
            let go = Command::Run {
                id: id.clone(),
                consent: Consent {
                    danger: true,
                    ..consent
                },
            };
            let answers = vec![
                ("do not run it".to_owned(), Pick::Nothing),
                ("run it".to_owned(), Pick::Command(go)),
            ];
            let mut choice = Choice::new(app.title_of(&id), answers).tell(danger);
            choice.danger = true;
            app.screens.push(Screen::Choice(choice));
        }
        (Needs::HostName(host), Command::Run { id, consent }) => {
            app.ask_words(Purpose::NameHost { id, consent, host });
        }
        (Needs::Person, Command::Done(id)) => {
            app.ask_words(Purpose::EndByHand {
                id,
                state: Standing::Passed,
            });
        }
        _ => app.tell(Tone::Refused, told(refusal)),
    }
}

/// A refusal in one line.
pub fn told(refusal: &Refusal) -> String {
    if refusal.instead.is_empty() {
        refusal.why.clone()
    } else {
        format!("{}: {}", refusal.why, refusal.instead)
    }
}

fn answered(app: &mut App, answer: &Answer) -> Vec<Request> {
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
            if app.work.saving == 0
                && let Some(waiting) = app.pending.take()
            {
                requests.extend(command(app, waiting));
            }
        }
        Answer::Fetched { variable, .. } => {
            for screen in &mut app.screens {
                if let Screen::Form(form) = screen {
                    form.fetched(&app.work, variable);
                }
            }
        }
        Answer::Evidence { file, text } => show_evidence(app, file, text),
        Answer::Told(Ok(text)) => app.tell(Tone::Good, text.clone()),
        Answer::Told(Err(text)) => app.tell(Tone::Refused, text.clone()),
        _ => {}
    }
    requests
}

/// Tells the operator what was kept, where the screen alone would not.
fn tell_event(app: &mut App, event: &Event) {
    match event {
        Event::DeviationNoted { .. } => app.tell(Tone::Good, "deviation noted"),
        Event::StepEnded { day, id, ended, .. } | Event::CheckAnswered { day, id, ended, .. } => {
            if !matches!(ended.state, Standing::Passed | Standing::Warned) {
                if ended.state != Standing::NotRun {
                    let text = format!(
                        "{}: {}",
                        app.title_of(id),
                        because(ended.state, &ended.because)
                    );
                    app.tell(Tone::Refused, text);
                }
                return;
            }
            if let Event::StepEnded { .. } = event {
                go_on_behind(app, id);
            }
            tell_day_done(app, day);
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

fn because(state: Standing, because: &str) -> String {
    let word = if state == Standing::Failed {
        "failed"
    } else {
        "unknown"
    };
    if because.is_empty() {
        word.to_owned()
    } else {
        format!("{word}, {because}")
    }
}

/// Moves the cursor on from a step that is done, if it still stands there.
fn go_on_behind(app: &mut App, id: &str) {
    let Some(entry) = app.entry() else { return };
    let Some(next) =
        Item::position(entry, id).map(|at| (at + 1).min(Item::count(entry).saturating_sub(1)))
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

fn show_evidence(app: &mut App, file: &str, text: &Result<String, String>) {
    let Some(Screen::Reader(reader)) = app.screens.last_mut() else {
        return;
    };
    if reader.awaits.as_deref() != Some(file) {
        return;
    }
    let text = match text {
        Ok(text) if text.is_empty() => "no output",
        Ok(text) | Err(text) => text,
    };
    let head = std::mem::take(&mut reader.lines);
    *reader = Reader {
        lines: head,
        ..Reader::new(reader.title.clone(), "")
    };
    reader.lines.extend(text.lines().map(str::to_owned));
}

/// Opens a day's screen with the cursor on the next thing to do.
pub fn open_day(app: &mut App, entry: usize, item: Option<&str>) {
    let Some(open) = app.work.plan.entries.get(entry) else {
        return;
    };
    let next = item.or_else(|| crate::progress::next_in(open, &app.work.walk));
    let cursor = next.and_then(|id| Item::position(open, id)).unwrap_or(0);
    let host = app.day().and_then(|day| day.host.clone());
    app.home.cursor = entry;
    app.screens
        .retain(|screen| !matches!(screen, Screen::Day(_)));
    app.screens.push(Screen::Day(Day {
        entry,
        cursor,
        host,
        ..Day::default()
    }));
}

/// Opens the list of all actions of the screen below.
pub fn open_palette(app: &mut App) {
    let when = app.when();
    app.screens.push(Screen::Palette(Palette::new(when)));
}

/// Opens the list of all keys.
pub fn open_help(app: &mut App) {
    app.screens.push(Screen::Help(Help::default()));
}

/// What a question's answer does.
pub fn pick(app: &mut App, pick: Pick) -> Vec<Request> {
    match pick {
        Pick::Nothing => Vec::new(),
        Pick::Command(decided) => command(app, decided),
        Pick::Words(purpose) => {
            app.ask_words(purpose);
            Vec::new()
        }
        Pick::Leave => vec![Request::Leave],
    }
}

/// What words, once written, do.
pub fn words_written(app: &mut App, words: &Words) -> Vec<Request> {
    let why = words.text();
    let decided = match words.purpose.clone() {
        Purpose::Note { day, id } => Command::Note { day, id, text: why },
        Purpose::LeaveOut(id) => Command::LeaveOut { id, why },
        Purpose::Attest(id) | Purpose::AttestInstead(id) => Command::Attest { id, why },
        Purpose::EndByHand { id, state } => Command::EndByHand { id, state, why },
        Purpose::NameHost {
            id,
            mut consent,
            host,
        } => {
            if why != host {
                app.tell(
                    Tone::Refused,
                    format!("that is not its name; {host} was left alone"),
                );
                return Vec::new();
            }
            consent.hosts.push(host);
            Command::Run { id, consent }
        }
    };
    command(app, decided)
}
