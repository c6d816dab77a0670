//! The open screen and the cursor, saved for the next session.

use serde::{Deserialize, Serialize};

use chrono::TimeDelta;

use super::app::{App, NoticeLevel};
use crate::app::screens::day::{Day, Item};
use crate::app::screens::screen::Screen;
use crate::plan::Procedure;
use crate::progress::Event;

/// The open screen and the cursor. It is safe to delete.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UiState {
    /// The id of the open procedure; none on the home screen.
    pub day: Option<String>,
    /// The chosen entry on the home screen.
    pub entry: Option<String>,
    /// The chosen step or check.
    pub item: Option<String>,
}

impl UiState {
    /// Returns the current one.
    pub fn of(app: &App) -> Self {
        let entries = &app.engine.plan().entries;
        let entry = entries
            .get(app.home.cursor)
            .map(|entry| entry.days.to_string());
        let open = app.day().and_then(|day| {
            let procedure = app.engine.plan().procedure(&day.procedure)?;
            Some((day, procedure))
        });
        let item = open.and_then(|(day, procedure)| Item::at(procedure, day.cursor));
        Self {
            day: open.map(|(day, _)| day.procedure.clone()),
            entry,
            item: item.map(|item| item.id().to_owned()),
        }
    }

    /// Opens the screen again, as far as the plan still has it.
    pub fn restore(&self, app: &mut App) {
        let entries = &app.engine.plan().entries;
        let entry = self.entry.as_ref().and_then(|id| {
            entries
                .iter()
                .position(|entry| entry.days.to_string() == *id)
        });
        if let Some(entry) = entry {
            app.home.cursor = entry;
        }
        let open = self
            .day
            .as_deref()
            .and_then(|day| app.engine.plan().procedure(day));
        let Some(procedure) = open else { return };
        let item = self
            .item
            .as_deref()
            .and_then(|id| Item::position(procedure, id));
        let day = Day {
            procedure: procedure.id(),
            cursor: item.unwrap_or(0),
            is_reopened: true,
            ..Day::default()
        };
        app.screens.push(Screen::Day(day));
        app.notify(NoticeLevel::Plain, place_text(app));
    }
}

/// Returns where the operator is after a start, and since when.
pub fn place_text(app: &App) -> String {
    let item = app.procedure().zip(app.item());
    let place = item.map(|(procedure, item)| match item {
        Item::Step(step) => {
            let steps = procedure.steps().iter();
            let number = steps.take_while(|other| other.id != step.id).count() + 1;
            let day = procedure.entry().map(|entry| entry.days.first);
            let day = day.map_or(String::new(), |day| format!("{day}."));
            format!("{day}{number} {}", step.title)
        }
        Item::Check(check) => check.text.clone(),
    });
    let place = place.unwrap_or_else(|| app.procedure().map_or_else(String::new, Procedure::name));
    let since = app.engine.recent_events().iter().rev().find(|record| {
        let event = &record.event;
        !matches!(
            event,
            Event::SessionOpened { .. } | Event::PlanChanged { .. }
        )
    });
    let since = since.map_or(String::new(), |record| {
        let week = TimeDelta::days(6);
        let form = if app.now - record.at < week {
            "%a %H:%M"
        } else {
            "%-d %b %H:%M"
        };
        format!(", since {}", record.at.format(form))
    });
    format!("You are back at {place}{since}. Press enter to go on.")
}
