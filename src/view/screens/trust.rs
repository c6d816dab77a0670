//! Draws the question whether the plan is trusted.

use ratatui::layout::Rect;

use crate::app::{App, Trust, TrustKind};
use crate::view::canvas::Canvas;
use crate::view::header::top_header;
use crate::view::line::{Line, prose};
use crate::view::scene::{Draw, Scene};
use crate::view::screens::pager::page;
use crate::view::theme::Role;

/// The text above all commands of a plan.
const FIRST: &str = "This plan is new to you. Its steps run as you, with your ssh keys. Read what it \
                     would do. Press y only if you trust its author. Press n to read the plan \
                     without running anything.";

/// The text above the changes in a plan that was trusted before.
const CHANGED: &str = "This plan has changed since you trusted it. Only the changes are shown here. \
                       Press y if you trust them. Press n to read the plan without running \
                       anything.";

impl Draw for Trust {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        top_header(canvas, scene);
        trust(canvas, scene.app, self, scene.body);
    }
}

/// Draws the question, and the commands or the changes below it.
fn trust(canvas: &mut Canvas, app: &App, trust: &Trust, body: Rect) {
    let (intro, title) = if trust.changed {
        let title = format!("Trust the changes in {}?", app.engine.plan().title);
        (CHANGED, title)
    } else {
        (FIRST, format!("Trust {}?", app.engine.plan().title))
    };
    let text = prose(
        intro,
        Role::Warned,
        usize::from(body.width).saturating_sub(4),
    );
    let [upper, lower] = ratatui::layout::Layout::vertical([
        ratatui::layout::Constraint::Length(text.len() as u16 + 1),
        ratatui::layout::Constraint::Min(1),
    ])
    .areas(body);
    canvas.clear(upper, Role::Ground);
    let inner = crate::view::canvas::inset(crate::view::canvas::below(upper, 1), 2);
    canvas.lines(inner, &text);
    let lines: Vec<Line> = trust
        .lines
        .iter()
        .map(|line| Line::of(&line.text, role(line.kind)))
        .collect();
    page(canvas, &title, &lines, trust.top, lower);
}

fn role(kind: TrustKind) -> Role {
    match kind {
        TrustKind::Heading => Role::Faint,
        TrustKind::Title => Role::Strong,
        TrustKind::Text => Role::Text,
        TrustKind::Removed => Role::Failed,
        TrustKind::Added => Role::Passed,
    }
}
