//! What an action does to a step.

use super::difference::compare;
use crate::app::app::{App, Screen, Tone};
use crate::app::choice::{Choice, Pick};
use crate::app::decision::carry_out;
use crate::app::lost::Lost;
use crate::app::words::Purpose;
use crate::app::work::{Command, Consent, Until};
use crate::plan::Step;
use crate::port::Request;
use crate::progress::{Standing, StepState, Walk, revised, step_state};

/// Runs a step, or asks first where its last run left a doubt.
pub fn enter(app: &mut App, id: &str, consent: Consent) -> Vec<Request> {
    let Some((_, step)) = app.work.plan.step(id) else {
        return Vec::new();
    };
    if step.is_manual() {
        app.ask_words(Purpose::Attest(id.to_owned()));
        return Vec::new();
    }
    // To ask whether what is done is to be done again would ask what was just said.
    let said_so = consent.without_unless;
    let again = Command::Run {
        id: id.to_owned(),
        consent,
    };
    if app.work.held().iter().any(|held| held.id == id) {
        ask_about_wait(app, id, again);
        return Vec::new();
    }
    let copies = !step.files().is_empty();
    match step_state(step, &app.work.walk) {
        StepState::Interrupted | StepState::Unknown => {
            ask_about_lost(app, id, again);
            Vec::new()
        }
        StepState::Passed | StepState::Skipped if said_so => carry_out(app, again),
        StepState::Passed | StepState::Skipped => {
            let choice = is_done(step, &app.work.walk, again);
            app.screens.push(Screen::Choice(choice));
            Vec::new()
        }
        StepState::Running => {
            app.tell(
                Tone::Refused,
                "it is running: tab goes to its pane, S stops it, x says how it ended",
            );
            Vec::new()
        }
        StepState::Open | StepState::Failed | StepState::Undone if copies => {
            compare(app, id, again)
        }
        StepState::Open | StepState::Failed | StepState::Undone => carry_out(app, again),
    }
}

/// Offers what can be done about a step that is done.
fn is_done(step: &Step, walk: &Walk, again: Command) -> Choice {
    let title = format!("{} is done already", step.title);
    let mut answers = vec![
        ("leave it".to_owned(), Pick::Nothing),
        ("run it again".to_owned(), Pick::Command(again)),
    ];
    if revised(step, walk).is_none() {
        return Choice::new(title, answers);
    }
    let stands = Purpose::EndByHand {
        id: step.id.clone(),
        state: Standing::Passed,
    };
    answers.push((
        "it stands, as it was done: I looked".to_owned(),
        Pick::Words(stands),
    ));
    Choice::new(title, answers).tell("The plan was changed since: it would do something else now.")
}

/// Offers what can be done about a step that waits for its time.
fn ask_about_wait(app: &mut App, id: &str, run: Command) {
    let until = app.work.held().iter().find(|held| held.id == id);
    let until = match until.map(|held| &held.until) {
        Some(Until::Time(time)) => format!("It waits until {}.", time.format("%-d %b %H:%M")),
        Some(Until::Check { id, by }) => format!(
            "It waits until this holds: {}. It is given up at {}.",
            app.title_of(id),
            by.format("%-d %b %H:%M")
        ),
        None => String::new(),
    };
    let command = Box::new(run.agreeing(|consent| consent.without_wait = true));
    let id = id.to_owned();
    let answers = vec![
        ("wait".to_owned(), Pick::Nothing),
        (
            "run it now, with a reason".to_owned(),
            Pick::Words(Purpose::RunNow {
                id: id.clone(),
                command,
            }),
        ),
        (
            "give it up".to_owned(),
            Pick::Command(Command::GiveUp(id.clone())),
        ),
    ];
    let choice = Choice::new(app.title_of(&id), answers).tell(until);
    app.screens.push(Screen::Choice(choice));
}

/// Offers what can be done about a run nobody saw the end of.
fn ask_about_lost(app: &mut App, id: &str, again: Command) {
    app.screens.push(Screen::Lost(Lost {
        id: id.to_owned(),
        cursor: 0,
        again,
        waits: false,
        looked: None,
    }));
}

/// Asks how a run ended that daymark cannot judge.
pub fn ask_end(app: &mut App, id: &str, state: StepState) {
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
