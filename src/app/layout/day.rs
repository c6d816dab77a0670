//! The areas of a day's screen, for drawing, for the mouse, and for the size of panes.

use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest terminal on which everything works: columns and rows.
pub const MINIMUM: (u16, u16) = (60, 16);

/// The width from which the pane is beside the list instead of below it.
const WIDE: u16 = 150;

/// The width from which the details are beside the list.
const MIDDLE: u16 = 100;

/// The least width of the pane beside the list, with its borders: 80 columns and a few.
const PANE: u16 = 86;

/// The least and the greatest width of the list beside the pane.
const LIST: (u16, u16) = (64, 84);

/// The areas of a day's screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayLayout {
    /// The header.
    pub head: Rect,
    /// The steps and checks; empty while the pane is zoomed.
    pub list: Rect,
    /// The chosen line in full; empty if it does not fit.
    pub details: Rect,
    /// The line that names the pane's host.
    pub bar: Rect,
    pub pane: Rect,
    /// The footer.
    pub foot: Rect,
}

/// Returns the areas of a day's screen. With `details`, the details replace the list if both do not
/// fit.
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

/// Returns the size of a pane on a terminal of this size, in cells: columns and rows.
pub fn pane_size(columns: u16, rows: u16, zoom: bool) -> (u16, u16) {
    let pane = day_layout(columns, rows, zoom, false).pane;
    (pane.width.max(20), pane.height.max(3))
}

/// Returns the header, the body and the footer.
pub(in crate::app) fn bars(columns: u16, rows: u16) -> [Rect; 3] {
    let area = Rect::new(0, 0, columns, rows);
    Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(area)
}

/// Returns the area without its first and last column.
fn inset(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        ..area
    }
}
