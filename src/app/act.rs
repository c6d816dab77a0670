//! What each action does on each screen.

use super::Action;
use super::app::{App, Screen, Tone};
use super::choice::{Choice, Pick};
use super::day::{Focus, Item};
use super::form::Form;
use super::reader::Reader;
use super::update::{command, open_day, open_help, open_palette, pick, words_written};
use super::words::Purpose;
use super::work::{Command, Consent};
use crate::plan::Entry;
use crate::port::{Link, Request};
use crate::progress::{CheckState, Standing, StepState, check_state, step_state};

/// How many lines a screenful moves.
const SCREENFUL: usize = 10;

/// Does what an action means on the screen that is seen.
pub fn act(app: &mut App, action: Action) -> Vec<Request> {
    match app.screens.last() {
        None => on_home(app, action),
        Some(Screen::Day(day)) => match day.focus {
            Focus::List => on_day(app, action),
            Focus::Pane | Focus::Typing => on_pane(app, action),
        },
        Some(Screen::Trust(_)) => on_trust(app, action),
        Some(Screen::Form(_)) => on_form(app, action),
        Some(Screen::Choice(_)) => on_choice(app, action),
        Some(Screen::Words(_)) => on_words(app, action),
        Some(Screen::Reader(_)) => on_reader(app, action),
        Some(Screen::Help(_)) => on_help(app, action),
        Some(Screen::Palette(_)) => on_palette(app, action),
    }
}

fn on_home(app: &mut App, action: Action) -> Vec<Request> {
    let count = app.work.plan.entries.len();
    if let Some(cursor) = moved(action, app.home.cursor, count) {
        app.home.cursor = cursor;
        return Vec::new();
    }
    match action {
        Action::Enter => open_day(app, app.home.cursor, None),
        _ => return anywhere(app, action),
    }
    Vec::new()
}

fn on_day(app: &mut App, action: Action) -> Vec<Request> {
    let count = app.entry().map_or(0, Item::count);
    let Some(day) = app.day_mut() else {
        return Vec::new();
    };
    match action {
        Action::PageUp => day.scroll = day.scroll.saturating_sub(5),
        Action::PageDown => day.scroll = day.scroll.saturating_add(5),
        Action::Details => {
            day.details = !day.details;
            day.scroll = 0;
        }
        Action::Zoom => {
            day.zoom = !day.zoom;
            if day.zoom {
                day.focus = Focus::Pane;
            }
        }
        Action::Pane => day.focus = Focus::Pane,
        Action::Back if day.details => day.details = false,
        Action::Back => {
            app.screens.pop();
        }
        _ => {
            if let Some(cursor) = moved(action, day.cursor, count) {
                day.cursor = cursor;
                day.scroll = 0;
                return Vec::new();
            }
            return on_item(app, action);
        }
    }
    Vec::new()
}

/// What an action does to the chosen step or check.
fn on_item(app: &mut App, action: Action) -> Vec<Request> {
    let Some(item) = app.item() else {
        return anywhere(app, action);
    };
    let id = item.id().to_owned();
    match (action, item) {
        (Action::Enter, Item::Step(_)) => enter_step(app, &id, Consent::default()),
        (Action::RunWithoutAsking, Item::Step(_)) => enter_step(
            app,
            &id,
            Consent {
                without_unless: true,
                ..Consent::default()
            },
        ),
        (Action::Enter | Action::Tick, Item::Check(_)) => tick(app, &id),
        (Action::Verify, Item::Check(_)) => command(app, Command::Verify(id)),
        (Action::Verify, Item::Step(_)) => verify_all(app),
        (Action::Tick, Item::Step(step)) => {
            if step.script().is_none() {
                app.ask_words(Purpose::Attest(id));
            } else {
                app.tell(
                    Tone::Refused,
                    "this step runs a script: enter runs it, x says how it ended, s skips it",
                );
            }
            Vec::new()
        }
        (Action::Skip, _) => {
            app.ask_words(Purpose::LeaveOut(id));
            Vec::new()
        }
        (Action::EndByHand, Item::Step(step)) => {
            ask_end(app, &id, step_state(step, &app.work.walk));
            Vec::new()
        }
        (Action::Note, _) => {
            let day = app
                .entry()
                .map(|entry| entry.days.to_string())
                .unwrap_or_default();
            app.ask_words(Purpose::Note { day, id: Some(id) });
            Vec::new()
        }
        (Action::Copy, item) => match item.script() {
            Some(script) => vec![Request::Copy(script.to_owned())],
            None => {
                app.tell(Tone::Refused, "there is no command to copy here");
                Vec::new()
            }
        },
        (Action::Edit, item) => {
            let place = item.place();
            vec![Request::Edit {
                file: place.file.clone(),
                line: place.line,
            }]
        }
        (Action::Output, _) => show_output(app, &id),
        _ => anywhere(app, action),
    }
}

