//! Draws a frame: the screens from the topmost that fills the terminal, and the footer.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::footer::foot;
use super::keys::Keys;
use super::line::Line;
use super::scene::{Draw, Scene};
use super::theme::{Role, Theme};
use crate::app::{App, MINIMUM, Screen, home_layout};
use crate::term::Panes;

macro_rules! drawn {
    ($($(#[$doc:meta])* $module:ident: $screen:ident($state:ident),)+) => {
        fn drawn(screen: &Screen) -> &dyn Draw {
            match screen {
                $(Screen::$screen(state) => state,)+
            }
        }
    };
}

for_each_screen!(drawn);

/// Draws a frame.
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
    let scene = Scene {
        app,
        panes,
        whole: area,
        header: layout.head,
        body: layout.body,
    };
    let mut screens: Vec<&dyn Draw> = vec![&app.home];
    screens.extend(app.screens.iter().map(drawn));
    let covers = |screen: &&dyn Draw| !screen.is_box();
    let first = screens.iter().rposition(covers).unwrap_or(0);
    for screen in &screens[first..] {
        screen.draw(&mut canvas, &scene);
    }
    // A box has its keys in its last line.
    let top = screens.last().filter(|screen| !screen.is_box());
    let keys = top.map(|screen| Keys::new(app.when(), screen.hints(&scene)));
    foot(&mut canvas, app, layout.foot, keys.as_ref());
}

fn too_small(canvas: &mut Canvas, area: Rect) {
    let lines = [
        format!("{} × {} is too small.", area.width, area.height),
        format!("daymark needs {} × {}.", MINIMUM.0, MINIMUM.1),
    ];
    canvas.lines(area, &lines.map(|text| Line::of(text, Role::Text)));
}
