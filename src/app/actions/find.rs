//! Finding in what is shown.

use crate::app::app::{App, NoticeLevel, Screen};
use crate::app::screens::day::Item;
use crate::app::screens::overview::{Overview, parts};
use crate::plan::Procedure;

/// Moves to the next line that holds what is looked for.
pub fn find(app: &mut App, step: isize) {
    let (lines, cursor) = lines(app);
    let found = app.find.next(&lines, cursor, step);
    app.find.missed = found.is_none() && !app.find.text.is_empty();
    let Some(found) = found else {
        if app.find.missed {
            let text = format!("{} is not here", app.find.text);
            app.notify(NoticeLevel::Refused, text);
        }
        return;
    };
    match app.screens.last_mut() {
        None => app.home.cursor = found,
        Some(Screen::Day(day)) => day.cursor = found,
        Some(Screen::Overview(open)) => {
            *open = Overview {
                cursor: found,
                scroll: 0,
            };
        }
        Some(Screen::Pager(reader)) => reader.top = found,
        _ => {}
    }
}

/// The lines that can be looked through, and the one the cursor is on.
fn lines(app: &App) -> (Vec<String>, usize) {
    match app.screens.last() {
        Some(Screen::Pager(reader)) => (reader.lines.clone(), reader.top),
        Some(Screen::Overview(open)) => {
            let plan = app.engine.plan();
            let titles = parts(plan).into_iter().map(|part| part.title().to_owned());
            (titles.collect(), open.cursor)
        }
        Some(Screen::Day(day)) => {
            let titles = |sheet: Procedure<'_>| {
                let items = Item::all(sheet);
                items.map(|item| item.title().to_owned()).collect()
            };
            (app.procedure().map(titles).unwrap_or_default(), day.cursor)
        }
        _ => {
            let titles = app
                .engine
                .plan()
                .entries
                .iter()
                .map(|entry| format!("{} {}", entry.days, entry.title));
            (titles.collect(), app.home.cursor)
        }
    }
}
