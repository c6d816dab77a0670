//! The bar at the foot of every screen: a notice, the text looked for, or the keys.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::canvas::{Canvas, inset};
use super::line::{Ink, Line, ink, inks_width, prose};
use super::theme::Role;
use crate::app::{Action, App, Binding, Find, Tone, When, bindings};

/// The most lines a notice takes; the screens stay where they are, it lies on them.
const NOTICE: usize = 3;

/// Draws the foot of the screen; `keys` tells whether it shows keys where nothing else stands.
pub fn foot(canvas: &mut Canvas, app: &App, area: Rect, hidden: &[Action], keys: bool) {
    canvas.clear(area, Role::Raised);
    if app.find.typing {
        find_input(canvas, &app.find, inset(area, 1));
    } else if let Some(notice) = &app.notice {
        notice_lines(canvas, &notice.text, notice.tone, area);
    } else if keys {
        let line = Line::new(fitted_keys(
            app.when(),
            area.width.saturating_sub(2),
            hidden,
        ));
        canvas.line(inset(area, 1), &line);
    }
}

fn find_input(canvas: &mut Canvas, find: &Find, area: Rect) {
    let keys = vec![
        ink("enter", Role::Accent),
        ink(" stay here   ", Role::Muted),
        ink("esc", Role::Accent),
        ink(" stop looking", Role::Muted),
    ];
    let mut left = vec![ink("find ", Role::Muted), ink(&find.text, Role::Text)];
    let end = u16::try_from(inks_width(&left)).unwrap_or(area.width);
    if find.missed {
        left.push(ink("   not here", Role::Warned));
    }
    canvas.line(area, &Line::new(left).right(keys));
    cursor(
        canvas,
        area.x + end.min(area.width.saturating_sub(1)),
        area.y,
    );
}

/// Draws the place where the next letter goes.
pub fn cursor(canvas: &mut Canvas, x: u16, y: u16) {
    if let Some(cell) = canvas.buffer.cell_mut((x, y)) {
        cell.modifier.toggle(Modifier::REVERSED);
    }
}

fn notice_lines(canvas: &mut Canvas, text: &str, tone: Tone, area: Rect) {
    let role = match tone {
        Tone::Good => Role::Passed,
        Tone::Refused => Role::Warned,
        Tone::Plain => Role::Text,
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

/// The keys of a place that fit, in the table's order; the way to help and the way back always do.
pub fn fitted_keys(when: When, room: u16, hidden: &[Action]) -> Vec<Ink> {
    let all: Vec<&Binding> = bindings(when)
        .filter(|binding| binding.foot && !hidden.contains(&binding.action))
        .collect();
    let needed =
        |binding: &Binding| matches!(binding.action, Action::Help | Action::Back | Action::Leave);
    let cost = |binding: &Binding| inks_width(&key(binding)) + GAP.len();
    let reserved: usize = all
        .iter()
        .filter(|binding| needed(binding))
        .map(|binding| cost(binding))
        .sum();
    let mut left = (usize::from(room) + GAP.len()).saturating_sub(reserved);
    let mut shown = Vec::new();
    for binding in all {
        if !needed(binding) {
            let Some(rest) = left.checked_sub(cost(binding)) else {
                left = 0;
                continue;
            };
            left = rest;
        }
        if !shown.is_empty() {
            shown.push(ink(GAP, Role::Muted));
        }
        shown.extend(key(binding));
    }
    shown
}

const GAP: &str = "   ";

fn key(binding: &Binding) -> Vec<Ink> {
    vec![
        ink(binding.key, Role::Accent),
        ink(" ", Role::Muted),
        ink(binding.label, Role::Muted),
    ]
}
