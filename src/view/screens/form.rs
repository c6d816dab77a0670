//! Draws the form for variables.

use ratatui::layout::Rect;

use crate::app::{Field, Form, When};
use crate::text::Printable;
use crate::view::canvas::Canvas;
use crate::view::line::{Line, span};
use crate::view::overlay::{Overlay, overlay, text_width};
use crate::view::scene::{Draw, Scene};
use crate::view::screens::text_prompt::text_area;
use crate::view::text::{fit, width};
use crate::view::theme::Role;

/// The height of a field: its question, its value, and a blank line or an error.
const FIELD: u16 = 3;

impl Draw for Form {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        form(canvas, self, scene.whole);
    }

    fn is_box(&self) -> bool {
        true
    }
}

/// Draws the form, scrolled to the field with the keyboard focus.
fn form(canvas: &mut Canvas, form: &Form, screen: Rect) {
    let fields = form.fields.len() as u16;
    let title = if form.then.is_empty() {
        "Variables"
    } else {
        "Required values"
    };
    let area = overlay(
        canvas,
        screen,
        fields * FIELD,
        &Overlay {
            title,
            danger: false,
            when: When::Form,
        },
    );
    let shown = usize::from(area.height / FIELD).max(1);
    let first = (form.cursor + 1).saturating_sub(shown);
    let places = area.rows().step_by(FIELD.into());
    for ((index, row), place) in form
        .fields
        .iter()
        .enumerate()
        .skip(first)
        .zip(places)
        .take(shown)
    {
        field(canvas, row, place, index == form.cursor);
    }
    let hidden = form.fields.len().saturating_sub(shown);
    if hidden > 0 {
        let position = Printable::line(&format!("{} of {}", form.cursor + 1, form.fields.len()));
        let edge = Rect {
            y: area.y - 2,
            height: 1,
            ..area
        };
        let style = canvas.theme.style(Role::Muted);
        let x = edge.right().saturating_sub(width(&position) as u16 + 1);
        canvas.put(x, edge.y, edge.width, &position, style);
    }
}

fn field(canvas: &mut Canvas, field: &Field, place: Rect, keyboard: bool) {
    let (name, question) = if keyboard {
        (Role::Accent, Role::Text)
    } else {
        (Role::Muted, Role::Muted)
    };
    let variable = &field.variable;
    let asked = variable.ask.as_deref().unwrap_or_default();
    let room = text_width(canvas.buffer.area).saturating_sub(width(&variable.name) as u16 + 4);
    let left = vec![span(fit(asked, room.into()), question)];
    canvas.line(
        place,
        &Line::new(left).right(vec![span(&variable.name, name)]),
    );
    let value = Rect {
        y: place.y + 1,
        height: 1,
        ..place
    };
    text_area(canvas, &field.area, value, keyboard);
    if field.text().is_empty() {
        hint(canvas, field, value);
    }
    if let Some(why) = &field.refused {
        let below = Rect {
            y: place.y + 2,
            ..place
        };
        canvas.line(below, &Line::of(format!("✗ {why}"), Role::Failed));
    }
}

/// The distance of a hint from the edge, so that the cursor does not cover it.
const HINT: u16 = 2;

/// Draws the hint in an empty field.
fn hint(canvas: &mut Canvas, field: &Field, place: Rect) {
    let variable = &field.variable;
    let text = if field.has_secret {
        "set for this session; type to replace it".to_owned()
    } else if variable.from.is_some() {
        "secret: press ctrl-f to fetch it, or type it".to_owned()
    } else if variable.secret {
        "secret: never shown or recorded".to_owned()
    } else if let Some(example) = &variable.example {
        format!("for example {example}")
    } else if variable.optional {
        "optional".to_owned()
    } else {
        return;
    };
    let place = Rect {
        x: place.x + HINT,
        width: place.width.saturating_sub(HINT),
        ..place
    };
    canvas.line(place, &Line::of(text, Role::Faint));
}
