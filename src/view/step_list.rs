//! The list of a day: steps, checks and tasks with their states.

use ratatui::layout::Rect;

use super::canvas::{Canvas, below, rows};
use super::icons::{check_mark, checking_icon, day_mark, step_icon};
use super::line::{Line, Span, span};
use super::text::{fit, width};
use super::theme::Role;
use super::time_format::{between, length, minutes, moment};
use crate::app::{
    App, Day, Focus, Item, Row, Stage, WaitCondition, first_row, list_rows, rows as list,
};
use crate::plan::{Check, Entry, Procedure, Step, StepAction};
use crate::progress::{
    CheckState, DayState, ManualDecision, StepState, changed_since_run, check_state, is_of_undo,
    other_values_of_check, other_values_of_step, outdated_by, reopened_by, step_state,
};

/// The width of the column of states. It is fixed, so that nothing beside it moves.
const STATE: usize = 14;

/// The greatest width of the column of hosts.
const HOST: usize = 12;

/// Draws the list of a day.
pub fn items(canvas: &mut Canvas, app: &App, day: &Day, procedure: Procedure<'_>, area: Rect) {
    if let Some(why) = app.engine.read_only_reason() {
        let line = Line::of(format!(" Read-only: {why}"), Role::Warned);
        canvas.line(area, &line);
    } else if let Some(line) = app.engine.disk_line() {
        canvas.line(area, &Line::of(format!(" {line}"), Role::Failed));
    }
    let whole = area;
    let area = list_rows(area);
    let shown = list(procedure, area.height);
    let first = first_row(&shown, day.cursor, area.height);
    let columns = Columns::of(procedure);
    for (row, place) in shown.iter().skip(first).zip(rows(area)) {
        let line = line(app, day, procedure, row, &columns);
        canvas.line(place, &line);
        if line.chosen && day.focus == Focus::List {
            canvas.mark_chosen(place);
        }
    }
    let above = shown[..first].iter();
    let under = shown.iter().skip(first + usize::from(area.height));
    let hint = more(count(above), count(under));
    canvas.line(below(whole, whole.height.saturating_sub(1)), &hint);
}

/// Returns the number of steps and checks among the rows.
fn count<'r>(rows: impl Iterator<Item = &'r Row>) -> usize {
    rows.filter(|row| matches!(row, Row::Item(_))).count()
}

/// Returns the line with the numbers of hidden lines.
fn more(above: usize, under: usize) -> Line {
    let label = match (above, under) {
        (0, 0) => String::new(),
        (0, under) => format!("↓ {under} more"),
        (above, 0) => format!("↑ {above} more"),
        (above, under) => format!("↑ {above}  ↓ {under} more"),
    };
    Line::of(format!("   {label}"), Role::Faint)
}

/// Widths that all lines of a list share, in cells.
struct Columns {
    number: usize,
    host: usize,
}

impl Columns {
    fn of(procedure: Procedure<'_>) -> Self {
        let host = Item::all(procedure)
            .map(|item| width(&hosts_text(item.hosts())))
            .max();
        Self {
            number: width(&number(procedure, procedure.steps().len().max(1))),
            host: host.unwrap_or(0).min(HOST),
        }
    }
}

fn line(app: &App, day: &Day, procedure: Procedure<'_>, row: &Row, columns: &Columns) -> Line {
    match row {
        Row::Blank => Line::default(),
        Row::Heading(text) => Line::of(format!(" {text}"), Role::Faint),
        Row::NothingWritten => Line::of("   This day has no steps yet.", Role::Muted),
        Row::Task(task) => procedure
            .entry()
            .map_or_else(Line::default, |entry| task_line(app, entry, *task)),
        Row::Item(at) => {
            let chosen = *at == day.cursor;
            let line = match Item::at(procedure, *at) {
                Some(Item::Step(step)) => {
                    let number = number(procedure, at + 1 - procedure.before().len());
                    step_line(app, step, &number, columns, chosen)
                }
                Some(Item::Check(check)) => check_line(app, check, columns, chosen),
                None => Line::default(),
            };
            line.chosen(chosen)
        }
    }
}

