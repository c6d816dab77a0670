//! All keys, by the place where they mean something.

use ratatui::layout::Rect;

use crate::app::{Help, When, bindings};
use crate::view::canvas::Canvas;
use crate::view::line::{Line, Span, ink, spans_width};
use crate::view::page::page;
use crate::view::theme::Role;

/// The places in the order in which one comes to them.
const PLACES: [(When, &str); 12] = [
    (When::Home, "THE PLAN"),
    (When::Day, "A DAY"),
    (When::Pane, "THE PANE"),
    (When::Typing, "THE PANE, WHILE IT HAS THE KEYBOARD"),
    (When::Reader, "A TEXT"),
    (When::Palette, "COMMANDS"),
    (When::Form, "A FORM"),
    (When::Words, "A NOTE"),
    (When::Line, "ONE LINE"),
    (When::Choice, "A QUESTION"),
    (When::Trust, "THE QUESTION OF TRUST"),
    (When::Help, "HELP"),
];

/// How wide a column of keys is.
const COLUMN: usize = 54;

/// Draws all keys; keys of the same meaning stand in one line, places side by side where there is
/// room.
pub fn help(canvas: &mut Canvas, help: &Help, body: Rect) {
    let columns = (usize::from(body.width.saturating_sub(6)) / COLUMN).max(1);
    page(canvas, "Keys", &beside(blocks(), columns), help.top, body);
}

/// A place's heading and keys, and a line of room.
fn blocks() -> Vec<Vec<Line>> {
    let block = |(when, title)| {
        let mut lines = vec![Line::of(title, Role::Faint)];
        lines.extend(place(when));
        lines.push(Line::default());
        lines
    };
    PLACES.into_iter().map(block).collect()
}

/// Blocks in this many columns of about the same height, none torn apart.
fn beside(blocks: Vec<Vec<Line>>, columns: usize) -> Vec<Line> {
    let total: usize = blocks.iter().map(Vec::len).sum();
    let mut stacks = vec![Vec::new()];
    for block in blocks {
        let full = stacks
            .last()
            .is_some_and(|stack| stack.len() + block.len() / 2 > total / columns);
        if full && stacks.len() < columns {
            stacks.push(Vec::new());
        }
        if let Some(stack) = stacks.last_mut() {
            stack.extend(block);
        }
    }
    let height = stacks.iter().map(Vec::len).max().unwrap_or(0);
    (0..height).map(|row| across(&stacks, row)).collect()
}

/// One row of all columns.
fn across(stacks: &[Vec<Line>], row: usize) -> Line {
    let mut inks: Vec<Span> = Vec::new();
    for (index, stack) in stacks.iter().enumerate() {
        let gap = (index * COLUMN).saturating_sub(spans_width(&inks));
        inks.push(ink(" ".repeat(gap), Role::Text));
        inks.extend(stack.get(row).iter().flat_map(|line| line.left.clone()));
    }
    Line::new(inks)
}

fn place(when: When) -> Vec<Line> {
    let mut rows: Vec<(Vec<&str>, &str)> = Vec::new();
    for binding in bindings(when) {
        match rows.iter_mut().find(|(_, label)| *label == binding.label) {
            Some((keys, _)) => keys.push(binding.key),
            None => rows.push((vec![binding.key], binding.label)),
        }
    }
    let line = |(keys, label): &(Vec<&str>, &str)| {
        Line::new(vec![
            ink(format!("  {:<18}", keys.join(" ")), Role::Accent),
            ink(*label, Role::Text),
        ])
    };
    rows.iter().map(line).collect()
}
