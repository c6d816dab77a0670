//! The open screen and the cursor, saved for the next session.

use serde::{Deserialize, Serialize};

use super::app::App;
use crate::app::screens::day::{Day, Item};
use crate::app::screens::screen::Screen;

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
            ..Day::default()
        };
        app.screens.push(Screen::Day(day));
    }
}
