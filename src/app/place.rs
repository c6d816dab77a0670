//! Where the operator stands, kept so that they find themselves there again.

use serde::{Deserialize, Serialize};

use super::app::{App, Screen};
use super::day::{Day, Item};

/// Where the operator stands; may be lost without harm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The entry's id; none on the plan's screen.
    pub day: Option<String>,
    /// The chosen entry on the plan's screen.
    pub entry: Option<String>,
    /// The chosen step or check.
    pub item: Option<String>,
}

impl Place {
    /// Where the operator stands now.
    pub fn of(app: &App) -> Self {
        let entries = &app.work.plan.entries;
        let entry = entries
            .get(app.home.cursor)
            .map(|entry| entry.days.to_string());
        let day = app.screens.iter().find_map(|screen| {
            if let Screen::Day(day) = screen {
                Some(day)
            } else {
                None
            }
        });
        let Some((day, open)) = day.and_then(|day| Some((day, entries.get(day.entry)?))) else {
            return Self {
                day: None,
                entry,
                item: None,
            };
        };
        let item = Item::at(open, day.cursor).map(|item| item.id().to_owned());
        Self {
            day: Some(open.days.to_string()),
            entry,
            item,
        }
    }

    /// Puts the operator there again, as far as the plan still has it.
    pub fn restore(&self, app: &mut App) {
        let position = |id: &Option<String>| {
            let id = id.as_deref()?;
            app.work
                .plan
                .entries
                .iter()
                .position(|entry| entry.days.to_string() == id)
        };
        let (entry, day) = (position(&self.entry), position(&self.day));
        if let Some(entry) = entry {
            app.home.cursor = entry;
        }
        let Some(day) = day else { return };
        let item = self
            .item
            .as_deref()
            .and_then(|id| Item::position(&app.work.plan.entries[day], id));
        app.screens.push(Screen::Day(Day {
            entry: day,
            cursor: item.unwrap_or(0),
            ..Day::default()
        }));
    }
}
