//! The question whether someone else's plan may run what it says.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::line::{Line, prose};
use super::page::page;
use super::theme::Role;
use crate::app::{App, Trust};

/// Draws what a plan would run, and the question.
pub fn trust(canvas: &mut Canvas, app: &App, trust: &Trust, body: Rect) {
    let told = "This plan is new to you. Its steps run as you, with your ssh keys. Read what it \
                would do, and answer y only if you trust whoever wrote it. Otherwise you can \
                read it, and nothing runs.";
    let text = prose(
        told,
        Role::Warned,
        usize::from(body.width).saturating_sub(4),
    );
    let [upper, lower] = ratatui::layout::Layout::vertical([
        ratatui::layout::Constraint::Length(text.len() as u16 + 1),
        ratatui::layout::Constraint::Min(1),
    ])
    .areas(body);
    canvas.clear(upper, Role::Ground);
    let inner = super::canvas::inset(super::canvas::below(upper, 1), 2);
    canvas.lines(inner, &text);
    let lines: Vec<Line> = trust
        .lines
        .iter()
        .map(|line| Line::of(line, role(line)))
        .collect();
    let title = format!("May {} run this?", app.work.plan.title);
    page(canvas, &title, &lines, trust.top, lower);
}

/// Scripts are indented, titles less so, headings not at all.
fn role(line: &str) -> Role {
    if line.starts_with("    ") {
        Role::Text
    } else if line.starts_with("  ") {
        Role::Strong
    } else {
        Role::Faint
    }
}
