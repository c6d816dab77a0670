//! Draws the bar at the top of every screen.

use chrono::Datelike;
use ratatui::layout::Rect;

use super::canvas::{Canvas, inset};
use super::line::{Line, Span, ink, spans_width};
use super::scene::Scene;
use super::text::{fit, width};
use super::theme::Role;
use crate::app::App;
use crate::plan::Procedure;
use crate::progress::{CheckState, StepState, check_state, schedule, step_state};

/// Least width at which the plan's title is readable, in cells.
const TITLE: usize = 12;

/// Draws the header of the home screen: the walk's progress against the calendar.
pub fn home_head(canvas: &mut Canvas, app: &App, area: Rect) {
    let mut right = badges(app);
    right.extend(calendar_facts(app, area.width));
    let room = room(area, &right);
    let title = ink(fit(&app.engine.plan().title, room), Role::Strong);
    bar(canvas, area, vec![title], right);
}

/// Draws the header of a day.
pub fn day_head(canvas: &mut Canvas, app: &App, sheet: Procedure<'_>, area: Rect) {
    let mut right = badges(app);
    right.extend(day_facts(app, sheet, area.width));
    let day = format!("{}  {}", sheet.name(), sheet.title());
    let room = room(area, &right);
    let left = room.saturating_sub(width(&day) + 5);
    let mut crumbs = Vec::new();
    if left >= TITLE {
        crumbs.push(ink(fit(&app.engine.plan().title, left), Role::Muted));
        crumbs.push(ink("  ›  ", Role::Faint));
    }
    crumbs.push(ink(fit(&day, room), Role::Strong));
    bar(canvas, area, crumbs, right);
}

/// Draws the header of the topmost screen that has one: a day or the home screen.
pub fn top_header(canvas: &mut Canvas, scene: &Scene) {
    let app = scene.app;
    match app.day().and(app.procedure()) {
        Some(procedure) => day_head(canvas, app, procedure, scene.header),
        None => home_head(canvas, app, scene.header),
    }
}

const NAME: &str = "▲ daymark   ";

fn bar(canvas: &mut Canvas, area: Rect, crumbs: Vec<Span>, right: Vec<Span>) {
    canvas.clear(area, Role::Raised);
    let mut left = vec![ink(NAME, Role::Accent)];
    left.extend(crumbs);
    canvas.line(inset(area, 1), &Line::new(left).right(right));
}

/// Returns the width that is left after the program's name.
fn room(area: Rect, right: &[Span]) -> usize {
    usize::from(area.width).saturating_sub(width(NAME) + spans_width(right) + 4)
}

/// Lists unusual properties of the walk.
fn badges(app: &App) -> Vec<Span> {
    let mut badges = Vec::new();
    if app.walk_name != "main" {
        badges.push(ink(format!("walk {}  ", app.walk_name), Role::Accent));
    }
    if let Some(course) = app.engine.run_queue() {
        let text = format!("running all, {} left  ", course.rest.len());
        badges.push(ink(text, Role::Running));
    }
    let fetched: Vec<&str> = app.engine.fetching().collect();
    if !fetched.is_empty() {
        let text = format!("fetching {}  ", fetched.join(", "));
        badges.push(ink(text, Role::Running));
    }
    if app.engine.disk_fault().is_some() {
        badges.push(ink("disk fault  ", Role::Failed));
    }
    if app.engine.is_read_only() {
        badges.push(ink("read-only  ", Role::Warned));
    }
    badges
}

fn calendar_facts(app: &App, columns: u16) -> Vec<Span> {
    let schedule = schedule(app.engine.plan(), app.engine.walk(), app.today());
    let last = app.engine.plan().last_day();
    let mut facts = Vec::new();
    if columns >= 100 {
        let start = schedule.start.format("%a %-d %b");
        let word = if schedule.day < 1 {
            "starts"
        } else {
            "started"
        };
        facts.push(ink(format!("{word} {start}"), Role::Muted));
    }
    facts.push(if schedule.day < 1 {
        ink(format!("in {}", days(1 - schedule.day)), Role::Text)
    } else {
        ink(format!("day {} of {last}", schedule.day), Role::Text)
    });
    match schedule.slip {
        None => facts.push(ink("all done", Role::Passed)),
        Some(slip) if slip > 0 => facts.push(ink(format!("{} behind", days(slip)), Role::Warned)),
        Some(slip) if slip < 0 && schedule.day >= 1 => {
            facts.push(ink(format!("{} ahead", days(-slip)), Role::Passed));
        }
        Some(_) => facts.push(ink("on time", Role::Muted)),
    }
    let year = if schedule.end.year() == app.today().year() {
        ""
    } else {
        " %Y"
    };
    let end = schedule.end.format(&format!("%-d %b{year}")).to_string();
    facts.push(ink(format!("ends {end}"), Role::Muted));
    spaced(facts)
}

fn day_facts(app: &App, sheet: Procedure<'_>, columns: u16) -> Vec<Span> {
    let mut facts = counts(app, sheet);
    let plan = app.engine.plan();
    let entry = sheet.entry();
    if columns >= 140
        && let Some(phase) = entry.and_then(|entry| plan.phase_of(entry))
    {
        facts.push(ink(&phase.title, Role::Muted));
    }
    if columns >= 180
        && let Some(week) = entry.and_then(|entry| plan.week_of(entry))
    {
        facts.push(ink(&week.title, Role::Faint));
    }
    spaced(facts)
}

fn counts(app: &App, sheet: Procedure<'_>) -> Vec<Span> {
    let (steps, checks) = done(app, sheet);
    let mut facts = Vec::new();
    if !sheet.steps().is_empty() {
        let text = format!("{steps}/{} steps", sheet.steps().len());
        facts.push(ink(text, Role::Text));
    }
    if !sheet.checks().is_empty() {
        let text = format!("{checks}/{} checks", sheet.checks().len());
        facts.push(ink(text, Role::Text));
    }
    facts
}

/// Counts the completed steps and the completed checks of a procedure.
pub fn done<'p>(app: &App, sheet: impl Into<Procedure<'p>>) -> (usize, usize) {
    let (walk, sheet) = (app.engine.walk(), sheet.into());
    let steps = sheet.steps().iter().map(|step| step_state(step, walk));
    let checks = sheet.checks().iter().map(|check| check_state(check, walk));
    (
        steps.filter(|state| StepState::is_done(*state)).count(),
        checks.filter(|state| CheckState::is_done(*state)).count(),
    )
}

fn days(count: i64) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}

fn spaced(facts: Vec<Span>) -> Vec<Span> {
    let mut spaced = Vec::new();
    for fact in facts {
        if !spaced.is_empty() {
            spaced.push(ink(" · ", Role::Faint));
        }
        spaced.push(fact);
    }
    spaced
}
