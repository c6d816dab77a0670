//! Actions on a whole procedure.

use crate::app::app::{App, NoticeLevel};
use crate::app::confirm::execute;
use crate::app::engine::Command;
use crate::app::screens::dialog::{Dialog, DialogAction};
use crate::app::screens::screen::Screen;
use crate::plan::Procedure;
use crate::port::Request;
use crate::progress::{needs_check, step_state};

/// Runs the checks that must pass before the procedure, or starts recurring work.
pub fn begin(app: &mut App) -> Vec<Request> {
    let command = match app.procedure() {
        Some(Procedure::Recurring(work)) => Command::BeginRound(work.id.clone()),
        Some(procedure) if !procedure.before().is_empty() => Command::VerifyBefore(procedure.id()),
        Some(_) | None => {
            app.notify(NoticeLevel::Plain, "No checks run before this.");
            return Vec::new();
        }
    };
    execute(app, command)
}

/// Asks whether to run everything that is open in the procedure, from a step on.
pub fn ask_run_all(app: &mut App, from: Option<&str>) {
    let Some(procedure) = app.procedure() else {
        return;
    };
    let walk = app.engine.walk();
    let steps = procedure.steps().iter();
    let steps = steps
        .skip_while(|step| from.is_some_and(|from| step.id != from))
        .filter(|step| !step_state(step, walk).is_done())
        .count();
    let checks = procedure.checks().iter();
    let checks = checks
        .filter(|check| needs_check(procedure, check, walk))
        .count();
    if steps + checks == 0 {
        return app.notify(NoticeLevel::Plain, "Everything that can run here is done.");
    }
    let command = Command::RunAll {
        day: procedure.id(),
        from: from.map(str::to_owned),
    };
    let answers = vec![
        ("Do not run".to_owned(), DialogAction::Nothing),
        ("Run in order".to_owned(), DialogAction::Command(command)),
    ];
    let title = format!(
        "Run {} and {}?",
        counted(steps, "step"),
        counted(checks, "check")
    );
    let choice = Dialog::new(title, answers)
        .notice("The run stops at the first failure, and before the first step that needs you.");
    app.screens.push(Screen::Dialog(choice));
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}
