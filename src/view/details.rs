//! Draws all details of the chosen step or check.

use ratatui::layout::Rect;

use super::canvas::{Canvas, inset};
use super::evidence::{self, LABEL};
use super::line::{Line, Span, exact_span, fold, labelled, prose, span};
use super::script::script;
use super::step_fields::{by_host, fields};
use super::theme::Role;
use super::time_format::length;
use crate::app::{App, Day, Item, needed};
use crate::plan::{Check, Procedure, Step, Variable};
use crate::progress::{
    OtherValue, StepState, other_values_of_check, other_values_of_step, outdated_by,
};
use crate::report::{
    Field, FieldPart, FieldValue, ItemState, Piece, SectionItem, Wording, fields_of,
};

/// Draws the chosen step or check in full, from the scrolled line on.
pub fn details(canvas: &mut Canvas, app: &App, day: &Day, procedure: Procedure<'_>, area: Rect) {
    let area = inset(area, 2);
    let area = Rect {
        y: area.y + 1.min(area.height),
        height: area.height.saturating_sub(1),
        ..area
    };
    let lines = lines(app, day, procedure, area.width.into());
    let most = lines.len().saturating_sub(area.height.into());
    let top = usize::from(day.scroll).min(most);
    canvas.lines(area, &lines[top..]);
    if top < most
        && let Some(last) = area.rows().next_back()
    {
        canvas.clear(last, Role::Ground);
        let more = format!(
            "↓ {} more lines",
            lines.len() - top - usize::from(area.height) + 1
        );
        let keys = vec![span("pagedown", Role::Accent)];
        canvas.line(last, &Line::of(more, Role::Faint).right(keys));
    }
}

fn lines(app: &App, day: &Day, procedure: Procedure<'_>, room: usize) -> Vec<Line> {
    let walk = app.engine.walk();
    let chosen = match Item::at(procedure, day.cursor) {
        Some(Item::Step(step)) => of_step(app, &SectionItem::step(step, walk), step, room),
        Some(Item::Check(check)) => of_check(app, &SectionItem::check(check, walk), check, room),
        None => prose(procedure.title(), Role::Strong, room),
    };
    let is_empty = Item::count(procedure) == 0;
    spaced(vec![chosen, of_procedure(app, procedure, is_empty, room)])
}

/// Joins parts with a blank line between them. Leaves empty parts out.
fn spaced(parts: Vec<Vec<Line>>) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(part);
    }
    lines
}

fn of_step(app: &App, item: &SectionItem<'_>, step: &Step, room: usize) -> Vec<Line> {
    let all = item.fields();
    let of = |part| fields(app, item.id(), &all, part, room);
    let mut head = prose(item.title(), Role::Strong, room);
    head.extend(facts(&step_facts(app, &all, step), room));
    spaced(vec![
        head,
        by_host(app, step, room),
        danger(step.danger.as_deref(), room),
        again(app, item, room),
        other_values(
            &other_values_of_step(app.engine.plan(), step, app.engine.walk()),
            room,
        ),
        changed(item, room),
        choices(item, step, room),
        of(FieldPart::Action).concat(),
        [of(FieldPart::Precondition), of(FieldPart::Option)]
            .concat()
            .concat(),
        values(app, &variables_of(app, step), room),
        spaced(of(FieldPart::Reason)),
        evidence::of_item(app, item, room),
        of(FieldPart::Expected).concat(),
        spaced(of(FieldPart::Undo)),
    ])
}

fn scripts(step: &Step) -> Vec<&str> {
    let all = [step.script(), step.unless.as_deref(), step.undo.as_deref()];
    all.into_iter().flatten().collect()
}

