//! The areas of the home screen, for drawing and for the mouse.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::layout::day::bars;
use crate::plan::Plan;

/// The width from which the chosen day is beside the list of days.
const WIDE: u16 = 140;

/// The width of the left part from which a day of the calendar takes four cells.
const ROOMY: u16 = 92;

/// The height from which the goal of the chosen day's phase is shown.
const TALL: u16 = 30;

/// The least height of the part below the days.
const LOWER: u16 = 5;

/// The width of the calendar's column of weeks, with the margins.
const WEEKS: u16 = 8;

/// The areas of the home screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomeLayout {
    /// The header.
    pub head: Rect,
    /// The area between the header and the footer.
    pub body: Rect,
    /// The phases, and the goal of one below them if it fits.
    pub phases: Rect,
    pub calendar: Rect,
    /// The width of a day of the calendar, in cells.
    pub cell: u16,
    /// The list of days, below its heading.
    pub days: Rect,
    /// The rule below the days.
    pub rule: Rect,
    /// The next step and the list "Needs attention".
    pub lower: Rect,
    /// The chosen day; empty if it does not fit.
    pub chosen: Rect,
    /// The footer.
    pub foot: Rect,
}

impl HomeLayout {
    /// The height of the calendar's legend, with the blank line above it.
    pub const LEGEND: u16 = 3;
}

/// Returns the areas of the home screen. They depend on the plan and not on the walk, so that
/// nothing moves during the walk.
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

/// Returns the first of `count` days on the screen, so that the chosen one is in the middle if
/// possible.
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

/// Returns the height of calendar and days: all days if they fit.
fn days_height(plan: &Plan, height: u16) -> u16 {
    let weeks = plan.last_day().div_ceil(7) as usize + usize::from(HomeLayout::LEGEND);
    let days = plan.entries.len().max(weeks) + 1;
    count(days).min(height.saturating_sub(LOWER + 1))
}

fn count(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// Returns the area without its first and last column.
fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    }
}

/// Returns the area without its first two and its last `less` columns.
fn indented(area: Rect, less: u16) -> Rect {
    Rect {
        x: area.x + 2.min(area.width),
        width: area.width.saturating_sub(2 + less),
        ..area
    }
}
