//! Where things stand on the screen, for drawing, for the mouse, and for the size of panes.

use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest screen everything works on: columns and rows.
pub const MINIMUM: (u16, u16) = (60, 16);

/// From this width on, the pane stands beside the list and not below it.
const WIDE: u16 = 150;

/// From this width on, the details stand beside the list.
const MIDDLE: u16 = 100;

/// How wide the pane beside the list is at least, with its borders: 80 columns and some.
const PANE: u16 = 86;

/// How wide the list beside the pane is at least, and at most.
const LIST: (u16, u16) = (64, 84);

/// Where the parts of a day's screen stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLayout {
    /// The bar at the head.
    pub head: Rect,
    /// Steps and checks; empty while the pane is zoomed.
    pub list: Rect,
    /// The chosen thing in full; empty where there is no room.
    pub details: Rect,
    /// The line that names the pane's host.
    pub bar: Rect,
    /// The pane itself.
    pub pane: Rect,
    /// The bar at the foot.
    pub foot: Rect,
}

/// Lays a day's screen out. `details` asks for them in the list's place where there is no room
/// for both.
pub fn day_layout(columns: u16, rows: u16, zoom: bool, details: bool) -> DayLayout {
    let [head, body, foot] = bars(columns, rows);
    let empty = Rect::new(body.x, body.y, 0, 0);
    if zoom {
        let [bar, pane] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(body);
        return DayLayout {
            head,
            list: empty,
            details: empty,
            bar,
            pane: inset(pane),
            foot,
        };
    }
    if columns >= WIDE {
        let left = (columns - PANE).clamp(LIST.0, LIST.1);
        let [left, _, right] = Layout::horizontal([
            Constraint::Length(left),
            Constraint::Length(1),
            Constraint::Min(1),
        ])
        .areas(body);
        let [list, details] =
            Layout::vertical([Constraint::Percentage(58), Constraint::Min(1)]).areas(left);
        let [_, bar, pane] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
        ])
        .areas(right);
        return DayLayout {
            head,
            list,
            details,
            bar,
            pane: inset(pane),
            foot,
        };
    }
    let upper = body.height * 6 / 10;
    let [top, bar, pane] = Layout::vertical([
        Constraint::Length(upper),
        Constraint::Length(1),
        Constraint::Min(1),
    ])
    .areas(body);
    let (list, shown) = match (columns >= MIDDLE, details) {
        (true, _) => {
            let [list, details] =
                Layout::horizontal([Constraint::Percentage(50), Constraint::Min(1)]).areas(top);
            (list, details)
        }
        (false, true) => (empty, top),
        (false, false) => (top, empty),
    };
    DayLayout {
        head,
        list,
        details: shown,
        bar,
        pane: inset(pane),
        foot,
    }
}

/// The size of every pane on a screen of this size, in cells: columns and rows.
pub fn pane_size(columns: u16, rows: u16, zoom: bool) -> (u16, u16) {
    let pane = day_layout(columns, rows, zoom, false).pane;
    (pane.width.max(20), pane.height.max(3))
}

/// The bars at head and foot, and what is between them.
pub(in crate::app) fn bars(columns: u16, rows: u16) -> [Rect; 3] {
    let area = Rect::new(0, 0, columns, rows);
    Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(area)
}

/// A column of room at either side.
fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    }
}
