//! The plan's screen: phases, calendar, days, what is next and what wants attention.

use ratatui::layout::{Constraint, Layout, Rect};

use super::calendar::{calendar, calendar_width};
use super::canvas::{Canvas, below, inset, rows};
use super::clock::minutes;
use super::head::{done, home_head};
use super::items::hosts_told;
use super::line::{Line, ink, labelled, prose};
use super::marks::{check_mark, day_mark, step_mark};
use super::progress_bar::progress_bar;
use super::recent::recent;
use super::text::{fit, width};
use super::theme::Role;
use crate::app::{App, HomeLayout, Item, attention};
use crate::plan::{Entry, Phase};
use crate::progress::{DayState, check_state, day_state, next, schedule, step_state};

/// From this width on there is room for capacities and full names of weekdays.
const MIDDLE: u16 = 100;

/// From this width on the chosen day is told beside the list of days.
const WIDE: u16 = 140;

/// Draws the plan's screen.
pub fn home(canvas: &mut Canvas, app: &App, layout: &HomeLayout) {
    home_head(canvas, app, layout.head);
    let body = inset(layout.body, 1);
    if let Some(why) = &app.work.only_looking {
        canvas.line(
            body,
            &Line::of(format!("Only looking: {why}"), Role::Warned),
        );
    }
    let phases = phases(app, body.width, body.height >= 30);
    let days = days_height(app, body.height, phases.len());
    let parts = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(count(phases.len())),
        Constraint::Length(1),
        Constraint::Length(days),
        Constraint::Length(1),
        Constraint::Min(0),
    ]);
    let [_, upper, _, middle, rule, lower] = parts.areas(body);
    canvas.lines(upper, &phases);
    days_part(canvas, app, middle);
    if lower.height >= 5 {
        canvas.rule(Rect {
            x: layout.body.x,
            width: layout.body.width,
            ..rule
        });
    }
    lower_part(canvas, app, lower);
}

/// How high the part with calendar and days is: all days where there is room for them.
fn days_height(app: &App, height: u16, phases: usize) -> u16 {
    let weeks = app.work.plan.last_day().div_ceil(7) + 1;
    let weeks = u16::try_from(weeks).unwrap_or(u16::MAX);
    let entries = count(app.work.plan.entries.len()) + 1;
    let taken = count(phases) + 3;
    let room = height.saturating_sub(taken);
    let spare = room.saturating_sub(14);
    entries.min(weeks.max(spare)).min(room.saturating_sub(4))
}

fn count(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}

fn phases(app: &App, columns: u16, tall: bool) -> Vec<Line> {
    let all = &app.work.plan.phases;
    let chosen = app.entry().and_then(|entry| app.work.plan.phase_of(entry));
    let title = all
        .iter()
        .map(|phase| width(&phase.title))
        .max()
        .unwrap_or(0);
    let mut lines = Vec::new();
    for (index, phase) in all.iter().enumerate() {
        let here = chosen.is_some_and(|chosen| chosen.days == phase.days);
        lines.push(phase_line(
            app,
            phase,
            index + 1,
            title.min(24),
            here,
            columns,
        ));
    }
    if tall && let Some(goal) = chosen.and_then(|phase| phase.goal.as_ref()) {
        lines.push(Line::default());
        lines.push(Line::of(format!("  {goal}"), Role::Muted));
    }
    lines
}

fn phase_line(
    app: &App,
    phase: &Phase,
    number: usize,
    title: usize,
    here: bool,
    columns: u16,
) -> Line {
    let (name, fact) = if here {
        (Role::Strong, Role::Text)
    } else {
        (Role::Muted, Role::Faint)
    };
    let total = phase.days.count();
    let done = days_done(app, phase);
    let mut right = vec![ink(format!("{done:>5}/{total:<3}"), fact)];
    let cost = phase.cost.as_deref().unwrap_or_default();
    right.push(ink(format!("{:>12} ", fit(cost, 12)), fact));
    if columns + 2 >= MIDDLE {
        let capacity = phase.capacity.as_deref().unwrap_or_default();
        right.push(ink(format!("{:>34} ", fit(capacity, 33)), fact));
    }
    let room = usize::from(columns).saturating_sub(super::line::inks_width(&right) + title + 8);
    let mut left = vec![
        ink(
            format!("  {number} "),
            if here { Role::Accent } else { Role::Faint },
        ),
        ink(format!("{:<title$}  ", fit(&phase.title, title)), name),
    ];
    left.extend(progress_bar(room, done, total));
    Line::new(left).right(right)
}

