//! The screens of the README: the built-in plan in the middle of its second day.

use daymark::app::{Item, PromptPurpose, Screen, When};
use daymark::port::{Fetched, Response, Value};
use daymark::progress::{DayState, StepState, check_state, day_state, step_state};

use crate::acting::Stage;

/// The built-in plan, opened for the first time.
pub fn built_in(columns: u16, rows: u16) -> Stage {
    Stage::new(&daymark::service::built_in_files(), columns, rows)
}

/// The home screen.
pub fn home() -> Stage {
    let mut stage = second_day(120, 40);
    stage.keys("esc");
    stage
}

/// A day's screen.
pub fn day() -> Stage {
    second_day(120, 44)
}

/// Day 1 is done, and the firewall of day 2 has just failed.
fn second_day(columns: u16, rows: u16) -> Stage {
    let mut stage = built_in(columns, rows);
    stage.keys(
        "= \"senex.example.com\" enter \"203.0.113.7\" enter \
         \"SHA256:pbEoTBJvVnGk5CyXDMRuPzqPzj9mFmVZpoPDgHPDaOo\" ctrl-s enter",
    );
    stage.will("admin-sudo", 0, 1.0, "root\n");
    walk_until(&mut stage, None);
    stage.pass(24 * 60 * 60).keys("c");
    stage
        .will("podman-offered", 0, 2.0, "podman 5.4.2\n")
        .will(
            "upgrade",
            0,
            131.0,
            "0 upgraded, 0 newly installed, 0 to remove.\n",
        )
        .will("packages", 0, 48.0, "Setting up podman (5.4.2+ds1-1) ...\n")
        .will(
            "firewall",
            1,
            2.0,
            "Default incoming policy changed to 'deny'\n\
             (be sure to update your rules accordingly)\n\
             Rule added\nRule added (v6)\n\
             \x1b[31mERROR: problem running ufw-init\x1b[m\niptables-restore: line 77 failed\n",
        );
    walk_until(&mut stage, Some("firewall"));
    walk_on(&mut stage);
    while stage.app.when() != When::Day {
        walk_on(&mut stage);
    }
    // The next key closes the notice, so that the footer shows the keys again.
    stage.keys("tab tab");
    stage
}

/// Continues until the cursor is on a step, or the day is done.
fn walk_until(stage: &mut Stage, id: Option<&str>) {
    for _ in 0..200 {
        let chosen = stage.app.item().map(|item| item.id());
        if stage.app.when() == When::Day && (chosen == id || (id.is_none() && is_done(stage))) {
            return;
        }
        walk_on(stage);
    }
    panic!("the walk does not come to its end");
}

fn is_done(stage: &Stage) -> bool {
    let entry = stage.app.entry().expect("a day is open");
    day_state(entry, stage.app.engine.walk()) == DayState::Done
}

/// Does what the screen asks for. The password store has every secret.
fn walk_on(stage: &mut Stage) {
    let fetching = stage.app.engine.fetching().next().map(str::to_owned);
    if let Some(variable) = fetching {
        let fetched = Fetched::Found(Value::secret("correct0horse0battery0staple"));
        stage.receive(Response::Fetched { variable, fetched });
        return;
    }
    match stage.app.when() {
        When::Day => act_on_item(stage),
        When::Dialog => {
            stage.keys("down enter");
        }
        When::TextLine => {
            let Some(Screen::TextPrompt(words)) = stage.app.screens.last() else {
                return;
            };
            if let PromptPurpose::NameHost { host, .. } = words.purpose.clone() {
                stage.keys(&format!("\"{host}\" enter"));
            }
        }
        _ => {
            stage.keys("\"As the console shows it.\" ctrl-s");
        }
    }
}

/// Runs a step or a check. Skips a step that fails here.
fn act_on_item(stage: &mut Stage) {
    let walk = stage.app.engine.walk();
    let keys = match stage.app.item() {
        Some(Item::Check(check)) if check_state(check, walk).is_done() => "down",
        Some(Item::Check(check))
            if check.run.is_some() && walk.check_runs(&check.id).is_empty() =>
        {
            "v"
        }
        Some(Item::Check(_)) => "space",
        Some(Item::Step(step)) if step_state(step, walk) == StepState::Failed => "s",
        _ => "enter",
    };
    stage.keys(keys);
}
