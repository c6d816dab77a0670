//! The footer: a notice, the search, or the keys.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::canvas::{Canvas, inset};
use super::keys::Keys;
use super::line::{Line, prose, span, spans_width};
use super::theme::Role;
use crate::app::{App, Find, NoticeLevel};

/// The most lines of a notice. It covers the last lines of the screen.
const NOTICE: usize = 3;

/// Draws the footer, with these keys unless there is a search or a notice.
pub fn foot(canvas: &mut Canvas, app: &App, area: Rect, keys: Option<&Keys>) {
    canvas.clear(area, Role::Raised);
    if app.find.typing {
        find_input(canvas, &app.find, inset(area, 1));
    } else if let Some(notice) = &app.notice {
        notice_lines(canvas, &notice.text, notice.level, area);
    } else if let Some(keys) = keys {
        let line = Line::new(keys.fitted(area.width.saturating_sub(2)));
        canvas.line(inset(area, 1), &line);
    }
}

fn find_input(canvas: &mut Canvas, find: &Find, area: Rect) {
    let keys = vec![
        span("enter", Role::Accent),
        span(" done   ", Role::Muted),
        span("esc", Role::Accent),
        span(" cancel", Role::Muted),
    ];
    let mut left = vec![span("find ", Role::Muted), span(&find.text, Role::Text)];
    let end = u16::try_from(spans_width(&left)).unwrap_or(area.width);
    if find.missed {
        left.push(span("   no match", Role::Warned));
    }
    canvas.line(area, &Line::new(left).right(keys));
    cursor(
        canvas,
        area.x + end.min(area.width.saturating_sub(1)),
        area.y,
    );
}

/// Draws the cursor of a text input.
pub fn cursor(canvas: &mut Canvas, x: u16, y: u16) {
    if let Some(cell) = canvas.buffer.cell_mut((x, y)) {
        cell.modifier.toggle(Modifier::REVERSED);
    }
}

fn notice_lines(canvas: &mut Canvas, text: &str, tone: NoticeLevel, area: Rect) {
    let role = match tone {
        NoticeLevel::Good => Role::Passed,
        NoticeLevel::Refused => Role::Warned,
        NoticeLevel::Plain => Role::Text,
    };
    let mut lines = prose(text, role, area.width.saturating_sub(2).into());
    lines.truncate(NOTICE);
    let height = u16::try_from(lines.len()).unwrap_or(1).max(1);
    let top = area.bottom().saturating_sub(height);
    let area = Rect {
        y: top,
        height,
        ..area
    };
    canvas.clear(area, Role::Raised);
    canvas.lines(inset(area, 1), &lines);
}