/// Runs a step, or asks first where its last run left a doubt.
fn enter_step(app: &mut App, id: &str, consent: Consent) -> Vec<Request> {
    let Some((_, step)) = app.work.plan.step(id) else {
        return Vec::new();
    };
    if step.script().is_none() {
        app.ask_words(Purpose::Attest(id.to_owned()));
        return Vec::new();
    }
    let again = Command::Run {
        id: id.to_owned(),
        consent,
    };
    match step_state(step, &app.work.walk) {
        state @ (StepState::Interrupted | StepState::Unknown) => {
            ask_about_lost(app, id, state, again);
            Vec::new()
        }
        StepState::Passed | StepState::Skipped => {
            let title = format!("{} is done already", step.title);
            let answers = vec![
                ("leave it".to_owned(), Pick::Nothing),
                ("run it again".to_owned(), Pick::Command(again)),
            ];
            app.screens
                .push(Screen::Choice(Choice::new(title, answers)));
            Vec::new()
        }
        StepState::Running => {
            app.tell(
                Tone::Refused,
                "it is running: tab goes to its pane, x says how it ended",
            );
            Vec::new()
        }
        StepState::Open | StepState::Failed => command(app, again),
    }
}

/// Offers what can be done about a run nobody saw the end of.
fn ask_about_lost(app: &mut App, id: &str, state: StepState, again: Command) {
    let what = if state == StepState::Interrupted {
        "was running when daymark or its connection went away; what it did since is not known"
    } else {
        "ended in a way that daymark could not see"
    };
    let title = app.title_of(id);
    let last = app.work.walk.attempts(id).last();
    let when = last.map_or(String::new(), |attempt| {
        format!(
            "Started {} on {} by {}.",
            attempt.started.at.format("%d %b %H:%M"),
            attempt.host,
            attempt.started.operator
        )
    });
    let words = |state| {
        Pick::Words(Purpose::EndByHand {
            id: id.to_owned(),
            state,
        })
    };
    let answers = vec![
        ("decide later".to_owned(), Pick::Nothing),
        (
            "it is done: ask its `unless`".to_owned(),
            Pick::Command(Command::Done(id.to_owned())),
        ),
        ("run it again".to_owned(), Pick::Command(again)),
        ("it is done: I saw it".to_owned(), words(Standing::Passed)),
        ("it failed: I saw it".to_owned(), words(Standing::Failed)),
        (
            "skip it".to_owned(),
            Pick::Words(Purpose::LeaveOut(id.to_owned())),
        ),
    ];
    let choice = Choice::new(title.clone(), answers)
        .tell(format!("{title} {what}."))
        .tell(when);
    app.screens.push(Screen::Choice(choice));
}

/// Asks how a run ended that daymark cannot judge.
fn ask_end(app: &mut App, id: &str, state: StepState) {
    let title = format!("How did it end? {}", app.title_of(id));
    let words = |state| {
        Pick::Words(Purpose::EndByHand {
            id: id.to_owned(),
            state,
        })
    };
    let answers = vec![
        ("do not say".to_owned(), Pick::Nothing),
        ("it is done".to_owned(), words(Standing::Passed)),
        ("it did not work".to_owned(), words(Standing::Failed)),
    ];
    let mut choice = Choice::new(title, answers);
    if state == StepState::Running {
        choice =
            choice.tell("The remote program is not touched; daymark only stops waiting for it.");
    }
    app.screens.push(Screen::Choice(choice));
}

