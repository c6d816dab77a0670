//! Draws the undo list.

use ratatui::layout::Rect;

use crate::app::{App, UndoList};
use crate::progress::{UndoEntry, reopened_by};
use crate::view::canvas::{Canvas, below, inset, rows};
use crate::view::header::top_header;
use crate::view::line::{Line, ink, prose};
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

/// Draws completed steps, newest first, and marks those that cannot be undone.
fn undo_list(canvas: &mut Canvas, app: &App, ledger: &UndoList, body: Rect) {
    canvas.clear(body, Role::Ground);
    let area = inset(below(body, 1), 2);
    let done = ledger.done(&app.engine);
    let ways = done.iter().filter(|done| done.can_undo()).count();
    let open = done.iter().filter(|done| done.is_open).count();
    let again = match open {
        0 => String::new(),
        open => format!(", {open} reopened"),
    };
    let told = format!("{} done{again}, {ways} can be undone", done.len() - open);
    let title = Line::of(ledger.title(&app.engine), Role::Strong);
    canvas.line(area, &title.right(vec![ink(told, Role::Faint)]));
    let area = below(area, 2);
    if done.is_empty() {
        let told = "No step here has changed a host, so there is nothing to undo.";
        return canvas.lines(area, &prose(told, Role::Muted, area.width.into()));
    }
    let list = Rect {
        height: area.height.saturating_sub(2),
        ..area
    };
    if let Some(chosen) = done.get(ledger.cursor) {
        canvas.line(
            below(area, area.height.saturating_sub(1)),
            &reason(app, chosen),
        );
    }
    let first = (ledger.cursor + 1).saturating_sub(list.height.into());
    for ((index, done), place) in done.iter().enumerate().skip(first).zip(rows(list)) {
        let chosen = index == ledger.cursor;
        canvas.line(place, &line(app, index + 1, done).chosen(chosen));
        if chosen {
            canvas.mark_chosen(place);
        }
    }
}

/// Explains why the chosen step cannot be undone, or that it was reopened.
fn reason(app: &App, done: &UndoEntry<'_>) -> Line {
    let undone = reopened_by(done.step, app.engine.walk()).filter(|_| done.can_undo());
    if let Some(id) = undone {
        let title = app.title_of(id);
        let told =
            format!("Reopened: {title} was undone. The changes of this step are still in place.");
        return Line::of(told, Role::Warned);
    }
    let why = done.step.no_undo.as_deref();
    let why = why.filter(|_| !done.can_undo());
    why.map_or_else(Line::default, |why| {
        Line::of(format!("Cannot be undone: {why}"), Role::Warned)
    })
}

fn line(app: &App, number: usize, done: &UndoEntry<'_>) -> Line {
    let (role, way) = match (done.can_undo(), done.is_open) {
        (true, false) => (Role::Text, ink("can be undone", Role::Passed)),
        (true, true) => (Role::Text, ink("reopened", Role::Warned)),
        (false, _) => (Role::Muted, ink("no undo", Role::Warned)),
    };
    let left = vec![
        ink(format!(" {number:>3}  "), Role::Faint),
        ink(&done.step.title, role),
    ];
    let at = full_moment(done.at, app.today());
    let right = vec![
        ink(
            format!("{:>12}  ", done.procedure.name().to_lowercase()),
            Role::Faint,
        ),
        way,
        ink(format!(" {:>8} {at:>12} ", fit(done.host, 8)), Role::Faint),
    ];
    Line::new(left).right(right)
}
