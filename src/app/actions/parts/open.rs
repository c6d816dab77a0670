//! Opens days and the overview.

use crate::app::Action;
use crate::app::app::{App, NoticeLevel};
use crate::app::screens::day::{Day, Item};
use crate::app::screens::overview::{Overview, parts};
use crate::app::screens::screen::Screen;

/// Opens a procedure with the cursor on a step or check, by default the next one to do.
pub fn open_procedure(app: &mut App, id: &str, item: Option<&str>) {
    let Some(procedure) = app.engine.plan().procedure(id) else {
        return;
    };
    let next = item.or_else(|| crate::progress::next_in(procedure, app.engine.walk()));
    let cursor = next
        .and_then(|id| Item::position(procedure, id))
        .unwrap_or(0);
    let entry = procedure.entry().map(|entry| entry.days);
    let host = app.day().and_then(|day| day.host.clone());
    let mut entries = app.engine.plan().entries.iter();
    if let Some(at) = entries.position(|other| Some(other.days) == entry) {
        app.home.cursor = at;
    }
    app.screens
        .retain(|screen| !matches!(screen, Screen::Day(_)));
    app.screens.push(Screen::Day(Day {
        procedure: id.to_owned(),
        cursor,
        host,
        ..Day::default()
    }));
}

/// Opens the overview at the heading of an action.
pub fn show_overview(app: &mut App, action: Action) {
    let heading = match action {
        Action::Risks => "RISKS",
        Action::Recurring => "RECURRING WORK",
        Action::Guards => "GUARDS",
        Action::NextActions => "NEXT ACTIONS",
        Action::Calendar => "CALENDAR",
        _ => "PHASES",
    };
    let parts = parts(app.engine.plan());
    let found = parts.iter().position(|part| part.heading() == heading);
    if found.is_none() && action != Action::Overview {
        let text = format!("This plan has no {}.", heading.to_lowercase());
        return app.notify(NoticeLevel::Plain, text);
    }
    app.screens
        .retain(|screen| !matches!(screen, Screen::Overview(_)));
    app.screens.push(Screen::Overview(Overview {
        cursor: found.unwrap_or(0),
        scroll: 0,
    }));
}