/// Ticks or unticks a check, or asks which way where it has a command.
fn tick(app: &mut App, id: &str) -> Vec<Request> {
    let Some((_, check)) = app.work.plan.check(id) else {
        return Vec::new();
    };
    let state = check_state(check, &app.work.walk);
    if state.is_done() {
        let answers = vec![
            ("leave it ticked".to_owned(), Pick::Nothing),
            (
                "untick it".to_owned(),
                Pick::Command(Command::Untick(id.to_owned())),
            ),
        ];
        let asked = check.run.is_some().then(|| {
            (
                "ask it again".to_owned(),
                Pick::Command(Command::Verify(id.to_owned())),
            )
        });
        let answers = answers.into_iter().chain(asked).collect();
        app.screens
            .push(Screen::Choice(Choice::new(check.text.clone(), answers)));
        return Vec::new();
    }
    if check.run.is_none() {
        app.ask_words(Purpose::Attest(id.to_owned()));
        return Vec::new();
    }
    let mut answers = vec![
        (
            "ask its command".to_owned(),
            Pick::Command(Command::Verify(id.to_owned())),
        ),
        (
            "tick it by eye, with a reason".to_owned(),
            Pick::Words(Purpose::AttestInstead(id.to_owned())),
        ),
        (
            "waive it, with a reason".to_owned(),
            Pick::Words(Purpose::LeaveOut(id.to_owned())),
        ),
    ];
    if state == CheckState::Open {
        answers.push(("leave it open".to_owned(), Pick::Nothing));
    } else {
        answers.push(("leave it as it is".to_owned(), Pick::Nothing));
    }
    app.screens
        .push(Screen::Choice(Choice::new(check.text.clone(), answers)));
    Vec::new()
}

/// Asks every check of the day that has a command.
fn verify_all(app: &mut App) -> Vec<Request> {
    let with_command = |entry: &Entry| -> Vec<String> {
        entry
            .checks
            .iter()
            .filter(|check| check.run.is_some())
            .map(|check| check.id.clone())
            .collect()
    };
    let ids = app.entry().map(with_command).unwrap_or_default();
    if ids.is_empty() {
        app.tell(
            Tone::Refused,
            "no check of this day has a command: tick them with space",
        );
    }
    let open: Vec<String> = ids
        .into_iter()
        .filter(|id| !app.work.is_asking(id))
        .collect();
    open.into_iter()
        .flat_map(|id| command(app, Command::Verify(id)))
        .collect()
}

fn show_output(app: &mut App, id: &str) -> Vec<Request> {
    let run = app
        .work
        .walk
        .attempts(id)
        .iter()
        .rev()
        .find_map(|attempt| attempt.ended.as_ref());
    let asked = || {
        app.work
            .walk
            .askings(id)
            .iter()
            .rev()
            .find_map(|asking| asking.ended.as_ref())
    };
    let Some((ended, said)) = run.or_else(asked) else {
        app.tell(Tone::Refused, "nothing was run or asked here yet");
        return Vec::new();
    };
    let exit = ended
        .exit
        .map_or("no exit status".to_owned(), |exit| format!("exit {exit}"));
    let told = format!(
        "{exit} after {:.1} s, {} by {}",
        ended.seconds,
        said.at.format("%d %b %H:%M"),
        said.operator
    );
    let mut reader = Reader::new(app.title_of(id), &told);
    if !ended.because.is_empty() {
        reader.lines.push(ended.because.clone());
    }
    reader.lines.push(String::new());
    let file = ended.output.as_ref().map(|output| output.file.clone());
    reader.awaits.clone_from(&file);
    app.screens.push(Screen::Reader(reader));
    file.map(Request::ReadEvidence).into_iter().collect()
}

