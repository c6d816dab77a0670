//! Chooses the keys in the footer of a day.

use ratatui::layout::Rect;

use super::scene::Hints;
use crate::app::{Action, App, Day, Focus, Item, asking, day_layout};
use crate::plan::{Procedure, Step};
use crate::port::ConnectionState;
use crate::progress::{StepState, Walk, check_state, is_applied_on, step_state};

/// Returns the difference between the keys of a day and the key table.
pub fn day_hints(app: &App, day: &Day, whole: Rect) -> Hints {
    let mut hidden = hidden_on_item(app);
    let beside = day_layout(whole.width, whole.height, false, false);
    if day.zoom || !beside.details.is_empty() {
        hidden.push(Action::Details);
    }
    if app.engine.jobs().is_empty() {
        hidden.push(Action::Stop);
        if day.focus == Focus::Pane {
            hidden.push(Action::SetResult);
        }
    }
    hidden.extend(hidden_on_host(app));
    Hints {
        hidden,
        named: named(app, day),
    }
}

/// Returns the keys that come first: answer a host, set an unknown result, run again.
fn named(app: &App, day: &Day) -> Vec<(Action, &'static str)> {
    if day.focus != Focus::List {
        return Vec::new();
    }
    let host = app.pane_host();
    let mut named = Vec::new();
    if asking(&app.engine).any(|(other, _)| Some(other) == host) {
        named.push((Action::Pane, "answer"));
    }
    if let Some(Item::Step(step)) = app.item() {
        match step_state(step, app.engine.walk()) {
            StepState::Interrupted | StepState::Unknown => {
                named.push((Action::Enter, "choose"));
            }
            StepState::Passed => named.push((Action::Enter, "run again")),
            _ => {}
        }
    }
    named
}

/// Returns the actions that have no effect on the host in the pane.
fn hidden_on_host(app: &App) -> Vec<Action> {
    let host = app.pane_host().unwrap_or_default();
    let mut hidden = Vec::new();
    let process = app.engine.hosts().foreground(host);
    if !process.is_some_and(|process| process.is_shell) {
        hidden.push(Action::Attach);
    }
    let in_trouble = matches!(
        app.engine.hosts().connection(host),
        Some(
            ConnectionState::Retrying { .. }
                | ConnectionState::Refused(_)
                | ConnectionState::Lost(_)
        )
    );
    if !in_trouble {
        hidden.push(Action::Reconnect);
    }
    let is_alone = app.engine.jobs().iter().all(|job| job.host == host);
    if is_alone && asking(&app.engine).all(|(other, _)| other == host) {
        hidden.push(Action::NextPane);
    }
    hidden
}

/// Returns the actions that have no effect on the chosen step or check.
fn hidden_on_item(app: &App) -> Vec<Action> {
    let walk = app.engine.walk();
    let mut hidden = match app.item() {
        Some(Item::Step(step)) => hidden_on_step(step, walk),
        Some(Item::Check(check)) => {
            let mut hidden = vec![
                Action::Enter,
                Action::Skip,
                Action::SetResult,
                Action::Undo,
                Action::OpenLink,
            ];
            if check.run.is_none() {
                hidden.push(Action::Verify);
            }
            hidden
        }
        None => vec![
            Action::Enter,
            Action::Verify,
            Action::Tick,
            Action::Skip,
            Action::SetResult,
            Action::Undo,
            Action::OpenLink,
        ],
    };
    let begins = match app.procedure() {
        Some(Procedure::Recurring(_)) => true,
        Some(procedure) => {
            let mut before = procedure.before().iter();
            before.any(|check| !check_state(check, walk).is_done())
        }
        None => false,
    };
    if !begins {
        hidden.push(Action::Begin);
    }
    let id = app.item().map(|item| item.id()).unwrap_or_default();
    if walk.attempts(id).is_empty() && walk.check_runs(id).is_empty() {
        hidden.push(Action::Output);
    }
    hidden
}

fn hidden_on_step(step: &Step, walk: &Walk) -> Vec<Action> {
    let mut hidden = vec![Action::Verify];
    hidden.push(if step.is_manual() {
        Action::Enter
    } else {
        Action::Tick
    });
    if step.link.is_none() {
        hidden.push(Action::OpenLink);
    }
    let has_undo = step.undo.is_some() || !step.files().is_empty();
    let is_applied = |host: &String| is_applied_on(&step.id, host, walk);
    if !has_undo || !step.hosts.iter().any(is_applied) {
        hidden.push(Action::Undo);
    }
    match step_state(step, walk) {
        StepState::Running => hidden.extend([Action::Enter, Action::Skip]),
        StepState::Interrupted | StepState::Unknown => {}
        _ => hidden.push(Action::SetResult),
    }
    hidden
}
