//! Draws the list of a day: steps, checks and tasks, each with its most useful fact.

use ratatui::layout::Rect;

use super::canvas::{Canvas, below, rows};
use super::icons::{check_mark, checking_icon, day_mark, step_icon};
use super::line::{Line, Span, ink};
use super::text::{fit, width};
use super::theme::Role;
use super::time_format::{between, length, minutes, moment};
use crate::app::{
    App, Day, Focus, Item, Row, Stage, WaitCondition, first_row, list_rows, rows as list,
};
use crate::plan::{Check, Entry, Procedure, Step, StepAction};
use crate::progress::{
    CheckState, DayState, ManualDecision, StepState, changed_since_run, check_state, reopened_by,
    step_state,
};

/// Width of the state column, in cells. It is fixed, so that other columns never move.
const STATE: usize = 14;

/// Greatest width of the host column, in cells.
const HOST: usize = 12;

/// Draws the list of a day.
pub fn items(canvas: &mut Canvas, app: &App, day: &Day, sheet: Procedure<'_>, area: Rect) {
    if let Some(why) = app.engine.read_only_reason() {
        let line = Line::of(format!(" Read-only: {why}"), Role::Warned);
        canvas.line(area, &line);
    } else if let Some(line) = app.engine.disk_line() {
        canvas.line(area, &Line::of(format!(" {line}"), Role::Failed));
    }
    let whole = area;
    let area = list_rows(area);
    let shown = list(sheet, area.height);
    let first = first_row(&shown, day.cursor, area.height);
    let columns = Columns::of(sheet);
    for (row, place) in shown.iter().skip(first).zip(rows(area)) {
        let line = line(app, day, sheet, row, &columns);
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

/// Counts the steps and checks among the rows.
fn count<'r>(rows: impl Iterator<Item = &'r Row>) -> usize {
    rows.filter(|row| matches!(row, Row::Item(_))).count()
}

/// Reports the number of lines out of sight.
fn more(above: usize, under: usize) -> Line {
    let told = match (above, under) {
        (0, 0) => String::new(),
        (0, under) => format!("↓ {under} more"),
        (above, 0) => format!("↑ {above} more"),
        (above, under) => format!("↑ {above}  ↓ {under} more"),
    };
    Line::of(format!("   {told}"), Role::Faint)
}

/// Widths that all lines of a list share, in cells.
struct Columns {
    number: usize,
    host: usize,
}

impl Columns {
    fn of(sheet: Procedure<'_>) -> Self {
        let host = Item::all(sheet)
            .map(|item| width(&hosts_text(item.hosts())))
            .max();
        Self {
            number: width(&number(sheet, sheet.steps().len().max(1))),
            host: host.unwrap_or(0).min(HOST),
        }
    }
}

fn line(app: &App, day: &Day, sheet: Procedure<'_>, row: &Row, columns: &Columns) -> Line {
    match row {
        Row::Blank => Line::default(),
        Row::Heading(text) => Line::of(format!(" {text}"), Role::Faint),
        Row::NothingWritten => Line::of("   This day has no steps yet.", Role::Muted),
        Row::Task(task) => sheet
            .entry()
            .map_or_else(Line::default, |entry| task_line(app, entry, *task)),
        Row::Item(at) => {
            let chosen = *at == day.cursor;
            let line = match Item::at(sheet, *at) {
                Some(Item::Step(step)) => {
                    let number = number(sheet, at + 1 - sheet.before().len());
                    step_line(app, step, &number, columns, chosen)
                }
                Some(Item::Check(check)) => check_line(app, check, columns, chosen),
                None => Line::default(),
            };
            line.chosen(chosen)
        }
    }
}

/// Returns a step's number, such as `2.4`. Steps count from 1.
fn number(sheet: Procedure<'_>, step: usize) -> String {
    match sheet.entry() {
        Some(entry) => format!("{}.{step}", entry.days.first),
        None => step.to_string(),
    }
}

fn step_line(app: &App, step: &Step, number: &str, columns: &Columns, chosen: bool) -> Line {
    let state = step_state(step, app.engine.walk());
    let quiet = state.is_done() && !chosen;
    let told = step_told(app, step, state);
    let left = vec![
        ink(" ", Role::Text),
        step_icon(state),
        ink(
            format!(" {number:<width$} ", width = columns.number),
            Role::Faint,
        ),
        ink(&step.title, title_role(chosen, quiet)),
    ];
    Line::new(left).right(right(&step.hosts, told, columns))
}

fn check_line(app: &App, check: &Check, columns: &Columns, chosen: bool) -> Line {
    let state = check_state(check, app.engine.walk());
    let asking = app.engine.is_checking(&check.id);
    let mark = if asking {
        checking_icon()
    } else {
        check_mark(state)
    };
    let told = if asking {
        ink("running", Role::Running)
    } else {
        check_text(app, check, state)
    };
    let left = vec![
        ink(" ", Role::Text),
        mark,
        ink(" ", Role::Text),
        ink(&check.text, title_role(chosen, state.is_done())),
    ];
    Line::new(left).right(right(&check.hosts, told, columns))
}

fn title_role(chosen: bool, quiet: bool) -> Role {
    match (chosen, quiet) {
        (true, _) => Role::Strong,
        (false, true) => Role::Muted,
        (false, false) => Role::Text,
    }
}

/// Aligns the host and the state to the right of their columns.
fn right(hosts: &[String], told: Span, columns: &Columns) -> Vec<Span> {
    let loud = matches!(told.role, Role::Failed);
    let host = fit(&hosts_text(hosts), columns.host);
    let room = " ".repeat(columns.host - width(&host));
    let gap = " ".repeat(STATE.saturating_sub(width(&told.text)));
    vec![
        ink(room + &host, if loud { Role::Failed } else { Role::Faint }),
        ink(gap, Role::Text),
        told,
        ink(" ", Role::Text),
    ]
}

/// Shortens a list of hosts to the first one and the number of others.
pub fn hosts_text(hosts: &[String]) -> String {
    match hosts {
        [] => String::new(),
        [host] => host.clone(),
        [host, others @ ..] => format!("{host} +{}", others.len()),
    }
}

/// Returns the most useful fact about a step: its duration, exit status or state.
pub fn step_told(app: &App, step: &Step, state: StepState) -> Span {
    if let Some(told) = waiting_told(app, step) {
        return told;
    }
    let attempts = app.engine.walk().attempts(&step.id);
    let ended = attempts
        .iter()
        .rev()
        .find_map(|attempt| attempt.ended.as_ref());
    match state {
        StepState::Open if reopened_by(step, app.engine.walk()).is_some() => {
            ink("reopened", Role::Warned)
        }
        StepState::Open => ink(open_told(step), Role::Faint),
        StepState::Running => {
            let start = attempts
                .iter()
                .rev()
                .find(|attempt| attempt.ended.is_none());
            let clock = start.map(|attempt| between(attempt.started.at, app.now));
            ink(clock.unwrap_or_else(|| "running".to_owned()), Role::Running)
        }
        StepState::Passed if changed_since_run(step, app.engine.walk()).is_some() => {
            ink("changed", Role::Warned)
        }
        StepState::Passed => {
            let attested = matches!(
                app.engine.walk().fix(&step.id),
                Some(ManualDecision::Attested(_))
            );
            let told = ended
                .filter(|_| !attested)
                .map(|(ended, _)| length(ended.seconds));
            ink(told.unwrap_or_else(|| "manual".to_owned()), Role::Muted)
        }
        StepState::Failed => {
            let exit = ended.and_then(|(ended, _)| ended.exit);
            // An expected exit status does not explain the failure.
            let told = exit.filter(|exit| !step.expect.exit.contains(exit));
            let told = told.map(|exit| format!("exit {exit}"));
            ink(told.unwrap_or_else(|| "failed".to_owned()), Role::Failed)
        }
        StepState::Interrupted => ink(state.word(), Role::Failed),
        StepState::Unknown | StepState::Undone => ink(state.word(), Role::Warned),
        StepState::Skipped => ink(state.word(), Role::Muted),
    }
}

/// Reports that a requested step waits, or pauses before a retry.
fn waiting_told(app: &App, step: &Step) -> Option<Span> {
    let held = app.engine.held().iter().find(|held| held.id == step.id);
    if let Some(held) = held {
        let text = match &held.until {
            WaitCondition::Time(time) => format!("from {}", moment(*time, app.today())),
            WaitCondition::Check { .. } => "waiting".to_owned(),
        };
        return Some(ink(text, Role::Warned));
    }
    let mut jobs = app.engine.jobs().iter().filter(|job| job.id == step.id);
    let pauses = jobs.any(|job| job.stage == Stage::Pausing);
    pauses.then(|| ink("retrying", Role::Running))
}

fn open_told(step: &Step) -> String {
    match (&step.action, step.minutes) {
        (_, Some(count)) => minutes(count),
        (StepAction::Manual(_), None) => "manual".to_owned(),
        (StepAction::Run(_) | StepAction::Copy(_), None) => String::new(),
    }
}

/// Returns the most useful fact about a check.
fn check_text(app: &App, check: &Check, state: CheckState) -> Span {
    let walk = app.engine.walk();
    let newest = check
        .hosts
        .iter()
        .filter_map(|host| walk.last_answer(&check.id, host)?.ended.as_ref())
        .max_by_key(|(_, said)| said.at);
    let at = newest.map_or(String::new(), |(_, said)| moment(said.at, app.today()));
    match state {
        CheckState::Open if check.run.is_none() => ink("manual", Role::Faint),
        CheckState::Open => ink("", Role::Faint),
        CheckState::Passed => ink(format!("{at} passed"), Role::Muted),
        CheckState::Warned => ink("warned", Role::Warned),
        CheckState::Failed => ink(format!("{at} failed"), Role::Failed),
        CheckState::Drifted => ink(format!("{at} drifted"), Role::Warned),
        CheckState::Unknown => ink("unknown", Role::Warned),
        CheckState::Waived => ink("waived", Role::Muted),
        CheckState::Attested => ink("attested", Role::Muted),
    }
}

fn task_line(app: &App, entry: &Entry, task: usize) -> Line {
    let text = entry.tasks.get(task).map_or("", String::as_str);
    let mark = day_mark(task_state(app, entry, task + 1));
    Line::new(vec![
        ink(" ", Role::Text),
        mark,
        ink(" ", Role::Text),
        ink(text, Role::Muted),
    ])
}

/// Returns the state of a task, derived from its steps and checks. Tasks count from 1.
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
