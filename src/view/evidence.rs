//! What was run, asked and said about a step or check, newest first.

use super::line::{Line, Span, fold, ink, labelled, prose};
use super::theme::Role;
use super::time_format::{full_moment, length};
use crate::app::App;
use crate::progress::{Attribution, Deviation, ManualDecision, Outcome, OutcomeSource, RunResult};

/// How many runs or answers are told.
const SHOWN: usize = 3;

/// How wide the column of labels is.
pub const LABEL: usize = 11;

/// The last runs of a step, and what people said about it.
pub fn of_step(app: &App, id: &str, room: usize) -> Vec<Line> {
    let mut lines = quoted(app, id, room);
    for attempt in app.engine.walk().attempts(id).iter().rev().take(SHOWN) {
        let told = match &attempt.ended {
            Some((ended, said)) => ended_text(app, ended, said, &attempt.host),
            None => {
                let mut jobs = app.engine.jobs().iter();
                let runs = jobs.any(|job| job.id == id && job.host == attempt.host);
                began_text(app, &attempt.started, &attempt.host, runs)
            }
        };
        let label = format!("attempt {}", attempt.number);
        let because = attempt.ended.as_ref().map(|(ended, _)| ended);
        lines.extend(entry(&label, &told, because, room));
        if attempt.ended.is_none() {
            lines.extend(unsaved(app, id, &attempt.host));
        }
    }
    lines.extend(deviations(app, Some(id), room));
    lines
}

/// The newest answers to a check, and what people said about it.
pub fn of_check(app: &App, id: &str, room: usize) -> Vec<Line> {
    let mut lines = quoted(app, id, room);
    for asking in app.engine.walk().check_runs(id).iter().rev().take(SHOWN) {
        let told = match &asking.ended {
            Some((ended, said)) => ended_text(app, ended, said, &asking.host),
            None => began_text(
                app,
                &asking.started,
                &asking.host,
                app.engine.is_checking(id),
            ),
        };
        let because = asking.ended.as_ref().map(|(ended, _)| ended);
        lines.extend(entry("result", &told, because, room));
        if asking.ended.is_none() {
            lines.extend(unsaved(app, id, &asking.host));
        }
    }
    for (host, ended) in app.engine.previews().check(id) {
        let mut told = verdict_beside_reason(ended);
        told.push(ink(format!(" on {host}, not recorded"), Role::Muted));
        lines.extend(entry("preview", &told, Some(ended), room));
    }
    lines.extend(deviations(app, Some(id), room));
    lines
}

/// What was done otherwise on a day, or about one step or check of it.
pub fn deviations(app: &App, id: Option<&str>, room: usize) -> Vec<Line> {
    let day = app.procedure().map(crate::plan::Procedure::id);
    let belongs = |deviation: &&Deviation| {
        deviation.id.as_deref() == id && (id.is_some() || Some(&deviation.day) == day.as_ref())
    };
    let all = &app.engine.walk().deviations;
    all.iter()
        .filter(belongs)
        .flat_map(|deviation| words(app, "deviation", "", &deviation.said, room))
        .collect()
}

/// A person's word that stands over what was run.
fn quoted(app: &App, id: &str, room: usize) -> Vec<Line> {
    match app.engine.walk().fix(id) {
        Some(ManualDecision::Attested(said)) => words(app, "attested", "", said, room),
        Some(ManualDecision::LeftOut(said)) => words(app, "left out", "", said, room),
        Some(ManualDecision::Unticked(said)) => words(
            app,
            "unticked",
            "must pass or be attested again",
            said,
            room,
        ),
        None => Vec::new(),
    }
}

fn words(app: &App, label: &str, otherwise: &str, said: &Attribution, room: usize) -> Vec<Line> {
    let by = format!("{} by {}", full_moment(said.at, app.today()), said.operator);
    let text = if said.text.is_empty() {
        otherwise
    } else {
        &said.text
    };
    let mut body = vec![Line::of(by, Role::Muted)];
    body.extend(prose(text, Role::Text, room.saturating_sub(LABEL)));
    labelled(label, Role::Faint, LABEL, &body)
}

fn entry(label: &str, told: &[Span], ended: Option<&RunResult>, room: usize) -> Vec<Line> {
    let room = room.saturating_sub(LABEL);
    let mut body: Vec<Line> = fold(told, room).into_iter().map(Line::new).collect();
    if let Some(ended) = ended {
        if !ended.reason.is_empty() {
            body.extend(prose(&ended.reason, Role::Text, room));
        }
        if let Some(output) = &ended.output {
            let text = format!("output: {} (o shows it)", output.file);
            body.extend(prose(&text, Role::Faint, room));
            if let Some(cut) = &output.cut {
                body.extend(prose(&cut.text(), Role::Warned, room));
            }
        }
    }
    labelled(label, Role::Faint, LABEL, &body)
}

fn ended_text(app: &App, ended: &RunResult, said: &Attribution, host: &str) -> Vec<Span> {
    let mut told = verdict_beside_reason(ended);
    let when = full_moment(said.at, app.today());
    let after = match ended.state {
        Outcome::NotRun => String::new(),
        _ => format!(" after {}", length(ended.seconds)),
    };
    let text = format!(" on {host}{after}, {when} by {}", said.operator);
    told.push(ink(text, Role::Muted));
    told
}

/// A run whose end nobody saw yet is told as lost only where nobody waits for it.
fn began_text(app: &App, started: &Attribution, host: &str, runs: bool) -> Vec<Span> {
    let when = full_moment(started.at, app.today());
    let end = if runs { "" } else { "; no result" };
    let text = format!("started on {host}, {when} by {}{end}", started.operator);
    vec![ink(text, Role::Running)]
}

/// How a run ended whose end is not on disk.
fn unsaved(app: &App, id: &str, host: &str) -> Vec<Line> {
    let Some(ended) = app.engine.unsaved_end(id, host) else {
        return Vec::new();
    };
    let mut told = verdict(ended);
    told.push(ink(", but this is not on disk", Role::Failed));
    labelled("ended", Role::Faint, LABEL, &[Line::new(told)])
}

/// How a run or an asking ended, in words.
pub fn verdict(ended: &RunResult) -> Vec<Span> {
    let (word, role) = match ended.state {
        Outcome::Passed => ("passed", Role::Passed),
        Outcome::Warned => ("warned", Role::Warned),
        Outcome::Failed => ("failed", Role::Failed),
        Outcome::Unknown => ("unknown", Role::Warned),
        Outcome::NotRun => ("not run", Role::Warned),
        Outcome::Skipped => ("skipped", Role::Muted),
    };
    let how = match (ended.source, ended.exit) {
        (OutcomeSource::Unless, _) => " by `unless`".to_owned(),
        (OutcomeSource::When, _) => " by `when`".to_owned(),
        (OutcomeSource::Equal, _) => ": already there".to_owned(),
        (OutcomeSource::Edited, _) => ": a file was edited".to_owned(),
        (OutcomeSource::Guard, _) => ": a guard did not pass".to_owned(),
        (OutcomeSource::Operator, _) => " by operator".to_owned(),
        (_, Some(exit)) if ended.state != Outcome::Passed => format!(", exit {exit}"),
        _ => String::new(),
    };
    vec![ink(format!("{word}{how}"), role)]
}

/// The same where its reason stands beside it, which may name the exit status itself.
pub fn verdict_beside_reason(ended: &RunResult) -> Vec<Span> {
    let named = |exit: &i32| ended.reason.contains(&format!("exit {exit}"));
    let exit = ended.exit.filter(|exit| !named(exit));
    verdict(&RunResult {
        exit,
        ..ended.clone()
    })
}
