//! All keys, by the place where they mean something.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::line::{Line, ink};
use super::page::page;
use super::theme::Role;
use crate::app::{Help, When, bindings};

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

/// Draws all keys; keys of the same meaning stand in one line.
pub fn help(canvas: &mut Canvas, help: &Help, body: Rect) {
    let mut lines = Vec::new();
    for (when, title) in PLACES {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::of(title, Role::Faint));
        lines.extend(place(when));
    }
    page(canvas, "Keys", &lines, help.top, body);
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
            ink(format!("  {:<22}", keys.join("  ")), Role::Accent),
            ink(*label, Role::Text),
        ])
    };
    rows.iter().map(line).collect()
}
