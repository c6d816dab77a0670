//! The cells of a frame.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::line::{Line, Span, spans_width};
use super::text::{fit, width};
use super::theme::{Role, Theme};
use crate::text::Printable;

/// The cells of a frame. Text is written by role, never by colour.
pub struct Canvas<'a> {
    /// The styles of the roles.
    pub theme: &'a Theme,
    /// Cells of the frame.
    pub buffer: &'a mut Buffer,
}

impl Canvas<'_> {
    /// Empties an area and sets its background.
    pub fn clear(&mut self, area: Rect, ground: Role) {
        let style = self
            .theme
            .style(Role::Ground)
            .patch(self.theme.style(ground));
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Fades an area, to draw a box over it.
    pub fn fade(&mut self, area: Rect) {
        let quiet = Style::new()
            .remove_modifier(Modifier::BOLD | Modifier::REVERSED)
            .patch(self.theme.style(Role::Line))
            .patch(self.theme.style(Role::Ground));
        self.buffer.set_style(area, quiet);
    }

    /// Writes text in at most `room` cells. Returns the number of cells written.
    pub fn put(&mut self, x: u16, y: u16, room: u16, text: &Printable, style: Style) -> u16 {
        let text = fit(text, room.into());
        let text: String = text.chars().map(|sign| self.theme.sign(sign)).collect();
        let (end, _) = self.buffer.set_stringn(x, y, text, room.into(), style);
        end - x
    }

    /// Fills an area with one character of daymark's own.
    pub fn fill(&mut self, area: Rect, sign: char, role: Role) {
        let area = area.intersection(self.buffer.area);
        let (sign, style) = (self.theme.sign(sign), self.theme.style(role));
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.set_char(sign).set_style(style);
            }
        }
    }

    /// Marks the first cell of a chosen line.
    pub fn mark_chosen(&mut self, line: Rect) {
        self.fill(
            Rect {
                width: 1.min(line.width),
                height: 1,
                ..line
            },
            '▌',
            Role::Accent,
        );
    }

    /// Writes spans from a cell on, in at most `room` cells.
    pub fn spans(&mut self, x: u16, y: u16, room: u16, spans: &[Span], chosen: bool) {
        let end = x + room;
        let mut x = x;
        for (index, piece) in spans.iter().enumerate() {
            let role = if chosen {
                piece.role.on_chosen()
            } else {
                piece.role
            };
            let left = end - x;
            let more = spans[index + 1..].iter().any(|span| !span.text.is_empty());
            let fills = width(&piece.text) == usize::from(left) && more;
            // A span that just fits, with more spans after it, must end with an ellipsis.
            let room = if fills { left.saturating_sub(1) } else { left };
            let style = self.theme.style(role);
            let style = match piece.style {
                Some(printed) if !chosen => style.patch(self.theme.printed(printed)),
                _ => style,
            };
            x += self.put(x, y, room, &piece.text, style);
            if width(&piece.text) > usize::from(room) {
                return;
            }
        }
    }

    /// Writes a line into the first row of an area.
    pub fn line(&mut self, area: Rect, line: &Line) {
        if area.is_empty() {
            return;
        }
        let row = Rect { height: 1, ..area };
        if line.chosen {
            self.buffer.set_style(row, self.theme.style(Role::Chosen));
        }
        let right = u16::try_from(spans_width(&line.right)).unwrap_or(u16::MAX);
        let right = right.min(area.width);
        let gap = if right > 0 { 2 } else { 0 };
        let room = area.width.saturating_sub(right + gap);
        self.spans(area.x, area.y, room, &line.left, line.chosen);
        let x = area.right() - right;
        self.spans(x, area.y, right, &line.right, line.chosen);
    }

    /// Writes lines from the top of an area.
    pub fn lines(&mut self, area: Rect, lines: &[Line]) {
        for (row, line) in rows(area).zip(lines) {
            self.line(row, line);
        }
    }

    /// Draws a horizontal rule in the first row of an area.
    pub fn rule(&mut self, area: Rect) {
        self.fill(
            Rect {
                height: 1.min(area.height),
                ..area
            },
            '─',
            Role::Line,
        );
    }

    /// Draws a vertical rule in the first column of an area.
    pub fn upright(&mut self, area: Rect) {
        self.fill(
            Rect {
                width: 1.min(area.width),
                ..area
            },
            '│',
            Role::Line,
        );
    }
}

/// Returns the rows of an area, from top to bottom.
pub fn rows(area: Rect) -> impl Iterator<Item = Rect> {
    area.rows()
}

/// Returns an area without this many columns at either side.
pub fn inset(area: Rect, columns: u16) -> Rect {
    Rect {
        x: area.x + columns.min(area.width),
        width: area.width.saturating_sub(2 * columns),
        ..area
    }
}

/// Returns an area without this many rows at its top.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}