fn days_done(app: &App, phase: &Phase) -> u32 {
    let of_phase = app
        .work
        .plan
        .entries
        .iter()
        .filter(|entry| phase.days.holds(entry.days.first));
    let done = of_phase.filter(|entry| day_state(entry, &app.work.walk) == DayState::Done);
    done.map(|entry| entry.days.count()).sum()
}

/// Draws calendar and list side by side, and the chosen day where there is room for it.
fn days_part(canvas: &mut Canvas, app: &App, area: Rect) {
    let cell = if area.width + 2 >= MIDDLE { 4 } else { 3 };
    let left = count(calendar_width(cell)) + 3;
    let [weeks, list] =
        Layout::horizontal([Constraint::Length(left), Constraint::Min(0)]).areas(area);
    canvas.lines(below_left(weeks), &calendar(app, cell, area.height.into()));
    if area.width + 2 < WIDE {
        return entries(canvas, app, list);
    }
    let [list, gap, chosen] = Layout::horizontal([
        Constraint::Percentage(60),
        Constraint::Length(3),
        Constraint::Min(0),
    ])
    .areas(list);
    entries(canvas, app, list);
    canvas.upright(Rect {
        x: gap.x + 1,
        width: 1,
        ..gap
    });
    if let Some(entry) = app.entry() {
        canvas.lines(chosen, &chosen_day(app, entry, chosen.width.into()));
    }
}