fn on_pane(app: &mut App, action: Action) -> Vec<Request> {
    let page = i32::from(app.size.1 / 2);
    match action {
        Action::Up => return scroll_pane(app, 1),
        Action::Down => return scroll_pane(app, -1),
        Action::PageUp => return scroll_pane(app, page),
        Action::PageDown => return scroll_pane(app, -page),
        Action::First => return scroll_pane(app, i32::MAX / 2),
        Action::Last => return scroll_pane(app, i32::MIN / 2),
        Action::Enter => return give_keyboard(app),
        Action::EndByHand => {
            let running = app.work.jobs().first().map(|job| job.id.clone());
            match running {
                Some(id) => ask_end(app, &id, StepState::Running),
                None => app.tell(Tone::Refused, "nothing runs here that waits for its end"),
            }
        }
        Action::KeyboardBack | Action::Pane | Action::Back => {
            if let Some(day) = app.day_mut() {
                day.focus = Focus::List;
                day.zoom = day.zoom && action == Action::KeyboardBack;
                if day.zoom {
                    day.focus = Focus::Pane;
                }
            }
        }
        Action::Zoom => {
            if let Some(day) = app.day_mut() {
                day.zoom = !day.zoom;
            }
        }
        _ => return anywhere(app, action),
    }
    Vec::new()
}

/// Gives the pane the keyboard, opening its connection if need be: the operator asked for it.
pub fn give_keyboard(app: &mut App) -> Vec<Request> {
    let Some(host) = app.pane_host().map(str::to_owned) else {
        app.tell(Tone::Refused, "no host belongs to what is chosen");
        return Vec::new();
    };
    let is_open = app
        .work
        .links
        .get(&host)
        .is_some_and(|link| !matches!(link, Link::Gone(_) | Link::Refused(_)));
    let requests = if is_open {
        Vec::new()
    } else {
        open_pane(app, &host)
    };
    if (is_open || !requests.is_empty())
        && let Some(day) = app.day_mut()
    {
        day.focus = Focus::Typing;
        day.host = Some(host);
    }
    requests
}

fn open_pane(app: &mut App, host: &str) -> Vec<Request> {
    if let Some(why) = app.work.only_looking.clone() {
        app.tell(Tone::Refused, why);
        return Vec::new();
    }
    if !app.work.trusted {
        app.tell(
            Tone::Refused,
            "this plan is not trusted yet: open it again and say yes to trust it",
        );
        return Vec::new();
    }
    match app.work.target(host) {
        Ok(target) => vec![Request::Open(target)],
        Err(refusal) => {
            app.tell(Tone::Refused, super::update::told(&refusal));
            Vec::new()
        }
    }
}

/// Moves the view of the pane.
pub fn scroll_pane(app: &mut App, lines: i32) -> Vec<Request> {
    app.pane_host()
        .map(|host| Request::Scroll {
            host: host.to_owned(),
            lines,
        })
        .into_iter()
        .collect()
}

fn on_trust(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Trust(trust)) = app.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Yes => {
            app.screens.pop();
            return command(app, Command::Trust);
        }
        Action::No => {
            app.screens.pop();
            app.tell(Tone::Plain, "opened to read; nothing is run");
        }
        Action::Leave => return vec![Request::Leave],
        _ => scroll_text(&mut trust.top, action, trust.lines.len()),
    }
    Vec::new()
}

fn on_form(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Form(form)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let last = form.fields.len().saturating_sub(1);
    match action {
        Action::NextField => form.cursor = (form.cursor + 1).min(last),
        Action::PreviousField => form.cursor = form.cursor.saturating_sub(1),
        Action::Enter if form.cursor < last => form.cursor += 1,
        Action::Enter | Action::Save => return save_form(app),
        Action::Back => {
            app.screens.pop();
            app.tell(Tone::Plain, "nothing was changed");
        }
        _ => {}
    }
    Vec::new()
}

/// Takes the form's values if all will do; else puts the cursor on the first that will not.
fn save_form(app: &mut App) -> Vec<Request> {
    let Some(Screen::Form(form)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let asked = form.then.is_some();
    let mut values = Vec::new();
    for field in &mut form.fields {
        let text = field.text();
        let keeps =
            (text == field.before && !text.is_empty()) || (text.is_empty() && field.has_secret);
        let may_stay_empty = text.is_empty() && (field.variable.optional || !asked);
        if keeps || may_stay_empty {
            continue;
        }
        match super::work::accept(&field.variable, &text) {
            Ok(value) => values.push((field.variable.name.clone(), value)),
            Err(why) => field.refused = Some(why),
        }
    }
    if let Some(wrong) = form.fields.iter().position(|field| field.refused.is_some()) {
        form.cursor = wrong;
        return Vec::new();
    }
    let then = form.then.take();
    app.screens.pop();
    let set = |(name, value)| Command::Set { name, value };
    let mut requests: Vec<Request> = values
        .into_iter()
        .map(set)
        .flat_map(|decided| command(app, decided))
        .collect();
    match then {
        Some(then) if app.work.saving == 0 => requests.extend(command(app, then)),
        then => app.pending = then,
    }
    requests
}

fn on_choice(app: &mut App, action: Action) -> Vec<Request> {
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
    pick(app, answer)
}

fn on_words(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Words(words)) = app.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Back => {
            app.screens.pop();
            app.tell(Tone::Plain, "nothing was kept");
            Vec::new()
        }
        Action::Save => {
            let needed = !matches!(words.purpose, Purpose::Attest(_));
            if needed && words.text().is_empty() {
                words.refused = Some("a few words are needed here".to_owned());
                return Vec::new();
            }
            let words = words.clone();
            app.screens.pop();
            words_written(app, &words)
        }
        _ => Vec::new(),
    }
}

