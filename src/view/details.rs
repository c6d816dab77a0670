//! The chosen step or check in full.

use ratatui::layout::Rect;

use super::canvas::{Canvas, inset};
use super::evidence::{self, LABEL};
use super::line::{Line, Span, exact_ink, fold, ink, labelled, prose};
use super::script::script;
use super::step_options::{by_host, step_options};
use super::theme::Role;
use super::time_format::{length, minutes};
use crate::app::{App, Day, Item, needed};
use crate::plan::{
    Check, Expectation, FileCopy, Procedure, Step, StepAction, Variable, duration::format,
};
use crate::progress::{StepState, changed_since_run, median_seconds, reopened_by, step_state};

/// Draws the chosen thing in full, as far as it was scrolled.
pub fn details(canvas: &mut Canvas, app: &App, day: &Day, sheet: Procedure<'_>, area: Rect) {
    let area = inset(area, 2);
    let area = Rect {
        y: area.y + 1.min(area.height),
        height: area.height.saturating_sub(1),
        ..area
    };
    let lines = lines(app, day, sheet, area.width.into());
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
        let keys = vec![ink("pagedown", Role::Accent)];
        canvas.line(last, &Line::of(more, Role::Faint).right(keys));
    }
}

fn lines(app: &App, day: &Day, sheet: Procedure<'_>, room: usize) -> Vec<Line> {
    let chosen = match Item::at(sheet, day.cursor) {
        Some(Item::Step(step)) => of_step(app, step, room),
        Some(Item::Check(check)) => of_check(app, check, room),
        None => prose(sheet.title(), Role::Strong, room),
    };
    let is_empty = Item::count(sheet) == 0;
    spaced(vec![chosen, of_procedure(app, sheet, is_empty, room)])
}

/// Parts with a line of room between them; parts without lines leave no trace.
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

fn of_step(app: &App, step: &Step, room: usize) -> Vec<Line> {
    let state = step_state(step, app.engine.walk());
    let mut head = prose(&step.title, Role::Strong, room);
    head.extend(facts(&step_facts(app, step), room));
    let action = match &step.action {
        StepAction::Run(text) => script(text, room),
        StepAction::Copy(files) => copies(files, room),
        StepAction::Manual(text) => prose(text, Role::Text, room),
    };
    spaced(vec![
        head,
        by_host(app, step, room),
        danger(step.danger.as_deref(), room),
        again(app, step, room),
        changed(app, step, room),
        choices(step, state, room),
        action,
        step_options(app, step, room),
        values(app, &variables_of(app, step), room),
        optional(step.explain.as_deref(), room),
        part("differs", step.differs.as_deref(), room),
        evidence::of_step(app, &step.id, room),
        expectation(&step.expect, room),
        further(
            "Done already, when this succeeds:",
            step.unless.as_deref(),
            room,
        ),
        part("no unless", step.no_unless.as_deref(), room),
        further("Taken back by:", step.undo.as_deref(), room),
        part("no undo", step.no_undo.as_deref(), room),
    ])
}

/// Which files go where, and how they stand there.
fn copies(files: &[FileCopy], room: usize) -> Vec<Line> {
    let told = files.iter().map(|file| {
        let owner = file.owner.as_deref();
        let owner = owner.map_or(String::new(), |owner| format!(", owned by {owner}"));
        let fill = if file.fill { ", names filled in" } else { "" };
        let backup = if file.backup {
            ""
        } else {
            ", nothing kept of what was there"
        };
        let (from, to, mode) = (&file.from, &file.to, file.mode);
        format!("{from} to {to}, mode {mode:04o}{owner}{fill}{backup}")
    });
    told.flat_map(|told| prose(&told, Role::Text, room))
        .collect()
}

fn scripts(step: &Step) -> Vec<&str> {
    let all = [step.script(), step.unless.as_deref(), step.undo.as_deref()];
    all.into_iter().flatten().collect()
}

