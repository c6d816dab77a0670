//! What an action does to a step.

use crate::app::app::{App, Screen, Tone};
use crate::app::choice::{Choice, Pick};
use crate::app::decision::carry_out;
use crate::app::words::Purpose;
use crate::app::work::{Command, Consent};
use crate::port::Request;
use crate::progress::{Standing, StepState, step_state};

/// Runs a step, or asks first where its last run left a doubt.
pub fn enter(app: &mut App, id: &str, consent: Consent) -> Vec<Request> {
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
        StepState::Open | StepState::Failed | StepState::Undone => carry_out(app, again),
    }
}

/// Offers what can be done about a run nobody saw the end of.
fn ask_about_lost(app: &mut App, id: &str, state: StepState, again: Command) {
    let Some((_, step)) = app.work.plan.step(id) else {
        return;
    };
    let what = if state == StepState::Interrupted {
        "It was running when daymark or its connection went away; what it did since is not known."
    } else {
        "It ended in a way that daymark could not see."
    };
    let last = app.work.walk.attempts(id).last();
    let when = last.map_or(String::new(), |attempt| {
        format!(
            "It was started on {} by {}, {}.",
            attempt.host,
            attempt.started.operator,
            attempt.started.at.format("%-d %b %H:%M"),
        )
    });
    let words = |state| {
        Pick::Words(Purpose::EndByHand {
            id: id.to_owned(),
            state,
        })
    };
    let ask = step.unless.is_some().then(|| {
        (
            format!("ask {} whether it is done", step.hosts.join(", ")),
            Pick::Command(Command::Done(id.to_owned())),
        )
    });
    let mut answers = vec![("decide later".to_owned(), Pick::Nothing)];
    answers.extend(ask);
    answers.extend([
        ("run it again".to_owned(), Pick::Command(again)),
        ("it is done: I saw it".to_owned(), words(Standing::Passed)),
        ("it failed: I saw it".to_owned(), words(Standing::Failed)),
        (
            "skip it".to_owned(),
            Pick::Words(Purpose::LeaveOut(id.to_owned())),
        ),
    ]);
    let choice = Choice::new(step.title.clone(), answers)
        .tell(what)
        .tell(when);
    app.screens.push(Screen::Choice(choice));
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
