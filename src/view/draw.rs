//! The screen as it stands.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::footer::foot;
use super::header::{day_head, home_head};
use super::keys::Keys;
use super::theme::{Role, Theme};
use crate::app::home_layout;
use crate::app::{App, HomeLayout, MINIMUM, Screen, day_layout};
use crate::term::Panes;
use crate::view::screens::copy_preview::difference;
use crate::view::screens::day::day;
use crate::view::screens::dialog::choice;
use crate::view::screens::form::form;
use crate::view::screens::help::help;
use crate::view::screens::home::home;
use crate::view::screens::overview::overview;
use crate::view::screens::pager::reader;
use crate::view::screens::palette::palette;
use crate::view::screens::text_prompt::words;
use crate::view::screens::trust::trust;
use crate::view::screens::undo_list::ledger;

/// Draws the screen as it stands.
pub fn draw(app: &App, panes: &Panes, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    let mut canvas = Canvas {
        theme,
        buffer: frame.buffer_mut(),
    };
    canvas.clear(area, Role::Ground);
    canvas.buffer.set_style(area, theme.style(Role::Text));
    if area.width < MINIMUM.0 || area.height < MINIMUM.1 {
        return too_small(&mut canvas, area);
    }
    let layout = home_layout(area.width, area.height, app.engine.plan());
    let first = app.screens.iter().rposition(is_whole).unwrap_or(0);
    if !app.screens.get(first).is_some_and(is_whole) {
        home(&mut canvas, app, &layout);
    }
    for screen in &app.screens[first..] {
        draw_screen(&mut canvas, app, panes, screen, &layout);
    }
    let boxed = app.screens.last().is_some_and(|screen| !is_whole(screen));
    let keys = (!boxed).then(|| Keys::of(app, area));
    foot(&mut canvas, app, layout.foot, keys.as_ref());
}

/// Whether a screen covers what lies below it.
fn is_whole(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Day(_)
            | Screen::Overview(_)
            | Screen::UndoList(_)
            | Screen::CopyPreview(_)
            | Screen::Pager(_)
            | Screen::Help(_)
            | Screen::Trust(_)
    )
}

fn draw_screen(
    canvas: &mut Canvas,
    app: &App,
    panes: &Panes,
    screen: &Screen,
    layout: &HomeLayout,
) {
    let all = canvas.buffer.area;
    match screen {
        Screen::Day(open) => {
            let layout = day_layout(all.width, all.height, open.zoom, open.details);
            day(canvas, app, panes, open, &layout);
        }
        Screen::Pager(open) => {
            head(canvas, app, layout.head);
            reader(canvas, app, open, layout.body);
        }
        Screen::Help(open) => {
            head(canvas, app, layout.head);
            help(canvas, open, layout.body);
        }
        Screen::Overview(open) => {
            home_head(canvas, app, layout.head);
            overview(canvas, app, open, layout.body);
        }
        Screen::UndoList(open) => {
            head(canvas, app, layout.head);
            ledger(canvas, app, open, layout.body);
        }
        Screen::CopyPreview(open) => {
            head(canvas, app, layout.head);
            difference(canvas, app, open, layout.body);
        }
        Screen::Recovery(open) => choice(canvas, &open.choices(&app.engine), all),
        Screen::Trust(open) => {
            head(canvas, app, layout.head);
            trust(canvas, app, open, layout.body);
        }
        Screen::Form(open) => form(canvas, open, all),
        Screen::Dialog(open) => choice(canvas, open, all),
        Screen::TextPrompt(open) => words(canvas, open, all),
        Screen::Palette(open) => palette(canvas, open, all),
    }
}

/// The head of a text: that of the screen it was opened on.
fn head(canvas: &mut Canvas, app: &App, area: Rect) {
    match app.day().and(app.procedure()) {
        Some(sheet) => day_head(canvas, app, sheet, area),
        None => home_head(canvas, app, area),
    }
}

fn too_small(canvas: &mut Canvas, area: Rect) {
    let lines = [
        format!("{} × {} is too small.", area.width, area.height),
        format!("daymark needs {} × {}.", MINIMUM.0, MINIMUM.1),
    ];
    for (row, text) in area.rows().zip(lines) {
        let style = canvas.theme.style(Role::Text);
        canvas.put(row.x, row.y, row.width, &text, style);
    }
}
