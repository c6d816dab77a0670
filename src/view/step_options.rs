//! On what terms a step runs: when, after what, inside what, for how long.

use super::evidence::verdict_beside_reason;
use super::line::{Line, fold, ink, labelled, prose};
use super::script::script;
use super::theme::Role;
use super::time_format::full_moment;
use crate::app::App;
use crate::plan::{Condition, Step, Wait, duration::format};
use crate::progress::{StepState, step_state_on, wait_until};

/// How wide the column of labels is.
const LABEL: usize = 11;

/// On what terms a step runs, a line or a few for each that its author set.
pub fn step_options(app: &App, step: &Step, room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for condition in &step.when {
        lines.extend(when(app, condition, room));
    }
    let after: Vec<String> = step.after.iter().map(|id| app.title_of(id)).collect();
    let mut say = |label: &str, text: Option<String>| {
        let text = text.filter(|text| !text.is_empty());
        lines.extend(text.map_or_else(Vec::new, |text| told(label, &text, room)));
    };
    say("after", Some(after.join(", ")));
    say("waits", waits(app, step));
    say(
        "retried",
        step.retry.map(|retry| {
            let (every, within) = (format(retry.every), format(retry.within));
            format!("every {every} for {within} while it fails")
        }),
    );
    say(
        "at most",
        step.timeout.map(|limit| {
            let then = if limit.kills {
                "then it is ended without asking"
            } else {
                "then you are asked"
            };
            format!("{}, {then}", format(limit.after))
        }),
    );
    say(
        "in turn",
        step.serial.map(|count| match count {
            1 => "one host after another; one failure stops the rest".to_owned(),
            count => format!("{count} hosts at a time; one failure stops the rest"),
        }),
    );
    say("inside", Some(step.inside.join(" › ")));
    say(
        "saves",
        step.save.as_ref().map(|save| match &save.pattern {
            None => format!("its output as {}", save.variable),
            Some(pattern) => format!("what matches {pattern} as {}", save.variable),
        }),
    );
    let flags = [
        (
            step.interactive,
            "keyboard",
            "goes to its pane until its end",
        ),
        (
            step.disconnects,
            "cuts",
            "its own connection; its unless tells how it ended",
        ),
        (
            step.detach,
            "detached",
            "goes on without a connection, and is picked up by the next",
        ),
    ];
    for (_, label, text) in flags.into_iter().filter(|(set, ..)| *set) {
        say(label, Some(text.to_owned()));
    }
    say(
        "link",
        step.link
            .as_ref()
            .map(|link| format!("{link} (l opens it, y copies it)")),
    );
    for guard in &step.guards {
        lines.extend(guarded(app, guard, room));
    }
    lines
}

fn told(label: &str, text: &str, room: usize) -> Vec<Line> {
    let body = prose(text, Role::Muted, room.saturating_sub(LABEL));
    labelled(label, Role::Faint, LABEL, &body)
}

fn when(app: &App, condition: &Condition, room: usize) -> Vec<Line> {
    match condition {
        Condition::Variable { name, is: None } => {
            told("only when", &format!("{name} has a value"), room)
        }
        Condition::Variable { name, is: Some(is) } => {
            told("only when", &format!("{name} matches {is}"), room)
        }
        Condition::Step { id, is } => {
            let text = format!("{} is {}", app.title_of(id), is.word());
            told("only when", &text, room)
        }
        Condition::Script { hosts, run, .. } => {
            let on = if hosts.is_empty() {
                String::new()
            } else {
                format!(" on {}", hosts.join(", "))
            };
            let mut lines = told("only when", &format!("this succeeds{on}:"), room);
            lines.extend(script(run, room));
            lines
        }
    }
}

fn waits(app: &App, step: &Step) -> Option<String> {
    Some(match step.wait.as_ref()? {
        Wait::For(time) => {
            let (sheet, _) = app.engine.plan().step(&step.id)?;
            let ends = wait_until(sheet, step, app.engine.walk());
            let until = ends.map_or(String::new(), |time| {
                format!(": until {}", full_moment(time, app.today()))
            });
            format!("{} after the step before it{until}", format(*time))
        }
        Wait::Until { check, within } => format!(
            "until this holds, for {} at most: {}",
            format(*within),
            app.title_of(check)
        ),
    })
}

/// A guard, and what it said last.
fn guarded(app: &App, name: &str, room: usize) -> Vec<Line> {
    let guard = app.engine.plan().guard(name);
    let about = guard.map_or(name, |guard| guard.check.text.as_str());
    let mut body = prose(about, Role::Muted, room.saturating_sub(LABEL));
    if let Some((ended, said)) = app.engine.walk().guard(name) {
        let mut told = verdict_beside_reason(ended);
        let at = full_moment(said.at, app.today());
        told.push(ink(format!(" {at}  {}", ended.reason), Role::Muted));
        body.extend(
            fold(&told, room.saturating_sub(LABEL))
                .into_iter()
                .map(Line::new),
        );
    }
    labelled("guard", Role::Faint, LABEL, &body)
}

/// One result a host, where a step has several.
pub fn by_host(app: &App, step: &Step, room: usize) -> Vec<Line> {
    if step.hosts.len() < 2 {
        return Vec::new();
    }
    let column = step.hosts.iter().map(|host| super::text::width(host)).max();
    let column = column.unwrap_or(0) + 2;
    let line = |host: &String| {
        let walk = app.engine.walk();
        let state = step_state_on(step, host, walk);
        let attempt = walk.last_attempt(&step.id, host);
        let ended = attempt.and_then(|attempt| attempt.ended.as_ref());
        let mut told = vec![super::icons::step_icon(state), ink(" ", Role::Text)];
        told.push(ink(format!("{host:<column$}"), Role::Text));
        match ended {
            Some((ended, said)) if state != StepState::Open => {
                told.extend(verdict_beside_reason(ended));
                let at = full_moment(said.at, app.today());
                let length = super::time_format::length(ended.seconds);
                told.push(ink(
                    format!("  {length}  {at}  {}", ended.reason),
                    Role::Muted,
                ));
            }
            _ => told.push(ink(state.word(), Role::Muted)),
        }
        fold(&told, room)
            .into_iter()
            .map(Line::new)
            .collect::<Vec<_>>()
    };
    step.hosts.iter().flat_map(line).collect()
}
