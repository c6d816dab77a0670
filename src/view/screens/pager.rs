//! A long text to read.

use ratatui::layout::Rect;

use crate::app::{App, Pager};
use crate::view::canvas::Canvas;
use crate::view::line::{Line, printed};
use crate::view::page::page;
use crate::view::theme::Role;

/// Draws a long text; lines that hold what is looked for stand out.
pub fn reader(canvas: &mut Canvas, app: &App, reader: &Pager, body: Rect) {
    let role = |line: &str| {
        if app.find.matches(line) {
            Role::Warned
        } else if line.starts_with('#') {
            Role::Muted
        } else {
            Role::Text
        }
    };
    let mut lines: Vec<Line> = reader
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| match (role(line), reader.styled.get(&at)) {
            (Role::Warned, _) | (_, None) => Line::of(line, role(line)),
            (_, Some(runs)) => {
                let runs = runs.iter().map(|(text, style)| printed(text, *style));
                Line::new(runs.collect())
            }
        })
        .collect();
    if reader.awaits.is_some() {
        lines.push(Line::of("reading what was kept", Role::Muted));
    }
    page(canvas, &reader.title, &lines, reader.top, body);
}
