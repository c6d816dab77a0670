//! Draws the preview of a copy.

use ratatui::layout::Rect;

use crate::app::{App, CopyPreview, CopyScreen, Overwrite};
use crate::text::Printable;
use crate::view::canvas::Canvas;
use crate::view::header::top_header;
use crate::view::line::{Line, span};
use crate::view::scene::{Draw, Scene};
use crate::view::screens::pager::page;
use crate::view::theme::Role;

impl Draw for CopyScreen {
    fn draw(&self, canvas: &mut Canvas, scene: &Scene) {
        top_header(canvas, scene);
        preview(canvas, scene.app, self, scene.body);
    }
}

/// Draws the changes of a copy on each host.
fn preview(canvas: &mut Canvas, app: &App, differing: &CopyScreen, body: Rect) {
    let mut lines = Vec::new();
    for (host, found) in differing.found(&app.engine) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::new(vec![span(format!("On {host}"), Role::Strong)]));
        lines.extend(text(app, differing, found));
    }
    let what = match differing.overwrite(&app.engine) {
        Overwrite::Nothing => "changes",
        Overwrite::AsFound | Overwrite::AsShown(_) => "overwrites a file",
    };
    let title = format!("{}: {what}", app.title_of(&differing.id));
    page(canvas, &title, &lines, differing.top, body);
}

fn text(app: &App, differing: &CopyScreen, found: &CopyPreview) -> Vec<Line> {
    match found {
        CopyPreview::Looking => vec![Line::of("Comparing with the host.", Role::Running)],
        CopyPreview::None => vec![Line::of(
            "No changes: the host has these files already.",
            Role::Passed,
        )],
        CopyPreview::Unknown(why) => {
            vec![Line::of(format!("Comparison failed: {why}"), Role::Failed)]
        }
        CopyPreview::Some(text) => Printable::code(text).lines().map(changed).collect(),
        CopyPreview::Edited(found) => {
            let edits = differing.edits(&app.engine, found);
            let edits = edits.into_iter().map(|edit| Line::of(edit, Role::Warned));
            let text = Printable::code(&found.text);
            edits.chain(text.lines().map(changed)).collect()
        }
    }
}

fn changed(line: &str) -> Line {
    let role = match line.as_bytes().first() {
        _ if line.starts_with("+++") || line.starts_with("---") => Role::Strong,
        Some(b'+') => Role::Passed,
        Some(b'-') => Role::Failed,
        Some(b'@') => Role::Faint,
        _ => Role::Text,
    };
    Line::of(line, role)
}
