//! The header of every screen.

use chrono::Datelike;
use ratatui::layout::Rect;

use super::canvas::{Canvas, inset};
use super::line::{Line, Span, span, spans_width};
use super::scene::Scene;
use super::text::{fit, width};
use super::theme::Role;
use crate::app::App;
use crate::plan::Procedure;
use crate::progress::{CheckState, StepState, check_state, schedule, step_state};

/// The least width for the title of the plan.
const TITLE: usize = 12;

/// Draws the header of the home screen: the progress against the calendar.
pub fn home_head(canvas: &mut Canvas, app: &App, area: Rect) {
    let mut right = badges(app);
    right.extend(calendar_facts(app, area.width));
    let room = room(area, &right);
    let title = span(fit(&app.engine.plan().title, room), Role::Strong);
    bar(canvas, area, vec![title], right);
}

/// Draws the header of a day.
pub fn day_head(canvas: &mut Canvas, app: &App, procedure: Procedure<'_>, area: Rect) {
    let mut right = badges(app);
    right.extend(day_facts(app, procedure, area.width));
    let day = format!("{}  {}", procedure.name(), procedure.title());
    let room = room(area, &right);
    let left = room.saturating_sub(width(&day) + 5);
    let mut crumbs = Vec::new();
    if left >= TITLE {
        crumbs.push(span(fit(&app.engine.plan().title, left), Role::Muted));
        crumbs.push(span("  ›  ", Role::Faint));
    }
    crumbs.push(span(fit(&day, room), Role::Strong));
    bar(canvas, area, crumbs, right);
}

/// Draws the header of a screen without its own: that of the day or the home screen below it.
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
    let mut left = vec![span(NAME, Role::Accent)];
    left.extend(crumbs);
    canvas.line(inset(area, 1), &Line::new(left).right(right));
}

/// Returns the width that is left after the program's name.
fn room(area: Rect, right: &[Span]) -> usize {
    usize::from(area.width).saturating_sub(width(NAME) + spans_width(right) + 4)
}

/// Returns the unusual facts about this walk.
fn badges(app: &App) -> Vec<Span> {
    let mut badges = Vec::new();
    if app.walk_name != "main" {
        badges.push(span(format!("walk {}  ", app.walk_name), Role::Accent));
    }
    if let Some(course) = app.engine.run_queue() {
        let text = format!("running all, {} left  ", course.rest.len());
        badges.push(span(text, Role::Running));
    }
    let fetched: Vec<&str> = app.engine.fetching().collect();
    if !fetched.is_empty() {
        let text = format!("fetching {}  ", fetched.join(", "));
        badges.push(span(text, Role::Running));
    }
    if app.engine.disk_fault().is_some() {
        badges.push(span("disk fault  ", Role::Failed));
    }
    if app.engine.is_read_only() {
        badges.push(span("read-only  ", Role::Warned));
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
        facts.push(span(format!("{word} {start}"), Role::Muted));
    }
    facts.push(if schedule.day < 1 {
        span(format!("in {}", days(1 - schedule.day)), Role::Text)
    } else {
        span(format!("day {} of {last}", schedule.day), Role::Text)
    });
    match schedule.slip {
        None => facts.push(span("all done", Role::Passed)),
        Some(slip) if slip > 0 => facts.push(span(format!("{} behind", days(slip)), Role::Warned)),
        Some(slip) if slip < 0 && schedule.day >= 1 => {
            facts.push(span(format!("{} ahead", days(-slip)), Role::Passed));
        }
        Some(_) => facts.push(span("on time", Role::Muted)),
    }
    let year = if schedule.end.year() == app.today().year() {
        ""
    } else {
        " %Y"
    };
    let end = schedule.end.format(&format!("%-d %b{year}")).to_string();
    facts.push(span(format!("ends {end}"), Role::Muted));
    spaced(facts)
}

fn day_facts(app: &App, procedure: Procedure<'_>, columns: u16) -> Vec<Span> {
    let mut facts = counts(app, procedure);
    let plan = app.engine.plan();
    let entry = procedure.entry();
    if columns >= 140
        && let Some(phase) = entry.and_then(|entry| plan.phase_of(entry))
    {
        facts.push(span(&phase.title, Role::Muted));
    }
    if columns >= 180
        && let Some(week) = entry.and_then(|entry| plan.week_of(entry))
    {
        facts.push(span(&week.title, Role::Faint));
    }
    spaced(facts)
}

fn counts(app: &App, procedure: Procedure<'_>) -> Vec<Span> {
    let (steps, checks) = done(app, procedure);
    let mut facts = Vec::new();
    if !procedure.steps().is_empty() {
        let text = format!("{steps}/{} steps", procedure.steps().len());
        facts.push(span(text, Role::Text));
    }
    if !procedure.checks().is_empty() {
        let text = format!("{checks}/{} checks", procedure.checks().len());
        facts.push(span(text, Role::Text));
    }
    facts
}

/// Returns the numbers of steps and checks of a procedure that are done.
pub fn done<'p>(app: &App, procedure: impl Into<Procedure<'p>>) -> (usize, usize) {
    let (walk, procedure) = (app.engine.walk(), procedure.into());
    let steps = procedure.steps().iter().map(|step| step_state(step, walk));
    let checks = procedure
        .checks()
        .iter()
        .map(|check| check_state(check, walk));
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
            spaced.push(span(" · ", Role::Faint));
        }
        spaced.push(fact);
    }
    spaced
}
