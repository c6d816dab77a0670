//! A text over the whole screen between the bars.

use ratatui::layout::Rect;

use super::canvas::{Canvas, below, inset};
use super::line::{Line, fold};
use super::theme::Role;

/// Draws a text under a title from line `top` on; long lines go on below, beside a sign.
pub fn page(canvas: &mut Canvas, title: &str, text: &[Line], top: usize, body: Rect) {
    canvas.clear(body, Role::Ground);
    let area = inset(below(body, 1), 2);
    let shown = below(area, 2);
    let height = usize::from(shown.height);
    let folded: Vec<Vec<Line>> = text
        .iter()
        .map(|line| folded(line, shown.width.into()))
        .collect();
    let top = top.min(last_top(&folded, height));
    let above: usize = folded[..top].iter().map(Vec::len).sum();
    let lines: Vec<Line> = folded.into_iter().flatten().collect();
    let head = Line::of(title, Role::Strong).right(vec![super::line::ink(
        place(above, height, lines.len()),
        Role::Faint,
    )]);
    canvas.line(area, &head);
    canvas.lines(shown, &lines[above..]);
}

/// The last line with which the text still fills the screen.
fn last_top(folded: &[Vec<Line>], height: usize) -> usize {
    let mut room = height;
    for (index, lines) in folded.iter().enumerate().rev() {
        let Some(rest) = room.checked_sub(lines.len()) else {
            return (index + 1).min(folded.len().saturating_sub(1));
        };
        room = rest;
    }
    0
}

fn place(above: usize, height: usize, count: usize) -> String {
    if count <= height {
        return String::new();
    }
    format!("{}–{} of {count}", above + 1, (above + height).min(count))
}

fn folded(line: &Line, room: usize) -> Vec<Line> {
    if !line.right.is_empty() {
        return vec![line.clone()];
    }
    let parts = fold(&line.left, room.saturating_sub(2));
    let mark = |(index, mut left): (usize, Vec<super::line::Span>)| {
        let edge = if index == 0 { "  " } else { "» " };
        left.insert(0, super::line::ink(edge, Role::Accent));
        Line::new(left)
    };
    parts.into_iter().enumerate().map(mark).collect()
}