fn on_reader(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Reader(reader)) = app.screens.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Back => {
            app.screens.pop();
        }
        Action::Copy => return vec![Request::Copy(reader.text())],
        Action::WriteReport => match reader.file.clone() {
            Some(path) => {
                return vec![Request::WriteFile {
                    path,
                    text: reader.text(),
                }];
            }
            None => app.tell(Tone::Refused, "this is not written to a file: y copies it"),
        },
        Action::Find | Action::FindNext | Action::FindPrevious => return anywhere(app, action),
        _ => scroll_text(&mut reader.top, action, reader.lines.len()),
    }
    Vec::new()
}

fn on_help(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Help(help)) = app.screens.last_mut() else {
        return Vec::new();
    };
    if action == Action::Back {
        app.screens.pop();
    } else {
        scroll_text(&mut help.top, action, super::BINDINGS.len() + 30);
    }
    Vec::new()
}

fn on_palette(app: &mut App, action: Action) -> Vec<Request> {
    let Some(Screen::Palette(palette)) = app.screens.last_mut() else {
        return Vec::new();
    };
    let found = palette.found();
    match action {
        Action::Enter => {
            let chosen = found.get(palette.cursor).map(|binding| binding.action);
            app.screens.pop();
            return chosen.map(|action| act(app, action)).unwrap_or_default();
        }
        Action::Back => {
            app.screens.pop();
        }
        _ => palette.cursor = moved(action, palette.cursor, found.len()).unwrap_or(palette.cursor),
    }
    Vec::new()
}

/// What an action does wherever it is allowed.
fn anywhere(app: &mut App, action: Action) -> Vec<Request> {
    match action {
        Action::Leave => return leave(app),
        Action::Continue => go_on(app),
        Action::PreviousDay | Action::NextDay => turn_day(app, action),
        Action::VerifyAll => return verify_all(app),
        Action::NoteDay | Action::Note => {
            let day = app
                .entry()
                .map(|entry| entry.days.to_string())
                .unwrap_or_default();
            app.ask_words(Purpose::Note { day, id: None });
        }
        Action::Author => show_author(app),
        Action::Variables => {
            if app.work.plan.variables.is_empty() {
                app.tell(Tone::Plain, "this plan has no variables");
            } else {
                app.screens.push(Screen::Form(Form::all(&app.work)));
            }
        }
        Action::Report => show_report(app),
        Action::Edit => {
            let place = app
                .entry()
                .map(|entry| entry.place.clone())
                .unwrap_or_default();
            return vec![Request::Edit {
                file: place.file,
                line: place.line,
            }];
        }
        Action::Find => {
            app.find = super::Find {
                text: String::new(),
                typing: true,
            }
        }
        Action::FindNext => find(app, 1),
        Action::FindPrevious => find(app, -1),
        Action::Palette => open_palette(app),
        Action::Help => open_help(app),
        _ => {}
    }
    Vec::new()
}

fn leave(app: &mut App) -> Vec<Request> {
    let Some(job) = app.work.jobs().first() else {
        return vec![Request::Leave];
    };
    let title = app.title_of(&job.id);
    let host = job.host.clone();
    let answers = vec![
        ("stay".to_owned(), Pick::Nothing),
        ("leave".to_owned(), Pick::Leave),
    ];
    let choice = Choice::new("Leave while a step runs?", answers).tell(format!(
        "{title} runs on {host}. Leaving closes its terminal, and the program in it is sent a hang-up; most end \
         then. The step will be shown as interrupted when you come back."
    ));
    app.screens.push(Screen::Choice(choice));
    Vec::new()
}

