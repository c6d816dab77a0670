//! Beginning a sheet, and going through it.

use crate::app::app::{App, Screen, Tone};
use crate::app::choice::{Choice, Pick};
use crate::app::decision::carry_out;
use crate::app::work::Command;
use crate::plan::Sheet;
use crate::port::Request;
use crate::progress::{is_due_to_be_asked, step_state};

/// Asks what must hold before the sheet; recurring work is opened once more.
pub fn begin(app: &mut App) -> Vec<Request> {
    let command = match app.sheet() {
        Some(Sheet::Recurring(work)) => Command::BeginRound(work.id.clone()),
        Some(sheet) if !sheet.before().is_empty() => Command::VerifyBefore(sheet.id()),
        Some(_) | None => {
            app.tell(Tone::Plain, "nothing has to hold before this");
            return Vec::new();
        }
    };
    carry_out(app, command)
}

/// Asks whether all that is open on the sheet is to be run, from a step on.
pub fn ask_run_on(app: &mut App, from: Option<&str>) {
    let Some(sheet) = app.sheet() else { return };
    let walk = &app.work.walk;
    let steps = sheet.steps().iter();
    let steps = steps
        .skip_while(|step| from.is_some_and(|from| step.id != from))
        .filter(|step| !step_state(step, walk).is_done())
        .count();
    let checks = sheet.checks().iter();
    let checks = checks
        .filter(|check| is_due_to_be_asked(sheet, check, walk))
        .count();
    if steps + checks == 0 {
        return app.tell(Tone::Plain, "nothing that can be run is open here");
    }
    let command = Command::RunOn {
        day: sheet.id(),
        from: from.map(str::to_owned),
    };
    let answers = vec![
        ("do not run them".to_owned(), Pick::Nothing),
        (
            "run them one after another".to_owned(),
            Pick::Command(command),
        ),
    ];
    let title = format!(
        "Run {}, then ask {}?",
        counted(steps, "step"),
        counted(checks, "check")
    );
    let choice = Choice::new(title, answers)
        .tell("It stops at the first that fails, and before the first that wants you.");
    app.screens.push(Screen::Choice(choice));
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}