fn of_check(app: &App, item: &SectionItem<'_>, check: &Check, room: usize) -> Vec<Line> {
    let all = item.fields();
    let of = |part| fields(app, item.id(), &all, part, room);
    let mut head = prose(item.title(), Role::Strong, room);
    head.extend(facts(&fact_spans(&all), room));
    let action = match check.run {
        Some(_) => of(FieldPart::Action).concat(),
        None => prose("Check this yourself, then press space.", Role::Text, room),
    };
    let scripts: Vec<&str> = check.run.as_deref().into_iter().collect();
    let variables = needed(app.engine.plan(), &scripts, &check.uses, &check.hosts);
    let (plan, walk) = (app.engine.plan(), app.engine.walk());
    spaced(vec![
        head,
        outdated(app, check, room),
        other_values(&other_values_of_check(plan, check, walk), room),
        action,
        [of(FieldPart::Expected), of(FieldPart::Option)]
            .concat()
            .concat(),
        values(app, &variables, room),
        spaced(of(FieldPart::Reason)),
        evidence::of_item(app, item, room),
    ])
}

/// Returns the facts of the whole procedure. The list has its tasks, unless it is empty.
fn of_procedure(app: &App, procedure: Procedure<'_>, with_tasks: bool, room: usize) -> Vec<Line> {
    let mut parts = Vec::new();
    if let Procedure::Rollback(_, _, rollback) = procedure {
        parts.push(part("roll back if", rollback.condition.as_deref(), room));
    }
    if let Some(entry) = procedure.entry() {
        parts.push(part("objective", entry.objective.as_deref(), room));
        let tasks = entry.tasks.iter().enumerate().filter(|_| with_tasks);
        let tasks = tasks.flat_map(|(index, task)| {
            let body = prose(task, Role::Text, room.saturating_sub(4));
            labelled(&format!("{}.", index + 1), Role::Faint, 4, &body)
        });
        parts.push(tasks.collect());
        parts.push(part("see", Some(&entry.see.join(", ")), room));
    }
    parts.push(evidence::deviations_of_day(app, room));
    spaced(parts)
}

