//! Draws the home screen: phases, calendar, days, the next step, and the list "Needs attention".

use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::{App, Attention, Home, HomeLayout, Item, attention, first_day, home_layout};
use crate::plan::{Entry, Phase};
use crate::progress::{DayState, check_state, day_state, next_item, step_state};
use crate::view::calendar::calendar;
use crate::view::canvas::{Canvas, below, inset, rows};
use crate::view::header::{done, home_head};
use crate::view::icons::{check_mark, day_mark, step_icon};
use crate::view::line::{Line, Span, prose, span};
use crate::view::progress_bar::progress_bar;
use crate::view::recent::recent;
use crate::view::scene::{Draw, Scene};
use crate::view::step_list::hosts_text;
use crate::view::text::{fit, width};
use crate::view::theme::Role;
use crate::view::time_format::minutes;

/// The width from which capacities fit.
const MIDDLE: u16 = 100;

/// The width from which "Recent" is beside "Needs attention".
const BESIDE: u16 = 92;

/// The width from which the list of days has the column "left".
const TIMED: u16 = 56;

/// The greatest height of "Needs attention".
const ATTENTION: u16 = 8;

impl Draw for Home {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        let Rect { width, height, .. } = scene.whole;
        let layout = home_layout(width, height, scene.app.engine.plan());
        home(canvas, scene.app, &layout);
    }
}

fn home(canvas: &mut Canvas, app: &App, layout: &HomeLayout) {
    home_head(canvas, app, layout.head);
    let body = inset(layout.body, 1);
    if let Some(why) = app.engine.read_only_reason() {
        canvas.line(body, &Line::of(format!("Read-only: {why}"), Role::Warned));
    } else if let Some(line) = app.engine.disk_line() {
        canvas.line(body, &Line::of(line, Role::Failed));
    }
    canvas.lines(layout.phases, &phases(app, body.width));
    weeks(canvas, app, layout);
    days(canvas, app, layout.days);
    canvas.rule(layout.rule);
    lower_part(canvas, app, layout.lower);
    if let Some(entry) = app.entry().filter(|_| !layout.chosen.is_empty()) {
        canvas.upright(Rect {
            x: layout.chosen.x - 2,
            width: 1,
            ..layout.chosen
        });
        let room = layout.chosen.width.into();
        canvas.lines(layout.chosen, &chosen_day(app, entry, room));
    }
}

