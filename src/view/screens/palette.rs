//! Draws the palette.

use ratatui::layout::Rect;

use crate::app::{Palette, When};
use crate::view::canvas::{Canvas, below};
use crate::view::footer::cursor;
use crate::view::line::{Line, span};
use crate::view::overlay::{Overlay, overlay};
use crate::view::scene::{Draw, Scene};
use crate::view::theme::Role;

/// The number of lines. The box keeps its height while the operator types.
const LINES: u16 = 14;

impl Draw for Palette {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        palette(canvas, self, scene.whole);
    }

    fn is_box(&self) -> bool {
        true
    }
}

fn palette(canvas: &mut Canvas, palette: &Palette, screen: Rect) {
    let area = overlay(
        canvas,
        screen,
        LINES + 2,
        &Overlay {
            title: "Commands",
            danger: false,
            when: When::Palette,
        },
    );
    let typed = vec![span(": ", Role::Accent), span(&palette.text, Role::Text)];
    let end = crate::view::line::spans_width(&typed) as u16;
    canvas.line(area, &Line::new(typed));
    cursor(
        canvas,
        area.x + end.min(area.width.saturating_sub(1)),
        area.y,
    );
    let list = below(area, 2);
    let found = palette.found();
    if found.is_empty() {
        return canvas.line(list, &Line::of("  No command matches.", Role::Muted));
    }
    let first = (palette.cursor + 1).saturating_sub(list.height.into());
    let lines: Vec<Line> = found
        .iter()
        .enumerate()
        .skip(first)
        .map(|(index, binding)| {
            let chosen = index == palette.cursor;
            let (edge, role) = if chosen {
                ("▌ ", Role::Strong)
            } else {
                ("  ", Role::Text)
            };
            let left = vec![span(edge, Role::Accent), span(binding.label, role)];
            let key = span(format!("{} ", binding.key), Role::Accent);
            Line::new(left).right(vec![key]).chosen(chosen)
        })
        .collect();
    canvas.lines(list, &lines);
}
