//! Draws the fields of a step or check, and the results of its hosts.

use super::evidence::{LABEL, verdict_beside_reason};
use super::line::{Line, fold, labelled, prose, span};
use super::script::script;
use super::text::width;
use super::theme::Role;
use super::time_format::{full_moment, length};
use crate::app::App;
use crate::plan::Step;
use crate::progress::{StepState, step_state_on, wait_until};
use crate::report::{Field, FieldPart, FieldValue, Piece, Wording, fields_of};

/// Returns the lines of each field that belongs to a part.
pub fn fields(
    app: &App,
    id: &str,
    all: &[Field<'_>],
    part: FieldPart,
    room: usize,
) -> Vec<Vec<Line>> {
    let lines = fields_of(all, part).map(|field| field_lines(app, id, field, room));
    lines.collect()
}

fn field_lines(app: &App, id: &str, field: &Field<'_>, room: usize) -> Vec<Line> {
    if let FieldValue::Guards(names) = field.value {
        let lines = names
            .iter()
            .flat_map(|name| guard_lines(app, field, name, room));
        return lines.collect();
    }
    let more = addition(app, id, field);
    let mut lines = Vec::new();
    for (words, label) in field.value.words().into_iter().zip(labels(field.label)) {
        match words {
            Wording::Text(pieces) => {
                let text = Piece::join(&pieces, |id| app.title_of(id)) + &more;
                lines.extend(beside(label, &text, field, room));
            }
            Wording::Script(intro, text) => {
                lines.extend(heading(label, &intro, field, room));
                lines.extend(script(text, room));
            }
        }
    }
    lines
}

/// Returns the label for the first line and empty labels for all others.
fn labels(label: &str) -> impl Iterator<Item = &str> {
    std::iter::once(label).chain(std::iter::repeat(""))
}

/// Puts a text beside its field's label. The reason for a step needs no label.
fn beside(label: &str, text: &str, field: &Field<'_>, room: usize) -> Vec<Line> {
    match field.part {
        FieldPart::Action => prose(text, Role::Text, room),
        FieldPart::Reason if field.key == "explain" => prose(text, Role::Text, room),
        _ => {
            let body = prose(text, Role::Muted, room.saturating_sub(LABEL));
            labelled(label, Role::Faint, LABEL, &body)
        }
    }
}

/// Returns the line above a script. A step's action has none.
fn heading(label: &str, intro: &str, field: &Field<'_>, room: usize) -> Vec<Line> {
    match (intro, label) {
        ("", "") => Vec::new(),
        ("", label) => vec![Line::of(format!("{label}:"), Role::Faint)],
        (intro, label) => beside(label, &format!("{intro}:"), field, room),
    }
}

/// Returns facts from outside the plan: keys, and the time until which a step waits.
fn addition(app: &App, id: &str, field: &Field<'_>) -> String {
    match field.value {
        FieldValue::Wait(_) => {
            let plan = app.engine.plan();
            let until = plan
                .step(id)
                .and_then(|(procedure, step)| wait_until(procedure, step, app.engine.walk()));
            until.map_or(String::new(), |time| {
                format!(": until {}", full_moment(time, app.today()))
            })
        }
        FieldValue::Link(_) => " (l opens it, y copies it)".to_owned(),
        _ => String::new(),
    }
}

/// Draws a guard and its newest result.
fn guard_lines(app: &App, field: &Field<'_>, name: &str, room: usize) -> Vec<Line> {
    let room = room.saturating_sub(LABEL);
    let guard = app.engine.plan().guard(name);
    let about = guard.map_or(name, |guard| guard.check.text.as_str());
    let mut body = prose(about, Role::Muted, room);
    if let Some((result, attribution)) = app.engine.walk().guard(name) {
        let mut spans = verdict_beside_reason(result);
        let at = full_moment(attribution.at, app.today());
        spans.push(span(format!(" {at}  {}", result.reason), Role::Muted));
        body.extend(fold(&spans, room).into_iter().map(Line::new));
    }
    labelled(field.label, Role::Faint, LABEL, &body)
}

/// Draws one result per host, for a step with several hosts.
pub fn by_host(app: &App, step: &Step, room: usize) -> Vec<Line> {
    if step.hosts.len() < 2 {
        return Vec::new();
    }
    let column = step.hosts.iter().map(|host| width(host)).max();
    let column = column.unwrap_or(0) + 2;
    let line = |host: &String| {
        let walk = app.engine.walk();
        let state = step_state_on(step, host, walk);
        let attempt = walk.last_attempt(&step.id, host);
        let ended = attempt.and_then(|attempt| attempt.ended.as_ref());
        let mut spans = vec![super::icons::step_icon(state), span(" ", Role::Text)];
        spans.push(span(format!("{host:<column$}"), Role::Text));
        match ended {
            Some((ended, attribution)) if state != StepState::Open => {
                spans.extend(verdict_beside_reason(ended));
                let at = full_moment(attribution.at, app.today());
                let length = length(ended.seconds);
                spans.push(span(
                    format!("  {length}  {at}  {}", ended.reason),
                    Role::Muted,
                ));
            }
            _ => spans.push(span(state.word(), Role::Muted)),
        }
        fold(&spans, room)
            .into_iter()
            .map(Line::new)
            .collect::<Vec<_>>()
    };
    step.hosts.iter().flat_map(line).collect()
}
