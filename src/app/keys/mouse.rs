//! The meaning of clicks and of the wheel.

use ratatui::layout::{Position, Rect};

use crate::app::app::App;
use crate::app::keys::keymap::named;
use crate::app::layout::day::day_layout;
use crate::app::layout::home::{first_day, home_layout};
use crate::app::message::{Mouse, MouseKind};
use crate::app::screens::day::{Focus, Row, rows};
use crate::app::screens::screen::Screen;
use crate::app::{Action, DayLayout};

/// The meaning of a click or of a turn of the wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointed {
    Nothing,
    /// An action, as of a key.
    Action(Action),
    /// A day on the home screen. A click on the chosen one opens it.
    Day(usize),
    /// A step or check of the day.
    Item(usize),
    /// The pane gets the keyboard.
    Type,
    /// Scrolls the pane by this many lines; a positive number goes back in time.
    Scroll(i32),
}

/// The number of lines that one turn of the wheel scrolls a pane.
const WHEEL: i32 = 3;

/// Returns the meaning of a mouse event on the screen on top.
pub fn pointed(app: &App, mouse: Mouse) -> Pointed {
    let wheel = match mouse.kind {
        MouseKind::Click => None,
        MouseKind::WheelUp => Some((Action::Up, WHEEL)),
        MouseKind::WheelDown => Some((Action::Down, -WHEEL)),
    };
    let at = Position::new(mouse.column, mouse.row);
    let Some(Screen::Day(day)) = app.screens.last() else {
        return match mouse.kind {
            MouseKind::Click => clicked_day(app, at).map_or(Pointed::Nothing, Pointed::Day),
            MouseKind::WheelUp => turned(app, "wheelup"),
            MouseKind::WheelDown => turned(app, "wheeldown"),
        };
    };
    let layout = day_layout(app.size.0, app.size.1, day.zoom, day.details);
    match wheel {
        Some((_, lines)) if layout.pane.contains(at) => Pointed::Scroll(lines),
        Some((action, _)) if layout.list.contains(at) => Pointed::Action(action),
        Some((Action::Up, _)) => Pointed::Action(Action::PageUp),
        Some(_) => Pointed::Action(Action::PageDown),
        None if layout.pane.contains(at) => Pointed::Type,
        None => clicked_row(app, &layout, at).map_or(Pointed::Nothing, Pointed::Item),
    }
}

/// Returns the key table's action for a wheel turn.
fn turned(app: &App, name: &str) -> Pointed {
    named(app.when(), name).map_or(Pointed::Nothing, Pointed::Action)
}

/// Returns the day at a position on the home screen.
fn clicked_day(app: &App, at: Position) -> Option<usize> {
    let layout = home_layout(app.size.0, app.size.1, app.engine.plan());
    let heading = layout.days.y;
    if !app.screens.is_empty() || !layout.days.contains(at) || at.y == heading {
        return None;
    }
    let count = app.engine.plan().entries.len();
    let first = first_day(app.home.cursor, count, layout.days.height - 1);
    let day = first + usize::from(at.y - heading - 1);
    (day < count).then_some(day)
}

/// Returns the step or check at a position.
fn clicked_row(app: &App, layout: &DayLayout, at: Position) -> Option<usize> {
    let day = app
        .day()
        .filter(|day| day.focus != Focus::Typing || layout.list.contains(at))?;
    let procedure = app.procedure()?;
    let area = list_rows(layout.list);
    let rows = rows(procedure, area.height);
    if !area.contains(at) {
        return None;
    }
    let index = usize::from(at.y - area.y) + first_row(&rows, day.cursor, area.height);
    match rows.get(index) {
        Some(Row::Item(item)) => Some(*item),
        _ => None,
    }
}

/// Returns the rows of a list within its area: without the blank first line and the last line,
/// which shows the number of hidden rows.
pub fn list_rows(list: Rect) -> Rect {
    Rect {
        y: list.y + 1.min(list.height),
        height: list.height.saturating_sub(2),
        ..list
    }
}

/// Returns the first row on the screen, so that the chosen item is visible.
pub fn first_row(rows: &[Row], cursor: usize, height: u16) -> usize {
    let chosen = rows
        .iter()
        .position(|row| *row == Row::Item(cursor))
        .unwrap_or(0);
    let height = usize::from(height.max(1));
    (chosen + 1).saturating_sub(height)
}
