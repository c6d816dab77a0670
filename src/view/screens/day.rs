//! A day's screen: the list, the chosen thing in full, and the pane.

use ratatui::layout::Rect;

use crate::app::{App, Day, DayLayout};
use crate::term::Panes;
use crate::view::canvas::Canvas;
use crate::view::details::details;
use crate::view::header::day_head;
use crate::view::pane;
use crate::view::step_list::items;

/// Draws a day between the bars, and the head above it.
pub fn day(canvas: &mut Canvas, app: &App, panes: &Panes, day: &Day, layout: &DayLayout) {
    let Some(sheet) = app.engine.plan().procedure(&day.procedure) else {
        return;
    };
    day_head(canvas, app, sheet, layout.head);
    if !layout.list.is_empty() {
        items(canvas, app, day, sheet, layout.list);
    }
    if !layout.details.is_empty() {
        separate(canvas, layout);
        details(canvas, app, day, sheet, layout.details);
    }
    pane::bar(canvas, app, panes, day, layout.bar);
    pane::pane(canvas, app, panes, day, layout.pane);
}

/// Draws the thin rules between list, details and pane.
fn separate(canvas: &mut Canvas, layout: &DayLayout) {
    let (list, details) = (layout.list, layout.details);
    if list.is_empty() {
        return;
    }
    if details.x > list.x {
        canvas.upright(Rect {
            y: details.y + 1,
            width: 1,
            height: details.height.saturating_sub(2),
            ..details
        });
    } else {
        canvas.rule(Rect {
            height: 1,
            ..details
        });
    }
}