fn of_check(app: &App, check: &Check, room: usize) -> Vec<Line> {
    let mut head = prose(&check.text, Role::Strong, room);
    head.extend(facts(&check_facts(check), room));
    let run = check.run.as_deref();
    let by_eye = "Look for yourself, then tick it with space.";
    let action = run.map_or_else(
        || prose(by_eye, Role::Text, room),
        |text| script(text, room),
    );
    let scripts: Vec<&str> = run.into_iter().collect();
    spaced(vec![
        head,
        action,
        if run.is_some() {
            expectation(&check.expect, room)
        } else {
            Vec::new()
        },
        values(
            app,
            &needed(app.engine.plan(), &scripts, &check.uses, &check.hosts),
            room,
        ),
        optional(check.explain.as_deref(), room),
        evidence::of_check(app, &check.id, room),
    ])
}

/// What belongs to the whole sheet; its tasks stand in the list, unless that is empty.
fn of_procedure(app: &App, sheet: Procedure<'_>, with_tasks: bool, room: usize) -> Vec<Line> {
    let mut parts = Vec::new();
    if let Procedure::Rollback(_, _, rollback) = sheet {
        parts.push(part("taken if", rollback.condition.as_deref(), room));
    }
    if let Some(entry) = sheet.entry() {
        parts.push(part("the day", entry.objective.as_deref(), room));
        let tasks = entry.tasks.iter().enumerate().filter(|_| with_tasks);
        let tasks = tasks.flat_map(|(index, task)| {
            let body = prose(task, Role::Text, room.saturating_sub(4));
            labelled(&format!("{}.", index + 1), Role::Faint, 4, &body)
        });
        parts.push(tasks.collect());
        parts.push(part("see", Some(&entry.see.join(", ")), room));
    }
    parts.push(evidence::deviations(app, None, room));
    spaced(parts)
}

fn step_facts(app: &App, step: &Step) -> Vec<Span> {
    let mut facts = where_it_runs(&step.hosts, step.user.as_deref());
    facts.push(match (&step.action, step.changes) {
        (StepAction::Manual(_), _) => ink("by hand", Role::Warned),
        (StepAction::Run(_) | StepAction::Copy(_), true) => ink("changes the host", Role::Warned),
        (StepAction::Run(_) | StepAction::Copy(_), false) => ink("changes nothing", Role::Passed),
    });
    if step.undo.is_some() || !step.files().is_empty() {
        facts.push(ink("can be undone", Role::Passed));
    }
    let usual = median_seconds(&step.id, app.engine.walk());
    let usual = usual.map(|seconds| format!("usually {}", length(seconds)));
    let time = usual.or_else(|| step.minutes.map(minutes));
    facts.extend(time.map(|time| ink(time, Role::Muted)));
    facts
}

fn check_facts(check: &Check) -> Vec<Span> {
    let mut facts = where_it_runs(&check.hosts, check.user.as_deref());
    if check.run.is_none() {
        facts.push(ink("by eye", Role::Warned));
        return facts;
    }
    if let Some(retry) = &check.retry {
        let text = format!(
            "asked every {} s for {} s",
            retry.every.as_secs(),
            retry.within.as_secs()
        );
        facts.push(ink(text, Role::Muted));
    }
    if check.timeout != Check::TIMEOUT {
        let text = format!("at most {} s", check.timeout.as_secs());
        facts.push(ink(text, Role::Muted));
    }
    if !check.again.is_empty() {
        let times: Vec<String> = check.again.iter().map(|after| format(*after)).collect();
        let text = format!("asked again after {}", times.join(", "));
        facts.push(ink(text, Role::Muted));
    }
    if check.fresh {
        facts.push(ink("over a new connection", Role::Muted));
    }
    facts
}