fn below_left(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// Draws the list of days round the chosen one.
fn entries(canvas: &mut Canvas, app: &App, area: Rect) {
    let all = &app.work.plan.entries;
    let days = all
        .iter()
        .map(|entry| width(&entry.days.to_string()))
        .max()
        .unwrap_or(0);
    let heading = Line::of(format!("   {:<days$}  day", ""), Role::Faint)
        .right(vec![ink("steps checks     left ", Role::Faint)]);
    canvas.line(area, &heading);
    let area = below(area, 1);
    let height = usize::from(area.height);
    let most = all.len().saturating_sub(height);
    let first = app.home.cursor.saturating_sub(height / 2).min(most);
    for ((index, entry), place) in all.iter().enumerate().skip(first).zip(rows(area)) {
        let chosen = index == app.home.cursor;
        canvas.line(place, &entry_line(app, entry, days, chosen));
        if chosen {
            let style = canvas.theme.style(Role::Accent);
            canvas.put(place.x, place.y, 1, "▌", style);
        }
    }
}

fn entry_line(app: &App, entry: &Entry, days: usize, chosen: bool) -> Line {
    let state = day_state(entry, &app.work.walk);
    let (steps, checks) = done(app, entry);
    let counted = |done: usize, total: usize, room: usize| {
        let text = if total == 0 {
            "–".to_owned()
        } else {
            format!("{done}/{total}")
        };
        format!("{text:>room$}")
    };
    let counts = format!(
        "{}{}{:>9} ",
        counted(steps, entry.steps.len(), 5),
        counted(checks, entry.checks.len(), 7),
        minutes_left(app, entry),
    );
    let title = match (chosen, state) {
        (true, _) => Role::Strong,
        (false, DayState::Done) => Role::Muted,
        (false, _) => Role::Text,
    };
    let left = vec![
        ink(" ", Role::Text),
        day_mark(state),
        ink(format!(" {:>days$}  ", entry.days.to_string()), Role::Muted),
        ink(&entry.title, title),
    ];
    Line::new(left)
        .right(vec![ink(counts, Role::Faint)])
        .chosen(chosen)
}

/// How long the steps still to be done take.
fn minutes_left(app: &App, entry: &Entry) -> String {
    let open = entry
        .steps
        .iter()
        .filter(|step| !step_state(step, &app.work.walk).is_done());
    let left: u32 = open.filter_map(|step| step.minutes).sum();
    if left == 0 {
        String::new()
    } else {
        minutes(left)
    }
}

/// What the chosen day is for, and how its steps and checks stand.
fn chosen_day(app: &App, entry: &Entry, room: usize) -> Vec<Line> {
    let walk = &app.work.walk;
    let mut lines = prose(
        &format!("Day {}  {}", entry.days, entry.title),
        Role::Strong,
        room,
    );
    lines.extend(prose(
        entry.objective.as_deref().unwrap_or_default(),
        Role::Muted,
        room,
    ));
    lines.push(Line::default());
    for step in &entry.steps {
        let left = vec![
            step_mark(step_state(step, walk)),
            ink(" ", Role::Text),
            ink(&step.title, Role::Text),
        ];
        lines.push(Line::new(left).right(vec![ink(hosts_told(&step.hosts), Role::Faint)]));
    }
    if !entry.steps.is_empty() && !entry.checks.is_empty() {
        lines.push(Line::default());
    }
    for check in &entry.checks {
        let left = vec![
            check_mark(check_state(check, walk)),
            ink(" ", Role::Text),
            ink(&check.text, Role::Text),
        ];
        lines.push(Line::new(left).right(vec![ink(hosts_told(&check.hosts), Role::Faint)]));
    }
    if Item::count(entry) == 0 {
        lines.push(Line::of(
            "No steps are written for this day yet.",
            Role::Muted,
        ));
    }
    lines
}

/// Draws what is next, what wants attention, and, where there is room, what comes again and what
/// happened lately.
fn lower_part(canvas: &mut Canvas, app: &App, area: Rect) {
    if area.height < 9 {
        let lines = next_and_attention(app, area.height.into(), area.width.into());
        return canvas.lines(area, &lines);
    }
    let halves = Layout::horizontal([
        Constraint::Percentage(50),
        Constraint::Length(2),
        Constraint::Min(0),
    ]);
    let (left, right) = if area.width + 2 >= WIDE {
        let [left, _, right] = halves.areas(area);
        (left, Some(right))
    } else {
        (area, None)
    };
    let mut lines = next_and_attention(app, usize::from(left.height) - 4, left.width.into());
    lines.extend(again(app));
    let room = usize::from(left.height).saturating_sub(lines.len() + 3);
    if right.is_none() && room > 0 {
        lines.extend(lately(app, room));
    }
    canvas.lines(left, &lines);
    if let Some(right) = right {
        canvas.lines(
            right,
            &lately(app, usize::from(right.height).saturating_sub(1)),
        );
    }
}

fn heading(text: &str) -> Line {
    Line::of(format!("  {text}"), Role::Faint)
}

fn lately(app: &App, count: usize) -> Vec<Line> {
    let mut lines = recent(app, count);
    if lines.is_empty() {
        return lines;
    }
    lines.insert(0, heading("LATELY"));
    lines
}

fn next_and_attention(app: &App, height: usize, room: usize) -> Vec<Line> {
    let mut lines = next_lines(app, room);
    let wanted = attention(&app.work);
    if wanted.is_empty() {
        return lines;
    }
    if height > 5 {
        lines.push(Line::default());
    }
    lines.push(heading("WANTS ATTENTION"));
    let room = height.saturating_sub(lines.len()).max(1);
    let shown = if wanted.len() > room {
        room - 1
    } else {
        wanted.len()
    };
    for attention in &wanted[..shown] {
        let role = if attention.sign == '✗' {
            Role::Failed
        } else {
            Role::Warned
        };
        let left = vec![
            ink(format!("  {} ", attention.sign), role),
            ink(&attention.text, Role::Text),
        ];
        let day = ink(format!("day {} ", attention.day), Role::Faint);
        lines.push(Line::new(left).right(vec![day]));
    }
    if shown < wanted.len() {
        lines.push(Line::of(
            format!("    and {} more", wanted.len() - shown),
            Role::Faint,
        ));
    }
    lines
}

/// What is next, with the key that goes there.
fn next_lines(app: &App, room: usize) -> Vec<Line> {
    let Some((entry, id)) = next(&app.work.plan, &app.work.walk) else {
        return vec![Line::of("  Every day of the plan is done.", Role::Passed)];
    };
    let day = format!("Day {}  ", entry.days);
    let title = id.map_or_else(|| entry.title.clone(), |id| app.title_of(id));
    let body = vec![Line::new(vec![
        ink(&day, Role::Muted),
        ink(
            fit(&title, room.saturating_sub(width(&day) + 24)),
            Role::Strong,
        ),
    ])];
    let mut lines = labelled("  NEXT  ", Role::Faint, 8, &body);
    for line in &mut lines {
        line.right = vec![ink("c", Role::Accent), ink(" goes there ", Role::Muted)];
    }
    lines
}

/// Work that comes again and has begun to.
fn again(app: &App) -> Vec<Line> {
    let day = schedule(&app.work.plan, &app.work.walk, app.today()).day;
    let due = app
        .work
        .plan
        .recurring
        .iter()
        .filter(|work| i64::from(work.since) <= day);
    let mut lines: Vec<Line> = due
        .map(|work| {
            let left = vec![ink("  ∞ ", Role::Running), ink(&work.what, Role::Text)];
            let every = ink(format!("every {} ", work.every.word()), Role::Faint);
            Line::new(left).right(vec![every])
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, heading("COMES AGAIN"));
        lines.insert(0, Line::default());
    }
    lines
}
