//! Draws the undo list.

use ratatui::layout::Rect;

use crate::app::{App, UndoList};
use crate::progress::{UndoEntry, reopened_by};
use crate::view::canvas::{Canvas, below, inset, rows};
use crate::view::header::top_header;
use crate::view::line::{Line, prose, span};
use crate::view::scene::{Draw, Scene};
use crate::view::text::fit;
use crate::view::theme::Role;
use crate::view::time_format::full_moment;

impl Draw for UndoList {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        top_header(canvas, scene);
        undo_list(canvas, scene.app, self, scene.body);
    }
}

/// Draws the completed steps, newest first, and whether each can be undone.
fn undo_list(canvas: &mut Canvas, app: &App, undo: &UndoList, body: Rect) {
    canvas.clear(body, Role::Ground);
    let area = inset(below(body, 1), 2);
    let done = undo.done(&app.engine);
    let ways = done.iter().filter(|done| done.can_undo()).count();
    let open = done.iter().filter(|done| done.is_open).count();
    let again = match open {
        0 => String::new(),
        open => format!(", {open} reopened"),
    };
    let summary = format!("{} done{again}, {ways} can be undone", done.len() - open);
    let title = Line::of(undo.title(&app.engine), Role::Strong);
    canvas.line(area, &title.right(vec![span(summary, Role::Faint)]));
    let area = below(area, 2);
    if done.is_empty() {
        let summary = "No step here has changed a host, so there is nothing to undo.";
        return canvas.lines(area, &prose(summary, Role::Muted, area.width.into()));
    }
    let list = Rect {
        height: area.height.saturating_sub(2),
        ..area
    };
    if let Some(chosen) = done.get(undo.cursor) {
        canvas.line(
            below(area, area.height.saturating_sub(1)),
            &reason(app, chosen),
        );
    }
    let first = (undo.cursor + 1).saturating_sub(list.height.into());
    for ((index, done), place) in done.iter().enumerate().skip(first).zip(rows(list)) {
        let chosen = index == undo.cursor;
        canvas.line(place, &line(app, index + 1, done).chosen(chosen));
        if chosen {
            canvas.mark_chosen(place);
        }
    }
}

/// Returns why the chosen step cannot be undone, or why it is reopened.
fn reason(app: &App, done: &UndoEntry<'_>) -> Line {
    let undone = reopened_by(done.step, app.engine.walk()).filter(|_| done.can_undo());
    if let Some(id) = undone {
        let title = app.title_of(id);
        let summary =
            format!("Reopened: {title} was undone. The changes of this step are still in place.");
        return Line::of(summary, Role::Warned);
    }
    let why = done.step.no_undo.as_deref();
    let why = why.filter(|_| !done.can_undo());
    why.map_or_else(Line::default, |why| {
        Line::of(format!("Cannot be undone: {why}"), Role::Warned)
    })
}

fn line(app: &App, number: usize, done: &UndoEntry<'_>) -> Line {
    let (role, way) = match (done.can_undo(), done.is_open) {
        (true, false) => (Role::Text, span("can be undone", Role::Passed)),
        (true, true) => (Role::Text, span("reopened", Role::Warned)),
        (false, _) => (Role::Muted, span("no undo", Role::Warned)),
    };
    let left = vec![
        span(format!(" {number:>3}  "), Role::Faint),
        span(&done.step.title, role),
    ];
    let at = full_moment(done.at, app.today());
    let right = vec![
        span(
            format!("{:>12}  ", done.procedure.name().to_lowercase()),
            Role::Faint,
        ),
        way,
        span(format!(" {:>8} {at:>12} ", fit(done.host, 8)), Role::Faint),
    ];
    Line::new(left).right(right)
}
