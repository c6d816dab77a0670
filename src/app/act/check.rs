//! What an action does to a check.

use crate::app::app::{App, Screen, Tone};
use crate::app::choice::{Choice, Pick};
use crate::app::decision::carry_out;
use crate::app::words::Purpose;
use crate::app::work::Command;
use crate::plan::Sheet;
use crate::port::Request;
use crate::progress::{CheckState, check_state};

/// Ticks or unticks a check, or asks which way where it has a command.
pub fn tick(app: &mut App, id: &str) -> Vec<Request> {
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
    let choice = Choice::new(check.text.clone(), answers).tell(format!(
        "Its command is asked on {}.",
        check.hosts.join(", ")
    ));
    app.screens.push(Screen::Choice(choice));
    Vec::new()
}

/// Asks every check of the day that has a command.
pub fn verify_all(app: &mut App) -> Vec<Request> {
    let with_command = |sheet: Sheet<'_>| -> Vec<String> {
        sheet
            .checks()
            .iter()
            .filter(|check| check.run.is_some())
            .map(|check| check.id.clone())
            .collect()
    };
    let ids = app.sheet().map(with_command).unwrap_or_default();
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
        .flat_map(|id| carry_out(app, Command::Verify(id)))
        .collect()
}
