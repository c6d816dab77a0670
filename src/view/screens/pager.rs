//! Draws a long text.

use ratatui::layout::Rect;

use crate::app::{Action, Pager};
use crate::view::canvas::{Canvas, below, inset};
use crate::view::header::top_header;
use crate::view::line::{Line, Span, fold, printed, span};
use crate::view::scene::{Draw, Hints, Scene};
use crate::view::theme::Role;

impl Draw for Pager {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        top_header(canvas, scene);
        let role = |line: &str| {
            if scene.app.find.matches(line) {
                Role::Warned
            } else if line.starts_with('#') {
                Role::Muted
            } else {
                Role::Text
            }
        };
        let mut lines: Vec<Line> = self
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| match (role(line), self.styled.get(&at)) {
                (Role::Warned, _) | (_, None) => Line::of(line, role(line)),
                (_, Some(runs)) => {
                    let runs = runs.iter().map(|(text, style)| printed(text, *style));
                    Line::new(runs.collect())
                }
            })
            .collect();
        if self.awaits.is_some() {
            lines.push(Line::of("Reading the output.", Role::Muted));
        }
        page(canvas, &self.title, &lines, self.top, scene.body);
    }

    fn hints(&self, _scene: &Scene) -> Hints {
        let hidden = if self.file.is_none() {
            vec![Action::WriteReport]
        } else {
            Vec::new()
        };
        Hints {
            hidden,
            ..Hints::default()
        }
    }
}

/// Draws a text with a title from line `top` on. A long line continues below, beside a sign.
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
    let head = Line::of(title, Role::Strong)
        .right(vec![span(place(above, height, lines.len()), Role::Faint)]);
    canvas.line(area, &head);
    canvas.lines(shown, &lines[above..]);
}

/// Returns the last `top` with which the text fills the screen.
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
    let mark = |(index, mut left): (usize, Vec<Span>)| {
        let edge = if index == 0 { "  " } else { "» " };
        left.insert(0, span(edge, Role::Accent));
        Line::new(left)
    };
    parts.into_iter().enumerate().map(mark).collect()
}
