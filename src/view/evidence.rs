//! The attempts, decisions and deviations of a step or check.

use super::line::{Line, Span, fold, labelled, prose, span};
use super::theme::Role;
use super::time_format::{full_moment, length};
use crate::app::App;
use crate::progress::{Attribution, Deviation, ManualDecision, Outcome, OutcomeSource, RunResult};
use crate::report::{AttemptKind, ItemAttempt, SectionItem, outcome_text};

/// The number of attempts.
const SHOWN: usize = 3;

/// The width of the column of labels.
pub const LABEL: usize = 11;

/// Draws the newest attempts of a step or check, with decisions and deviations.
pub fn of_item(app: &App, item: &SectionItem<'_>, room: usize) -> Vec<Line> {
    let mut lines = item
        .decision
        .map_or_else(Vec::new, |decision| quoted(app, decision, room));
    for attempt in item.attempts().rev().take(SHOWN) {
        lines.extend(attempt_lines(app, item.id(), &attempt, room));
    }
    for (host, result) in app.engine.previews().check(item.id()) {
        let mut spans = verdict_beside_reason(result);
        spans.push(span(format!(" on {host}, not recorded"), Role::Muted));
        lines.extend(entry("preview", &spans, Some(result), room));
    }
    lines.extend(deviations(app, &item.deviations, room));
    lines
}

fn attempt_lines(app: &App, id: &str, attempt: &ItemAttempt<'_>, room: usize) -> Vec<Line> {
    let host = attempt.host;
    let label = match attempt.kind {
        AttemptKind::Check => "result".to_owned(),
        AttemptKind::Run | AttemptKind::Undo => format!("attempt {}", attempt.number),
    };
    if let Some((result, attribution)) = attempt.ended {
        let spans = ended_text(app, result, attribution, host);
        return entry(&label, &spans, Some(result), room);
    }
    let mut jobs = app.engine.jobs().iter();
    let runs = app.engine.is_checking(id) || jobs.any(|job| job.id == id && job.host == host);
    let mut lines = entry(
        &label,
        &began_text(app, attempt.started, host, runs),
        None,
        room,
    );
    lines.extend(unsaved(app, id, host));
    lines
}

/// Draws the deviations of the open procedure that belong to no item.
pub fn deviations_of_day(app: &App, room: usize) -> Vec<Line> {
    let day = app.procedure().map(crate::plan::Procedure::id);
    let all = app.engine.walk().deviations.iter();
    let of_day = |noted: &&Deviation| noted.id.is_none() && Some(&noted.day) == day.as_ref();
    deviations(app, &all.filter(of_day).collect::<Vec<_>>(), room)
}

fn deviations(app: &App, noted: &[&Deviation], room: usize) -> Vec<Line> {
    let lines = noted
        .iter()
        .flat_map(|noted| words(app, "deviation", "", &noted.attribution, room));
    lines.collect()
}

/// Draws the manual decision that overrides the attempts.
fn quoted(app: &App, decision: &ManualDecision, room: usize) -> Vec<Line> {
    match decision {
        ManualDecision::Attested(attribution) => words(app, "attested", "", attribution, room),
        ManualDecision::LeftOut(attribution) => words(app, "left out", "", attribution, room),
        ManualDecision::Unticked(attribution) => words(
            app,
            "unticked",
            "only a new result counts",
            attribution,
            room,
        ),
    }
}

fn words(
    app: &App,
    label: &str,
    otherwise: &str,
    attribution: &Attribution,
    room: usize,
) -> Vec<Line> {
    let by = format!(
        "{} by {}",
        full_moment(attribution.at, app.today()),
        attribution.operator
    );
    let text = if attribution.text.is_empty() {
        otherwise
    } else {
        &attribution.text
    };
    let mut body = vec![Line::of(by, Role::Muted)];
    body.extend(prose(text, Role::Text, room.saturating_sub(LABEL)));
    labelled(label, Role::Faint, LABEL, &body)
}

fn entry(label: &str, spans: &[Span], ended: Option<&RunResult>, room: usize) -> Vec<Line> {
    let room = room.saturating_sub(LABEL);
    let mut body: Vec<Line> = fold(spans, room).into_iter().map(Line::new).collect();
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

fn ended_text(app: &App, ended: &RunResult, attribution: &Attribution, host: &str) -> Vec<Span> {
    let mut spans = verdict_beside_reason(ended);
    let when = full_moment(attribution.at, app.today());
    let after = match ended.state {
        Outcome::NotRun => String::new(),
        _ => format!(" after {}", length(ended.seconds)),
    };
    let text = format!(" on {host}{after}, {when} by {}", attribution.operator);
    spans.push(span(text, Role::Muted));
    spans
}

/// Returns the start of a run without a result. `runs` is whether daymark still waits for it.
fn began_text(app: &App, started: &Attribution, host: &str, runs: bool) -> Vec<Span> {
    let when = full_moment(started.at, app.today());
    let end = if runs { "" } else { "; no result" };
    let text = format!("started on {host}, {when} by {}{end}", started.operator);
    vec![span(text, Role::Running)]
}

/// Returns the result of a run that is not on disk yet.
fn unsaved(app: &App, id: &str, host: &str) -> Vec<Line> {
    let Some(ended) = app.engine.unsaved_end(id, host) else {
        return Vec::new();
    };
    let mut spans = verdict(ended);
    spans.push(span(", but this is not on disk", Role::Failed));
    labelled("ended", Role::Faint, LABEL, &[Line::new(spans)])
}

/// Describes the outcome of a run, with its exit status unless it passed.
pub fn verdict(result: &RunResult) -> Vec<Span> {
    let role = match result.state {
        Outcome::Passed => Role::Passed,
        Outcome::Failed => Role::Failed,
        Outcome::Warned | Outcome::Unknown | Outcome::NotRun => Role::Warned,
        Outcome::Skipped => Role::Muted,
    };
    let is_exit = matches!(result.source, OutcomeSource::Exit | OutcomeSource::Lost);
    let exit = result
        .exit
        .filter(|_| is_exit && result.state != Outcome::Passed);
    let exit = exit.map_or(String::new(), |exit| format!(", exit {exit}"));
    vec![span(outcome_text(result) + &exit, role)]
}

/// Returns the same without an exit status that the reason beside it already has.
pub fn verdict_beside_reason(ended: &RunResult) -> Vec<Span> {
    let named = |exit: &i32| ended.reason.contains(&format!("exit {exit}"));
    let exit = ended.exit.filter(|exit| !named(exit));
    verdict(&RunResult {
        exit,
        ..ended.clone()
    })
}
