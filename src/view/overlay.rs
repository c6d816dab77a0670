//! A box over the screen.

use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::canvas::{Canvas, inset};
use super::keys::Keys;
use super::line::Line;
use super::scene::Hints;
use super::theme::Role;
use crate::app::When;
use crate::text::Printable;

/// The look of a box and its keys.
pub struct Overlay<'a> {
    /// The title in its upper edge.
    pub title: &'a str,
    /// True if the box warns of harm.
    pub danger: bool,
    /// The context of the keys in its last line.
    pub when: When,
}

/// The greatest width of the text in a box.
pub const WIDEST: u16 = 76;

/// Returns the width of the text in a box.
pub fn text_width(screen: Rect) -> u16 {
    WIDEST.min(screen.width.saturating_sub(10))
}

/// Draws a box for `height` lines of text over the faded screen. Returns the area of the text.
pub fn overlay(canvas: &mut Canvas, screen: Rect, height: u16, overlay: &Overlay) -> Rect {
    canvas.fade(between_bars(screen));
    let width = text_width(screen) + 6;
    let height = (height + 5).min(screen.height.saturating_sub(2));
    let area = Rect {
        x: screen.x + (screen.width.saturating_sub(width)) / 2,
        y: screen.y + (screen.height.saturating_sub(height)) / 2,
        width,
        height,
    };
    Clear.render(area, canvas.buffer);
    canvas.clear(area, Role::Raised);
    frame(canvas, area, overlay);
    let inner = inset(area, 3);
    let last = Rect {
        y: area.bottom().saturating_sub(2),
        height: 1,
        ..inner
    };
    canvas.line(
        last,
        &Line::new(Keys::new(overlay.when, Hints::default()).fitted(last.width)),
    );
    Rect {
        y: area.y + 2,
        height: height.saturating_sub(5),
        ..inner
    }
}

/// Returns the screen without header and footer, which stay readable.
fn between_bars(screen: Rect) -> Rect {
    Rect {
        y: screen.y + 1,
        height: screen.height.saturating_sub(2),
        ..screen
    }
}

fn frame(canvas: &mut Canvas, area: Rect, overlay: &Overlay) {
    let (line, title) = if overlay.danger {
        (Role::Failed, Role::Failed)
    } else {
        (Role::Faint, Role::Strong)
    };
    let style = canvas.theme.style(line);
    Block::bordered()
        .border_type(BorderType::Plain)
        .border_style(style)
        .render(area, canvas.buffer);
    for position in area.positions() {
        if let Some(cell) = canvas.buffer.cell_mut(position)
            && let Some(sign) = cell.symbol().chars().next()
        {
            cell.set_char(canvas.theme.sign(sign));
        }
    }
    let sign = if overlay.danger { "▲ " } else { "" };
    let text = Printable::line(&format!(" {sign}{} ", overlay.title));
    let style = canvas.theme.style(title);
    canvas.put(
        area.x + 2,
        area.y,
        area.width.saturating_sub(4),
        &text,
        style,
    );
}