/// Returns the phases, and the goal of the chosen day's phase.
fn phases(app: &App, columns: u16) -> Vec<Line> {
    let all = &app.engine.plan().phases;
    let chosen = app
        .entry()
        .and_then(|entry| app.engine.plan().phase_of(entry));
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
    if let Some(goal) = chosen.and_then(|phase| phase.goal.as_ref()) {
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
    let mut right = vec![span(format!("{done:>5}/{total:<3}"), fact)];
    let cost = phase.cost.as_deref().unwrap_or_default();
    right.push(span(format!("{:>12} ", fit(cost, 12)), fact));
    if columns + 2 >= MIDDLE {
        let capacity = phase.capacity.as_deref().unwrap_or_default();
        right.push(span(format!("{:>34} ", fit(capacity, 33)), fact));
    }
    let room =
        usize::from(columns).saturating_sub(crate::view::line::spans_width(&right) + title + 8);
    let mut left = vec![
        span(
            format!("  {number} "),
            if here { Role::Accent } else { Role::Faint },
        ),
        span(format!("{:<title$}  ", fit(&phase.title, title)), name),
    ];
    left.extend(progress_bar(room, done, total));
    Line::new(left).right(right)
}

fn days_done(app: &App, phase: &Phase) -> u32 {
    let of_phase = app
        .engine
        .plan()
        .entries
        .iter()
        .filter(|entry| phase.days.contains(entry.days.first));
    let done = of_phase.filter(|entry| day_state(entry, app.engine.walk()) == DayState::Done);
    done.map(|entry| entry.days.count()).sum()
}

/// Draws the calendar, and its legend if it fits.
fn weeks(canvas: &mut Canvas, app: &App, layout: &HomeLayout) {
    let height = layout.calendar.height;
    let mut lines = calendar(app, layout.cell.into(), height.into());
    if lines.len() + usize::from(HomeLayout::LEGEND) <= usize::from(height) {
        lines.extend(legend());
    }
    canvas.lines(layout.calendar, &lines);
}

/// Returns the legend of the calendar.
fn legend() -> Vec<Line> {
    let attribution =
        |mark: Span, word: &str| vec![mark, span(format!(" {word:<10}"), Role::Faint)];
    let pair = |one: Vec<Span>, other: Vec<Span>| Line::new(one.into_iter().chain(other).collect());
    vec![
        Line::default(),
        pair(
            attribution(day_mark(DayState::Done), "done"),
            attribution(day_mark(DayState::Started), "started"),
        ),
        pair(
            attribution(day_mark(DayState::Open), "open"),
            attribution(span("[ ]", Role::Accent), "today"),
        ),
    ]
}

/// Draws the list of days around the chosen one.
fn days(canvas: &mut Canvas, app: &App, area: Rect) {
    let all = &app.engine.plan().entries;
    let column = all
        .iter()
        .map(|entry| width(&entry.days.to_string()))
        .max()
        .unwrap_or(0);
    let timed = area.width >= TIMED;
    let columns = if timed {
        "steps checks    left "
    } else {
        "steps checks "
    };
    let heading = Line::of(format!("   {:<column$}  day", ""), Role::Faint)
        .right(vec![span(columns, Role::Faint)]);
    canvas.line(area, &heading);
    let area = below(area, 1);
    let first = first_day(app.home.cursor, all.len(), area.height);
    for ((index, entry), place) in all.iter().enumerate().skip(first).zip(rows(area)) {
        let chosen = index == app.home.cursor;
        canvas.line(place, &entry_line(app, entry, column, chosen, timed));
        if chosen {
            canvas.mark_chosen(place);
        }
    }
}

fn entry_line(app: &App, entry: &Entry, days: usize, chosen: bool, timed: bool) -> Line {
    let state = day_state(entry, app.engine.walk());
    let (steps, checks) = done(app, entry);
    let counted = |done: usize, total: usize, room: usize| {
        let text = if total == 0 {
            "–".to_owned()
        } else {
            format!("{done}/{total}")
        };
        format!("{text:>room$}")
    };
    let mut counts = counted(steps, entry.steps.len(), 5) + &counted(checks, entry.checks.len(), 7);
    if timed {
        counts.push_str(&format!("{:>8}", minutes_left(app, entry)));
    }
    counts.push(' ');
    let title = match (chosen, state) {
        (true, _) => Role::Strong,
        (false, DayState::Done) => Role::Muted,
        (false, _) => Role::Text,
    };
    let left = vec![
        span(" ", Role::Text),
        day_mark(state),
        span(format!(" {:>days$}  ", entry.days.to_string()), Role::Muted),
        span(&entry.title, title),
    ];
    Line::new(left)
        .right(vec![span(counts, Role::Faint)])
        .chosen(chosen)
}

/// Returns the expected time of the steps that are not done.
fn minutes_left(app: &App, entry: &Entry) -> String {
    let open = entry
        .steps
        .iter()
        .filter(|step| !step_state(step, app.engine.walk()).is_done());
    let left: f64 = open.filter_map(|step| app.expected_seconds(step)).sum();
    #[expect(clippy::cast_sign_loss, reason = "not below 0 here")]
    let left = (left / 60.0).round().max(0.0) as u32;
    if left == 0 {
        String::new()
    } else {
        minutes(left)
    }
}

/// Returns the objective of the chosen day, and its steps and checks.
fn chosen_day(app: &App, entry: &Entry, room: usize) -> Vec<Line> {
    let walk = app.engine.walk();
    let mut lines = prose(
        &format!("Day {}: {}", entry.days, entry.title),
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
            step_icon(step_state(step, walk)),
            span(" ", Role::Text),
            span(&step.title, Role::Text),
        ];
        lines.push(Line::new(left).right(vec![span(hosts_text(&step.hosts), Role::Faint)]));
    }
    if !entry.steps.is_empty() && !entry.checks.is_empty() {
        lines.push(Line::default());
    }
    for check in &entry.checks {
        let left = vec![
            check_mark(check_state(check, walk)),
            span(" ", Role::Text),
            span(&check.text, Role::Text),
        ];
        lines.push(Line::new(left).right(vec![span(hosts_text(&check.hosts), Role::Faint)]));
    }
    if Item::count(entry) == 0 {
        lines.push(Line::of("This day has no steps yet.", Role::Muted));
    }
    lines
}

