//! The operator's terminal with an interactive step of a headless run.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::canvas::Canvas;
use super::line::{Line, span};
use super::pane::{cells, chip_role};
use super::theme::{Role, Theme};
use crate::app::{Engine, Job};
use crate::term::{PaneId, Panes};
use crate::text::Printable;

/// Draws a bar with the step and its host, and the host's terminal below it.
pub fn draw_step_terminal(
    engine: &Engine,
    job: &Job,
    panes: &Panes,
    theme: &Theme,
    frame: &mut Frame,
) {
    let whole = frame.area();
    let mut canvas = Canvas {
        theme,
        buffer: frame.buffer_mut(),
    };
    canvas.clear(whole, Role::Ground);
    canvas.buffer.set_style(whole, theme.style(Role::Text));
    let [top, area] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(whole);
    bar(&mut canvas, engine, job, top);
    if let Some(pane) = panes.get(&PaneId::of(&job.host)) {
        cells(&mut canvas, &pane, area, true);
    }
}

fn bar(canvas: &mut Canvas, engine: &Engine, job: &Job, area: Rect) {
    canvas.clear(area, Role::Raised);
    let host = engine.plan().host(&job.host);
    let production = host.is_some_and(|host| host.production);
    let chip = canvas.theme.chip(chip_role(production));
    let name = Printable::line(&format!(" {} ", job.host));
    let taken = canvas.put(area.x, area.y, area.width / 3, &name, chip);
    let rest = Rect {
        x: area.x + taken,
        width: area.width - taken,
        ..area
    };
    let title = engine.title(&job.id).unwrap_or(&job.id);
    let mut right = vec![
        span("you type here", Role::Accent),
        span("  ctrl-]", Role::Strong),
        span(" cancels the step ", Role::Muted),
    ];
    if production {
        right.push(span(" production ", Role::Production));
    }
    canvas.line(
        rest,
        &Line::of(format!("  {title}"), Role::Strong).right(right),
    );
}
