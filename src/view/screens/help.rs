//! Draws the help screen.

use ratatui::layout::Rect;

use crate::app::screens::help::Help;
use crate::app::{KeySection, When, key_sections_from};
use crate::view::canvas::Canvas;
use crate::view::header::top_header;
use crate::view::line::{Line, Span, span, spans_width};
use crate::view::scene::{Draw, Scene};
use crate::view::screens::pager::page;
use crate::view::theme::Role;

/// The width of a column of keys.
const COLUMN: usize = 54;

impl Draw for Help {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        top_header(canvas, scene);
        help(canvas, self, scene.body);
    }
}

/// Draws all keys, in several columns if they fit.
fn help(canvas: &mut Canvas, help: &Help, body: Rect) {
    let columns = (usize::from(body.width.saturating_sub(6)) / COLUMN).max(1);
    page(
        canvas,
        "Keys",
        &beside(blocks(help.below), columns),
        help.top,
        body,
    );
}

/// Returns a block per section, the context's first: heading, keys and a blank line.
fn blocks(below: When) -> Vec<Vec<Line>> {
    let block = |section: KeySection| {
        let mut lines = vec![Line::of(section.title.to_uppercase(), Role::Faint)];
        lines.extend(section.rows.iter().map(row));
        lines.push(Line::default());
        lines
    };
    key_sections_from(below).into_iter().map(block).collect()
}

fn row((keys, label): &(String, &str)) -> Line {
    Line::new(vec![
        span(format!("  {keys:<18}"), Role::Accent),
        span(*label, Role::Text),
    ])
}

/// Arranges blocks in columns of about the same height. It breaks no block.
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

/// Returns one row of all columns.
fn across(stacks: &[Vec<Line>], row: usize) -> Line {
    let mut spans: Vec<Span> = Vec::new();
    for (index, stack) in stacks.iter().enumerate() {
        let gap = (index * COLUMN).saturating_sub(spans_width(&spans));
        spans.push(span(" ".repeat(gap), Role::Text));
        spans.extend(stack.get(row).iter().flat_map(|line| line.left.clone()));
    }
    Line::new(spans)
}