/// Returns the number of a step, such as `2.4`; steps count from 1.
fn number(procedure: Procedure<'_>, step: usize) -> String {
    match procedure.entry() {
        Some(entry) => format!("{}.{step}", entry.days.first),
        None => step.to_string(),
    }
}

fn step_line(app: &App, step: &Step, number: &str, columns: &Columns, chosen: bool) -> Line {
    let state = step_state(step, app.engine.walk());
    let quiet = state.is_done() && !chosen;
    let label = step_label(app, step, state);
    let left = vec![
        span(" ", Role::Text),
        step_icon(state),
        span(
            format!(" {number:<width$} ", width = columns.number),
            Role::Faint,
        ),
        span(&step.title, title_role(chosen, quiet)),
    ];
    Line::new(left).right(right(&step.hosts, label, columns))
}

fn check_line(app: &App, check: &Check, columns: &Columns, chosen: bool) -> Line {
    let state = check_state(check, app.engine.walk());
    let asking = app.engine.is_checking(&check.id);
    let mark = if asking {
        checking_icon()
    } else {
        check_mark(state)
    };
    let label = if asking {
        span("running", Role::Running)
    } else {
        check_text(app, check, state)
    };
    let left = vec![
        span(" ", Role::Text),
        mark,
        span(" ", Role::Text),
        span(&check.text, title_role(chosen, state.is_done())),
    ];
    Line::new(left).right(right(&check.hosts, label, columns))
}

fn title_role(chosen: bool, quiet: bool) -> Role {
    match (chosen, quiet) {
        (true, _) => Role::Strong,
        (false, true) => Role::Muted,
        (false, false) => Role::Text,
    }
}

/// Returns the host and the state, each at the end of its column.
fn right(hosts: &[String], label: Span, columns: &Columns) -> Vec<Span> {
    let loud = matches!(label.role, Role::Failed);
    let host = fit(&hosts_text(hosts), columns.host);
    let room = " ".repeat(columns.host - width(&host));
    let gap = " ".repeat(STATE.saturating_sub(width(&label.text)));
    vec![
        span(room + &host, if loud { Role::Failed } else { Role::Faint }),
        span(gap, Role::Text),
        label,
        span(" ", Role::Text),
    ]
}

/// Returns the first host and the number of the others.
pub fn hosts_text(hosts: &[String]) -> String {
    match hosts {
        [] => String::new(),
        [host] => host.clone(),
        [host, others @ ..] => format!("{host} +{}", others.len()),
    }
}

/// Returns the state of a step in the words of the list.
pub fn step_label(app: &App, step: &Step, state: StepState) -> Span {
    if let Some(label) = waiting_label(app, step) {
        return label;
    }
    let attempts = app.engine.walk().attempts(&step.id);
    let ended = attempts
        .iter()
        .rev()
        .find_map(|attempt| attempt.ended.as_ref());
    match state {
        StepState::Open if reopened_by(step, app.engine.walk()).is_some() => {
            span("reopened", Role::Warned)
        }
        StepState::Open => span(open_label(step), Role::Faint),
        StepState::Running => {
            let start = attempts
                .iter()
                .rev()
                .find(|attempt| attempt.ended.is_none());
            let clock = start.map(|attempt| between(attempt.started.at, app.now));
            span(clock.unwrap_or_else(|| "running".to_owned()), Role::Running)
        }
        StepState::Passed if changed_since_run(step, app.engine.walk()).is_some() => {
            span("changed", Role::Warned)
        }
        StepState::Passed
            if !other_values_of_step(app.engine.plan(), step, app.engine.walk()).is_empty() =>
        {
            span("other value", Role::Warned)
        }
        StepState::Passed => {
            let attested = matches!(
                app.engine.walk().manual_decision(&step.id),
                Some(ManualDecision::Attested(_))
            );
            let label = ended
                .filter(|_| !attested)
                .map(|(ended, _)| length(ended.seconds));
            span(label.unwrap_or_else(|| "manual".to_owned()), Role::Muted)
        }
        StepState::Failed if is_of_undo(step, app.engine.walk()) => {
            span("undo failed", Role::Failed)
        }
        StepState::Failed => {
            let exit = ended.and_then(|(ended, _)| ended.exit);
            // An expected exit status is not the reason of the failure.
            let label = exit.filter(|exit| !step.expect.exit.contains(exit));
            let label = label.map(|exit| format!("exit {exit}"));
            span(label.unwrap_or_else(|| "failed".to_owned()), Role::Failed)
        }
        StepState::Interrupted => span(state.word(), Role::Failed),
        StepState::Unknown | StepState::Undone => span(state.word(), Role::Warned),
        StepState::Skipped => span(state.word(), Role::Muted),
    }
}

