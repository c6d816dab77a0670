//! Draws a text prompt.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

use crate::app::{PromptPurpose, TextPrompt, When};
use crate::text::Printable;
use crate::view::canvas::Canvas;
use crate::view::line::{Line, prose};
use crate::view::overlay::{Overlay, overlay, text_width};
use crate::view::scene::{Draw, Scene};
use crate::view::text::with_blanks;
use crate::view::theme::Role;

/// The height of an editor of several lines.
const LINES: u16 = 6;

impl Draw for TextPrompt {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        prompt(canvas, self, scene.whole);
    }

    fn is_box(&self) -> bool {
        true
    }
}

/// Draws a text prompt.
fn prompt(canvas: &mut Canvas, words: &TextPrompt, screen: Rect) {
    let long = words.purpose.is_long();
    let room = text_width(screen).into();
    let mut intro = prose(&words.about, Role::Muted, room);
    if crate::view::text::width(&words.title) > room {
        intro.extend(prose(&words.title, Role::Strong, room));
    }
    intro.push(Line::default());
    let editor = if long { LINES } else { 1 };
    let area = overlay(
        canvas,
        screen,
        intro.len() as u16 + editor + 2,
        &Overlay {
            title: &words.title,
            danger: matches!(words.purpose, PromptPurpose::NameHost { .. }),
            when: if long { When::Text } else { When::TextLine },
        },
    );
    canvas.lines(area, &intro);
    let [_, place, reason] = ratatui::layout::Layout::vertical([
        ratatui::layout::Constraint::Length(intro.len() as u16),
        ratatui::layout::Constraint::Min(1),
        ratatui::layout::Constraint::Length(2),
    ])
    .areas(area);
    text_area(canvas, &words.area, place, true);
    if let Some(why) = &words.refused {
        let line = Line::of(why, Role::Failed);
        canvas.line(crate::view::canvas::below(reason, 1), &line);
    }
}

/// Draws a text area in the colours of the theme.
pub fn text_area(canvas: &mut Canvas, area: &TextArea<'static>, place: Rect, keyboard: bool) {
    let ground = if keyboard { Role::Chosen } else { Role::Ground };
    canvas.clear(place, ground);
    let style = canvas
        .theme
        .style(Role::Text)
        .patch(canvas.theme.style(ground));
    let mut area = printable(area);
    area.set_style(style);
    area.set_cursor_line_style(style);
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    if !keyboard {
        area.set_cursor_style(style);
    }
    area.render(place, canvas.buffer);
}

/// Returns a copy of the editor that makes hidden characters visible.
fn printable(area: &TextArea<'static>) -> TextArea<'static> {
    let shown = |text: &str| with_blanks(Printable::name(text));
    let lines = area.lines().iter();
    if lines.clone().all(|line| *line == *shown(line)) {
        return area.clone();
    }
    let DataCursor(row, column) = area.cursor();
    let before: String = area.lines()[row].chars().take(column).collect();
    let column = shown(&before).chars().count();
    let mut printable = TextArea::from(lines.map(|line| String::from(shown(line))));
    if let Some(mask) = area.mask_char() {
        printable.set_mask_char(mask);
    }
    printable.move_cursor(CursorMove::Jump(row as u16, column as u16));
    printable
}
