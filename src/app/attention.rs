//! The list of everything that needs the operator's attention.

use crate::app::engine::Engine;
use crate::plan::{Check, Procedure, Recurring, Step};
use crate::port::ConnectionState;
use crate::progress::{
    CheckState, StepState, changed_since_run, check_state, interrupted, is_of_undo, next_check_at,
    other_values_of_check, other_values_of_step, outdated_by, recurrence, step_state, wait_until,
};

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// The sign before it: `?`, `✗`, `!` or `○`.
    pub sign: char,
    /// The title, a colon and the reason.
    pub text: String,
    /// The id of its procedure.
    pub day: String,
    /// The step, check or recurring work.
    pub id: String,
}

/// Returns everything that needs attention. Hosts that wait for an answer come first, then
/// interrupted runs. Failures, doubts and due work follow in the plan's order.
pub fn attention(engine: &Engine) -> Vec<Attention> {
    let mut found: Vec<Attention> = asking(engine)
        .map(|(host, what)| asks(engine, host, what))
        .collect();
    for lost in interrupted(engine.plan(), engine.walk()) {
        found.push(Attention {
            sign: '?',
            text: format!("{}: interrupted on {}", lost.step.title, lost.host),
            day: lost.procedure.id(),
            id: lost.step.id.clone(),
        });
    }
    for procedure in engine.plan().procedures() {
        let day = procedure.id();
        let mut add = |sign, text: String, id: &str| {
            found.push(Attention {
                sign,
                text,
                day: day.clone(),
                id: id.to_owned(),
            });
        };
        for step in procedure.steps() {
            if let Some((sign, text)) = of_step(engine, procedure, step) {
                add(sign, text, &step.id);
            }
        }
        for check in procedure.all_checks() {
            if let Some((sign, text)) = of_check(engine, check) {
                add(sign, text, &check.id);
            }
        }
        if let Procedure::Recurring(recurring) = procedure
            && let Some(text) = of_recurring(engine, recurring)
        {
            add('○', text, &recurring.id);
        }
    }
    found
}

fn asks(engine: &Engine, host: &str, what: &str) -> Attention {
    let steps = engine.jobs().iter().filter(|job| job.host == host);
    let checks = engine
        .check_jobs()
        .iter()
        .filter(|check_job| check_job.host == host);
    let mut ids = steps
        .map(|job| &job.id)
        .chain(checks.map(|check_job| &check_job.id));
    let id = ids.next().cloned().unwrap_or_default();
    Attention {
        sign: '?',
        text: format!("{host} asks: {what} (w shows its pane)"),
        day: engine.day_of(&id),
        id,
    }
}

fn of_step(engine: &Engine, procedure: Procedure<'_>, step: &Step) -> Option<(char, String)> {
    let title = &step.title;
    match step_state(step, engine.walk()) {
        StepState::Failed if is_of_undo(step, engine.walk()) => {
            Some(('✗', format!("{title}: undo failed")))
        }
        StepState::Failed => Some(('✗', format!("{title}: failed"))),
        StepState::Unknown => Some(('?', format!("{title}: result unknown"))),
        StepState::Passed if changed_since_run(step, engine.walk()).is_some() => {
            let text = format!("{title}: changed in the plan since it ran");
            Some(('!', text))
        }
        StepState::Passed => {
            let other = other_values_of_step(engine.plan(), step, engine.walk());
            let names: Vec<&str> = other.iter().map(|other| other.name).collect();
            let text = format!("{title}: used another value of {}", names.join(", "));
            (!names.is_empty()).then_some(('!', text))
        }
        StepState::Open => {
            let ends = wait_until(procedure, step, engine.walk())?;
            (ends <= engine.now()).then(|| ('○', format!("{title}: the wait is over")))
        }
        _ => None,
    }
}

fn of_check(engine: &Engine, check: &Check) -> Option<(char, String)> {
    let text = &check.text;
    let other = other_values_of_check(engine.plan(), check, engine.walk());
    match check_state(check, engine.walk()) {
        CheckState::Open if outdated_by(check, engine.walk()).is_some() => {
            Some(('!', format!("{text}: stale, a step was undone")))
        }
        CheckState::Failed => Some(('✗', format!("{text}: failed"))),
        CheckState::Drifted => Some(('!', format!("{text}: drifted"))),
        CheckState::Unknown => Some(('?', format!("{text}: unknown"))),
        CheckState::Passed if !other.is_empty() => {
            let names: Vec<&str> = other.iter().map(|other| other.name).collect();
            let names = names.join(", ");
            Some(('!', format!("{text}: used another value of {names}")))
        }
        CheckState::Warned => Some(('!', format!("{text}: passed with a warning"))),
        _ => {
            let due = next_check_at(check, engine.walk())?;
            (due <= engine.now()).then(|| ('○', format!("{text}: due to run again")))
        }
    }
}

fn of_recurring(engine: &Engine, recurring: &Recurring) -> Option<String> {
    let stands = recurrence(
        engine.plan(),
        recurring,
        engine.walk(),
        engine.now().date_naive(),
    );
    let due = stands.due?;
    let missed = match stands.missed.len() {
        0 => String::new(),
        1 => ", missed once".to_owned(),
        count => format!(", missed {count} times"),
    };
    let due = due.format("%-d %b");
    Some(format!("{}: due since {due}{missed}", recurring.what))
}

/// Returns the hosts that wait for an answer, such as a password, and their questions.
pub fn asking(engine: &Engine) -> impl Iterator<Item = (&str, &str)> {
    let hosts = engine.hosts();
    let connecting = hosts.connections().filter_map(|(host, state)| match state {
        ConnectionState::Asking(question) => Some((host, question.as_str())),
        _ => None,
    });
    let hidden = hosts
        .foregrounds()
        .filter(|(_, process)| process.hides_keys);
    connecting.chain(hidden.map(|(host, process)| (host, process.command.as_str())))
}