/// Returns the state of a step that waits for its time or for a retry.
fn waiting_label(app: &App, step: &Step) -> Option<Span> {
    let waiting = app
        .engine
        .waiting()
        .iter()
        .find(|waiting| waiting.id == step.id);
    if let Some(waiting) = waiting {
        let text = match &waiting.until {
            WaitCondition::Time(time) => format!("from {}", moment(*time, app.today())),
            WaitCondition::Check { .. } => "waiting".to_owned(),
        };
        return Some(span(text, Role::Warned));
    }
    let mut jobs = app.engine.jobs().iter().filter(|job| job.id == step.id);
    let pauses = jobs.any(|job| job.stage == Stage::Pausing);
    pauses.then(|| span("retrying", Role::Running))
}

fn open_label(step: &Step) -> String {
    match (&step.action, step.minutes) {
        (_, Some(count)) => minutes(count),
        (StepAction::Manual(_), None) => "manual".to_owned(),
        (StepAction::Run(_) | StepAction::Copy(_), None) => String::new(),
    }
}

/// Returns the state of a check in the words of the list.
fn check_text(app: &App, check: &Check, state: CheckState) -> Span {
    let walk = app.engine.walk();
    let newest = check
        .hosts
        .iter()
        .filter_map(|host| walk.last_answer(&check.id, host)?.ended.as_ref())
        .max_by_key(|(_, attribution)| attribution.at);
    let at = newest.map_or(String::new(), |(_, attribution)| {
        moment(attribution.at, app.today())
    });
    match state {
        CheckState::Open if outdated_by(check, walk).is_some() => span("stale", Role::Warned),
        CheckState::Passed | CheckState::Warned
            if !other_values_of_check(app.engine.plan(), check, walk).is_empty() =>
        {
            span("other value", Role::Warned)
        }
        CheckState::Open if check.run.is_none() => span("manual", Role::Faint),
        CheckState::Open => span("", Role::Faint),
        CheckState::Passed => span(format!("{at} passed"), Role::Muted),
        CheckState::Warned => span("warned", Role::Warned),
        CheckState::Failed => span(format!("{at} failed"), Role::Failed),
        CheckState::Drifted => span(format!("{at} drifted"), Role::Warned),
        CheckState::Unknown => span("unknown", Role::Warned),
        CheckState::Waived => span("waived", Role::Muted),
        CheckState::Attested => span("attested", Role::Muted),
    }
}

fn task_line(app: &App, entry: &Entry, task: usize) -> Line {
    let text = entry.tasks.get(task).map_or("", String::as_str);
    let mark = day_mark(task_state(app, entry, task + 1));
    Line::new(vec![
        span(" ", Role::Text),
        mark,
        span(" ", Role::Text),
        span(text, Role::Muted),
    ])
}

/// Returns the state of a task from its steps and checks; tasks count from 1.
fn task_state(app: &App, entry: &Entry, task: usize) -> DayState {
    let walk = app.engine.walk();
    let steps = entry.steps.iter().filter(|step| step.tasks.contains(&task));
    let checks = entry
        .checks
        .iter()
        .filter(|check| check.tasks.contains(&task));
    let done: Vec<bool> = steps
        .map(|step| step_state(step, walk).is_done())
        .chain(checks.map(|check| check_state(check, walk).is_done()))
        .collect();
    match (done.iter().any(|done| *done), done.iter().all(|done| *done)) {
        (true, true) => DayState::Done,
        (true, false) => DayState::Started,
        (false, _) => DayState::Open,
    }
}