fn where_it_runs(hosts: &[String], user: Option<&str>) -> Vec<Span> {
    if hosts.is_empty() {
        return Vec::new();
    }
    let user = user.map_or(String::new(), |user| format!(" as {user}"));
    vec![ink(hosts.join(", ") + &user, Role::Text)]
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
            line.push(ink(" · ", Role::Faint));
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

/// Why a step that has passed is to be done again.
fn again(app: &App, step: &Step, room: usize) -> Vec<Line> {
    let undone = reopened_by(step, app.engine.walk());
    undone.map_or_else(Vec::new, |id| {
        let told = format!("Open again: {} was undone.", app.title_of(id));
        prose(&told, Role::Warned, room)
    })
}

/// What ran, where the plan has something else now.
fn changed(app: &App, step: &Step, room: usize) -> Vec<Line> {
    let Some(run) = changed_since_run(step, app.engine.walk()) else {
        return Vec::new();
    };
    let told = "Changed in the plan since it was done. With enter you run it again, or say that it \
                stands. What ran:";
    let mut lines = prose(told, Role::Warned, room);
    lines.extend(script(&run.command, room));
    lines.push(Line::default());
    lines.extend(prose("What the plan has now:", Role::Warned, room));
    lines
}

/// What can be done about a run nobody saw the end of.
fn choices(step: &Step, state: StepState, room: usize) -> Vec<Line> {
    let told = match state {
        StepState::Interrupted => {
            "It was running when daymark or its connection went away. What it did since is not \
             known, and it may still run. With enter you choose:"
        }
        StepState::Unknown => {
            "It was run, and how it ended could not be seen. With enter you choose:"
        }
        _ => return Vec::new(),
    };
    let mut lines = prose(told, Role::Failed, room);
    let ask = "ask the host whether it is done";
    let ways = [
        Some("look whether it still runs, and wait for it"),
        step.unless.is_some().then_some(ask),
        Some("run it again, or say how it ended, as you saw it"),
    ];
    let ways = ways.into_iter().flatten();
    for (index, way) in ways.enumerate() {
        let label = format!("{}", index + 1);
        let body = prose(way, Role::Text, room.saturating_sub(3));
        lines.extend(labelled(&label, Role::Accent, 3, &body));
    }
    lines
}

/// The variables a step needs, and the one it saves once that has a value.
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

/// The values of variables, secrets never among them.
fn values(app: &App, variables: &[&Variable], room: usize) -> Vec<Line> {
    let column = variables
        .iter()
        .map(|variable| variable.name.len() + 2)
        .max();
    let column = column.unwrap_or(0);
    let line = |variable: &&Variable| {
        let value = app.engine.values().get(variable, app.engine.walk());
        let value = match &value {
            Some(value) => exact_ink(value.shown(), Role::Variable),
            None if variable.optional => ink("none, and none is needed", Role::Faint),
            None => ink("not given yet: = gives it", Role::Warned),
        };
        let body = fold(&[value], room.saturating_sub(column));
        let body: Vec<Line> = body.into_iter().map(Line::new).collect();
        labelled(&variable.name, Role::Muted, column, &body)
    };
    variables.iter().flat_map(line).collect()
}

fn optional(text: Option<&str>, room: usize) -> Vec<Line> {
    text.map_or(Vec::new(), |text| prose(text, Role::Text, room))
}

fn part(label: &str, text: Option<&str>, room: usize) -> Vec<Line> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Vec::new();
    };
    let body = prose(text, Role::Muted, room.saturating_sub(LABEL));
    labelled(label, Role::Faint, LABEL, &body)
}

fn further(title: &str, text: Option<&str>, room: usize) -> Vec<Line> {
    let Some(text) = text else { return Vec::new() };
    let mut lines = vec![Line::of(title, Role::Faint)];
    lines.extend(script(text, room));
    lines
}

/// What the answer must be.
fn expectation(expect: &Expectation, room: usize) -> Vec<Line> {
    let list = |exits: &[i32]| {
        let exits: Vec<String> = exits.iter().map(i32::to_string).collect();
        exits.join(" or ")
    };
    let unit = expect
        .unit
        .as_deref()
        .map_or(String::new(), |unit| format!(" {unit}"));
    let mut wanted = vec![format!("exit {}", list(&expect.exit))];
    if !expect.warns.is_empty() {
        wanted.push(format!("a warning at exit {}", list(&expect.warns)));
    }
    wanted.extend(
        expect
            .matches
            .iter()
            .map(|text| format!("output matches {text}")),
    );
    wanted.extend(
        expect
            .not_matches
            .iter()
            .map(|text| format!("output never matches {text}")),
    );
    wanted.extend(expect.at_most.map(|most| format!("at most {most}{unit}")));
    wanted.extend(
        expect
            .at_least
            .map(|least| format!("at least {least}{unit}")),
    );
    if wanted == ["exit 0"] {
        return Vec::new();
    }
    part("expected", Some(&wanted.join(", ")), room)
}