/// Draws the next step, "Needs attention", and "Recent" if it fits. Each has a fixed area.
fn lower_part(canvas: &mut Canvas, app: &App, area: Rect) {
    canvas.line(area, &next_line(app));
    if area.height < 7 {
        let rest = below(area, 1);
        return canvas.lines(rest, &attention_lines(app, rest.height.into()));
    }
    let rest = below(area, 2);
    let (wants, late) = if rest.width >= BESIDE && rest.height < 10 {
        let [left, _, right] = Layout::horizontal([
            Constraint::Percentage(50),
            Constraint::Length(3),
            Constraint::Min(0),
        ])
        .areas(rest);
        (left, right)
    } else {
        let [upper, _, lower] = Layout::vertical([
            Constraint::Length((rest.height / 2).clamp(5, ATTENTION)),
            Constraint::Length(1),
            Constraint::Min(0),
        ])
        .areas(rest);
        (upper, lower)
    };
    titled(canvas, "NEEDS ATTENTION", wants, |room| {
        attention_lines(app, room)
    });
    if late.height > 1 {
        titled(canvas, "RECENT", late, |room| recent(app, room));
    }
}

/// Draws a heading, and as many lines as fit below it.
fn titled(canvas: &mut Canvas, title: &str, area: Rect, lines: impl FnOnce(usize) -> Vec<Line>) {
    canvas.line(area, &Line::of(title, Role::Faint));
    let rest = below(area, 1);
    let lines = lines(rest.height.into());
    if lines.is_empty() {
        return canvas.line(rest, &Line::of("Nothing.", Role::Faint));
    }
    canvas.lines(rest, &lines);
}

/// Returns the next step and the key that opens it.
fn next_line(app: &App) -> Line {
    let Some((entry, id)) = next_item(app.engine.plan(), app.engine.walk()) else {
        return Line::of("Every day of the plan is done.", Role::Passed);
    };
    let title = id.map_or_else(|| entry.title.clone(), |id| app.title_of(id));
    let left = vec![
        span("NEXT  ", Role::Faint),
        span(format!("Day {}  ", entry.days), Role::Muted),
        span(title, Role::Strong),
    ];
    let keys = vec![span("c", Role::Accent), span(" continues", Role::Muted)];
    Line::new(left).right(keys)
}

/// Returns the list "Needs attention" in at most `room` lines.
fn attention_lines(app: &App, room: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = attention(&app.engine)
        .iter()
        .map(|attention| attention_line(app, attention))
        .collect();
    if lines.len() > room {
        let more = lines.len() + 1 - room.max(1);
        lines.truncate(room.saturating_sub(1));
        lines.push(Line::of(format!("  and {more} more"), Role::Faint));
    }
    lines
}

fn attention_line(app: &App, attention: &Attention) -> Line {
    let role = match attention.sign {
        '✗' => Role::Failed,
        '○' => Role::Running,
        _ => Role::Warned,
    };
    let procedure = app.engine.plan().procedure(&attention.day);
    let name = procedure.map_or_else(String::new, |procedure| procedure.name().to_lowercase());
    let left = vec![
        span(format!("{} ", attention.sign), role),
        span(&attention.text, Role::Text),
    ];
    Line::new(left).right(vec![span(name, Role::Faint)])
}
