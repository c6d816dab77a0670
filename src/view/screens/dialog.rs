//! Draws a dialog.

use ratatui::layout::Rect;

use crate::app::{Dialog, When};
use crate::view::canvas::Canvas;
use crate::view::line::{Line, labelled, prose};
use crate::view::overlay::{Overlay, overlay, text_width};
use crate::view::scene::{Draw, Scene};
use crate::view::theme::Role;

impl Draw for Dialog {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        dialog(canvas, self, scene.whole);
    }

    fn is_box(&self) -> bool {
        true
    }
}

/// Draws a dialog. Its answers are always visible, its text as far as it fits.
pub fn dialog(canvas: &mut Canvas, choice: &Dialog, screen: Rect) {
    let room = text_width(screen);
    let paragraphs = text(choice, room.into());
    let lines = lines(choice, room.into());
    let answers = lines.len() as u16;
    let area = overlay(
        canvas,
        screen,
        paragraphs.len() as u16 + answers,
        &Overlay {
            title: &choice.title,
            danger: choice.danger,
            when: When::Dialog,
        },
    );
    let text = area.height.saturating_sub(answers);
    canvas.lines(
        Rect {
            height: text,
            ..area
        },
        &paragraphs,
    );
    let rows = Rect {
        y: area.y + text,
        height: area.height - text,
        ..area
    };
    canvas.lines(rows, &lines);
}

fn text(choice: &Dialog, room: usize) -> Vec<Line> {
    let role = if choice.danger {
        Role::Failed
    } else {
        Role::Text
    };
    // The frame cuts a long title, so it is repeated in full.
    let mut lines = if crate::view::text::width(&choice.title) > room.saturating_sub(2) {
        prose(&choice.title, Role::Strong, room)
    } else {
        Vec::new()
    };
    for text in choice.text.iter().filter(|text| !text.is_empty()) {
        lines.extend(prose(text, role, room));
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// Returns the answers. A long one continues below.
fn lines(choice: &Dialog, room: usize) -> Vec<Line> {
    let answers = choice.answers.iter().enumerate();
    let line = |(index, (text, _)): (usize, &(String, _))| {
        let chosen = index == choice.cursor;
        let (edge, role) = if chosen {
            ("▌ ", Role::Strong)
        } else {
            ("  ", Role::Text)
        };
        let body = prose(text, role, room.saturating_sub(2));
        let lines = labelled(edge, Role::Accent, 2, &body).into_iter();
        lines.map(|line| line.chosen(chosen)).collect::<Vec<_>>()
    };
    answers.flat_map(line).collect()
}
