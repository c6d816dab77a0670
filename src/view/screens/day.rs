//! Draws a day: the list, the details and the pane.

use ratatui::layout::Rect;

use crate::app::{App, Day, DayLayout, day_layout};
use crate::term::Panes;
use crate::view::canvas::Canvas;
use crate::view::day_keys::day_hints;
use crate::view::details::details;
use crate::view::header::day_head;
use crate::view::pane;
use crate::view::scene::{Draw, Hints, Scene};
use crate::view::step_list::items;

impl Draw for Day {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        let Rect { width, height, .. } = scene.whole;
        let layout = day_layout(width, height, self.zoom, self.details);
        day(canvas, scene.app, scene.panes, self, &layout);
    }

    fn hints(&self, scene: &Scene) -> Hints {
        day_hints(scene.app, self, scene.whole)
    }
}

/// Draws a day with its header.
fn day(canvas: &mut Canvas, app: &App, panes: &Panes, day: &Day, layout: &DayLayout) {
    let Some(procedure) = app.engine.plan().procedure(&day.procedure) else {
        return;
    };
    day_head(canvas, app, procedure, layout.head);
    if !layout.list.is_empty() {
        items(canvas, app, day, procedure, layout.list);
    }
    if !layout.details.is_empty() {
        separate(canvas, layout);
        details(canvas, app, day, procedure, layout.details);
    }
    pane::bar(canvas, app, panes, day, layout.bar);
    pane::pane(canvas, app, panes, day, layout.pane);
}

/// Draws the rules between list, details and pane.
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