fn go_on(app: &mut App) {
    let Some((next, id)) = crate::progress::next(&app.work.plan, &app.work.walk) else {
        app.tell(Tone::Good, "everything is done");
        return;
    };
    let (days, id) = (next.days, id.map(str::to_owned));
    let index = app
        .work
        .plan
        .entries
        .iter()
        .position(|entry| entry.days == days)
        .unwrap_or(0);
    open_day(app, index, id.as_deref());
}

fn turn_day(app: &mut App, action: Action) {
    let Some(entry) = app.day().map(|day| day.entry) else {
        return;
    };
    let last = app.work.plan.entries.len().saturating_sub(1);
    let turned = if action == Action::NextDay {
        (entry + 1).min(last)
    } else {
        entry.saturating_sub(1)
    };
    if turned != entry {
        open_day(app, turned, None);
    }
}

fn show_author(app: &mut App) {
    let Some(entry) = app.entry() else { return };
    let mut text = entry.author.clone().unwrap_or_default();
    if !entry.see.is_empty() {
        text.push_str("\nSee also:\n");
        text.extend(entry.see.iter().map(|see| format!("  {see}\n")));
    }
    if text.trim().is_empty() {
        app.tell(Tone::Plain, "the author wrote no commands for this day");
        return;
    }
    let title = format!(
        "Day {}, as its author wrote it; daymark does not run this",
        entry.days
    );
    app.screens.push(Screen::Reader(Reader::new(title, &text)));
}

fn show_report(app: &mut App) {
    let text = crate::report::markdown(
        &app.work.plan,
        &app.work.walk,
        &app.walk_name,
        app.now,
        &|_| None,
    );
    let mut reader = Reader::new("Report", &text);
    reader.file = Some(format!("{}-report.md", app.work.plan.id));
    app.screens.push(Screen::Reader(reader));
}

/// Moves to the next line that holds what is looked for.
pub fn find(app: &mut App, step: isize) {
    let (lines, cursor) = lines(app);
    let Some(found) = app.find.next(&lines, cursor, step) else {
        if !app.find.text.is_empty() {
            let text = format!("{} is not here", app.find.text);
            app.tell(Tone::Refused, text);
        }
        return;
    };
    match app.screens.last_mut() {
        None => app.home.cursor = found,
        Some(Screen::Day(day)) => day.cursor = found,
        Some(Screen::Reader(reader)) => reader.top = found,
        _ => {}
    }
}

/// The lines that can be looked through, and the one the cursor is on.
fn lines(app: &App) -> (Vec<String>, usize) {
    match app.screens.last() {
        Some(Screen::Reader(reader)) => (reader.lines.clone(), reader.top),
        Some(Screen::Day(day)) => {
            let titles = |entry: &Entry| {
                let items = (0..Item::count(entry)).filter_map(|cursor| Item::at(entry, cursor));
                items.map(|item| item.title().to_owned()).collect()
            };
            (app.entry().map(titles).unwrap_or_default(), day.cursor)
        }
        _ => {
            let titles = app
                .work
                .plan
                .entries
                .iter()
                .map(|entry| format!("{} {}", entry.days, entry.title));
            (titles.collect(), app.home.cursor)
        }
    }
}

/// Where a move leads in a list of `count` lines; none where the action is no move.
fn moved(action: Action, cursor: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    match action {
        Action::Up => Some(cursor.saturating_sub(1)),
        Action::Down => Some((cursor + 1).min(last)),
        Action::First => Some(0),
        Action::Last => Some(last),
        Action::PageUp => Some(cursor.saturating_sub(SCREENFUL)),
        Action::PageDown => Some((cursor + SCREENFUL).min(last)),
        _ => None,
    }
}

fn scroll_text(top: &mut usize, action: Action, lines: usize) {
    let last = lines.saturating_sub(SCREENFUL);
    *top = moved(action, *top, lines).unwrap_or(*top).min(last);
}
