//! Where things stand on the plan's screen, for drawing and for the mouse.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::layout::day::bars;
use crate::plan::Plan;

/// From this width on the chosen day is told beside the days.
const WIDE: u16 = 140;

/// From this width of the days' part on a day of the calendar takes four cells.
const ROOMY: u16 = 92;

/// From this height on the goal of the chosen day's phase is told.
const TALL: u16 = 30;

/// The least height of what stands below the days.
const LOWER: u16 = 5;

/// How wide the calendar's column of weeks is, with the room at either side.
const WEEKS: u16 = 8;

/// Where the parts of the plan's screen stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomeLayout {
    /// The bar at the head.
    pub head: Rect,
    /// Everything between the bars.
    pub body: Rect,
    /// The phases, and below them the goal of one where there is room for it.
    pub phases: Rect,
    /// The calendar.
    pub calendar: Rect,
    /// How many cells a day of the calendar takes.
    pub cell: u16,
    /// The list of days, below a line for its heading.
    pub days: Rect,
    /// The rule below them.
    pub rule: Rect,
    /// What is next, and what wants attention.
    pub lower: Rect,
    /// The chosen day; empty where there is no room for it.
    pub chosen: Rect,
    /// The bar at the foot.
    pub foot: Rect,
}

impl HomeLayout {
    /// How many lines the calendar's legend takes, with the room above it.
    pub const LEGEND: u16 = 3;
}

/// Lays a plan's screen out; what has happened moves nothing.
pub fn home_layout(columns: u16, rows: u16, plan: &Plan) -> HomeLayout {
    let [head, body, foot] = bars(columns, rows);
    let [_, phases, _, rest] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(phases_height(plan, body.height)),
        Constraint::Length(1),
        Constraint::Min(0),
    ])
    .areas(inner(body));
    let (left, chosen) = if columns < WIDE {
        (rest, Rect::default())
    } else {
        let [left, _, chosen] = Layout::horizontal([
            Constraint::Percentage(62),
            Constraint::Length(3),
            Constraint::Min(0),
        ])
        .areas(rest);
        (left, chosen)
    };
    let [middle, rule, lower] = Layout::vertical([
        Constraint::Length(days_height(plan, left.height)),
        Constraint::Length(1),
        Constraint::Min(0),
    ])
    .areas(left);
    let cell = if left.width >= ROOMY { 4 } else { 3 };
    let [calendar, days] =
        Layout::horizontal([Constraint::Length(WEEKS + 7 * cell), Constraint::Min(0)])
            .areas(middle);
    HomeLayout {
        head,
        body,
        phases,
        calendar: indented(calendar, 0),
        cell,
        days,
        rule,
        lower: indented(lower, 1),
        chosen,
        foot,
    }
}

/// The first day shown of so many, so that the chosen one stands in the middle where it can.
pub fn first_day(cursor: usize, count: usize, height: u16) -> usize {
    let height = usize::from(height);
    let most = count.saturating_sub(height);
    cursor.saturating_sub(height / 2).min(most)
}

fn phases_height(plan: &Plan, height: u16) -> u16 {
    let has_goal = plan.phases.iter().any(|phase| phase.goal.is_some());
    let goal = if height >= TALL && has_goal { 2 } else { 0 };
    count(plan.phases.len()) + goal
}

/// How high calendar and days are: all days where there is room for them.
fn days_height(plan: &Plan, height: u16) -> u16 {
    let weeks = plan.last_day().div_ceil(7) as usize + usize::from(HomeLayout::LEGEND);
    let days = plan.entries.len().max(weeks) + 1;
    count(days).min(height.saturating_sub(LOWER + 1))
}

fn count(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// A column of room at either side.
fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// An area two columns further to the right, and so many less at its end.
fn indented(area: Rect, less: u16) -> Rect {
    Rect {
        x: area.x + 2.min(area.width),
        width: area.width.saturating_sub(2 + less),
        ..area
    }
}