fn step_facts(app: &App, all: &[Field<'_>], step: &Step) -> Vec<Span> {
    let mut facts = fact_spans(all);
    if step.undo.is_some() || !step.files().is_empty() {
        facts.push(span("can be undone", Role::Passed));
    }
    if let Some(spread) = app.spread(&step.id) {
        let usually = || format!("usually {}", length(spread.median));
        let text = spread.text().unwrap_or_else(usually);
        facts.push(span(text, Role::Muted));
    }
    facts
}

/// Returns the facts of an item.
fn fact_spans(all: &[Field<'_>]) -> Vec<Span> {
    fields_of(all, FieldPart::Fact)
        .flat_map(|field| {
            let role = fact_role(&field.value, field.key);
            let words = field.value.words().into_iter();
            words.filter_map(move |words| match words {
                Wording::Text(pieces) => Some(span(Piece::join(&pieces, str::to_owned), role)),
                Wording::Script(..) => None,
            })
        })
        .collect()
}

fn fact_role(value: &FieldValue<'_>, key: &str) -> Role {
    match (value, key) {
        (FieldValue::Hosts { names: [], .. }, _)
        | (FieldValue::Flag { is: true, .. }, "changes") => Role::Warned,
        (FieldValue::Hosts { .. }, _) => Role::Text,
        (FieldValue::Flag { is: false, .. }, "changes") => Role::Passed,
        _ => Role::Muted,
    }
}

fn facts(facts: &[Span], room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line: Vec<Span> = Vec::new();
    for fact in facts {
        let taken = super::line::spans_width(&line);
        if taken > 0 && taken + 3 + super::text::width(&fact.text) > room {
            lines.push(Line::new(std::mem::take(&mut line)));
        }
        if !line.is_empty() {
            line.push(span(" · ", Role::Faint));
        }
        line.push(fact.clone());
    }
    lines.push(Line::new(line));
    lines
}

fn danger(text: Option<&str>, room: usize) -> Vec<Line> {
    let Some(text) = text else { return Vec::new() };
    let body = prose(text, Role::Failed, room.saturating_sub(2));
    labelled("▲ ", Role::Failed, 2, &body)
}

/// Returns why a step that has passed must run again.
fn again(app: &App, item: &SectionItem<'_>, room: usize) -> Vec<Line> {
    item.reopened_by.map_or_else(Vec::new, |id| {
        let text = format!("Reopened: {} was undone.", app.title_of(id));
        prose(&text, Role::Warned, room)
    })
}

/// Returns why a check that has passed must run again.
fn outdated(app: &App, check: &Check, room: usize) -> Vec<Line> {
    outdated_by(check, app.engine.walk()).map_or_else(Vec::new, |id| {
        let text = format!("Stale: {} was undone. Check again.", app.title_of(id));
        prose(&text, Role::Warned, room)
    })
}

/// Returns the variables that have changed since a result, with both values.
fn other_values(other: &[OtherValue<'_>], room: usize) -> Vec<Line> {
    let text = |other: &OtherValue<'_>| {
        let OtherValue { name, used, now } = other;
        let text = format!("Used another value of {name}: {used}. Now it is {now}.");
        prose(&text, Role::Warned, room)
    };
    other.iter().flat_map(text).collect()
}

/// Returns the script that ran, if the plan has another one now.
fn changed(item: &SectionItem<'_>, room: usize) -> Vec<Line> {
    let Some(run) = item.changed_since else {
        return Vec::new();
    };
    let text = "The plan changed this step after it ran. Press enter to run it again or to keep \
                the result. This ran:";
    let mut lines = prose(text, Role::Warned, room);
    lines.extend(script(&run.command, room));
    lines.push(Line::default());
    lines.extend(prose("The plan has now:", Role::Warned, room));
    lines
}

/// Returns the choices for a run whose result is unknown.
fn choices(item: &SectionItem<'_>, step: &Step, room: usize) -> Vec<Line> {
    let text = match item.state {
        ItemState::Step(StepState::Interrupted) => {
            "daymark or the connection stopped while this step was running. The result is \
             unknown, and the step may still be running. Press enter to choose:"
        }
        ItemState::Step(StepState::Unknown) => {
            "daymark did not receive the result of this step. Press enter to choose:"
        }
        _ => return Vec::new(),
    };
    let mut lines = prose(text, Role::Failed, room);
    let unless = "run `unless` to see whether it is done";
    let choices = [
        Some("look for its process, and wait for it"),
        step.unless.is_some().then_some(unless),
        Some("run it again, or set its result"),
    ];
    let choices = choices.into_iter().flatten();
    for (index, choice) in choices.enumerate() {
        let label = format!("{}", index + 1);
        let body = prose(choice, Role::Text, room.saturating_sub(3));
        lines.extend(labelled(&label, Role::Accent, 3, &body));
    }
    lines
}

/// Returns the variables that a step needs, and the one that it has saved.
fn variables_of<'a>(app: &'a App, step: &Step) -> Vec<&'a Variable> {
    let plan = app.engine.plan();
    let mut variables = needed(plan, &scripts(step), &step.uses, &step.hosts);
    let saved = step.save.as_ref();
    let saved = saved.and_then(|save| plan.variable(&save.variable));
    let saved = saved.filter(|saved| {
        let is_named = variables.iter().any(|named| named.name == saved.name);
        !is_named && app.engine.values().get(saved, app.engine.walk()).is_some()
    });
    variables.extend(saved);
    variables
}

/// Returns the values of variables, with secrets masked.
fn values(app: &App, variables: &[&Variable], room: usize) -> Vec<Line> {
    let column = variables
        .iter()
        .map(|variable| variable.name.len() + 2)
        .max();
    let column = column.unwrap_or(0);
    let line = |variable: &&Variable| {
        let value = app.engine.values().get(variable, app.engine.walk());
        let value = match &value {
            Some(value) => exact_span(value.shown(), Role::Variable),
            None if variable.optional => span("none (optional)", Role::Faint),
            None => span("not set (press =)", Role::Warned),
        };
        let body = fold(&[value], room.saturating_sub(column));
        let body: Vec<Line> = body.into_iter().map(Line::new).collect();
        labelled(&variable.name, Role::Muted, column, &body)
    };
    variables.iter().flat_map(line).collect()
}

fn part(label: &str, text: Option<&str>, room: usize) -> Vec<Line> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Vec::new();
    };
    let body = prose(text, Role::Muted, room.saturating_sub(LABEL));
    labelled(label, Role::Faint, LABEL, &body)
}
