//! The calendar: the days of the plan, one week per row.

use chrono::NaiveDate;

use super::icons::day_mark;
use super::line::{Line, Span, span};
use super::theme::Role;
use crate::app::App;
use crate::plan::Entry;
use crate::progress::{DayState, date_of_day, day_state, schedule};

/// Days per week.
const WEEK: u32 = 7;

/// The width of the column of weeks.
const LABEL: usize = 4;

/// Returns the days in rows of seven, at most `height` rows around the chosen entry. The heading has
/// the weekdays of the chosen row. A day takes `cell` cells.
pub fn calendar(app: &App, cell: usize, height: usize) -> Vec<Line> {
    let schedule = schedule(app.engine.plan(), app.engine.walk(), app.today());
    let weeks = app.engine.plan().last_day().div_ceil(WEEK);
    let chosen = app.engine.plan().entries.get(app.home.cursor);
    let chosen_week = chosen.map_or(0, |entry| (entry.days.first - 1) / WEEK) as usize;
    let shown = height.saturating_sub(1).max(1);
    let first = (chosen_week + 1).saturating_sub(shown);
    let mut lines = vec![weekdays(app, schedule.start, chosen_week, cell)];
    for week in (0..weeks).skip(first).take(shown) {
        lines.push(Row::new(app, schedule.day, chosen, cell).week(week));
    }
    lines
}

/// Returns the weekdays of a week. Days without work shift the days after them.
fn weekdays(app: &App, start: NaiveDate, week: usize, cell: usize) -> Line {
    let mut left = vec![span(" ".repeat(LABEL), Role::Faint)];
    let first = u32::try_from(week).unwrap_or(0) * WEEK + 1;
    for day in first..first + WEEK {
        let date = date_of_day(&app.engine.plan().calendar, start, day);
        let name: String = date
            .format("%a")
            .to_string()
            .chars()
            .take(cell - 1)
            .collect();
        left.push(span(format!("{name:<cell$}"), Role::Faint));
    }
    Line::new(left)
}

/// The facts that all rows of the calendar share.
struct Row<'a> {
    app: &'a App,
    today: i64,
    chosen: Option<&'a Entry>,
    cell: usize,
}

impl<'a> Row<'a> {
    fn new(app: &'a App, today: i64, chosen: Option<&'a Entry>, cell: usize) -> Self {
        Self {
            app,
            today,
            chosen,
            cell,
        }
    }

    fn week(&self, week: u32) -> Line {
        let days = week * WEEK + 1..=(week + 1) * WEEK;
        let now = days.clone().any(|day| i64::from(day) == self.today);
        let role = if now { Role::Accent } else { Role::Faint };
        let label = format!("w{}", week + 1);
        let mut left = vec![span(format!("{label:<width$}", width = LABEL - 1), role)];
        let mut before = None;
        for day in days {
            left.push(self.before(day, before));
            let entry = self.app.engine.plan().entry_of(day);
            left.extend(entry.map(|entry| self.mark(entry)));
            left.push(self.behind(day, entry));
            before = entry;
        }
        Line::new(left)
    }

    /// Returns the sign before a day: a bracket before today, a line inside an entry of several days.
    fn before(&self, day: u32, before: Option<&Entry>) -> Span {
        if i64::from(day) == self.today {
            return span("[", Role::Accent);
        }
        let joined = before.filter(|entry| entry.days.contains(day));
        joined.map_or(span(" ", Role::Line), |entry| span("─", self.line(entry)))
    }

    fn mark(&self, entry: &Entry) -> Span {
        let mark = day_mark(day_state(entry, self.app.engine.walk()));
        if self.is_chosen(entry) && *mark.text == *"·" {
            return span(mark.text, Role::Strong);
        }
        mark
    }

    fn behind(&self, day: u32, entry: Option<&Entry>) -> Span {
        let joined = entry.filter(|entry| entry.days.last > day);
        let room = self.cell - 2;
        if i64::from(day) == self.today {
            let rest = if joined.is_some() { "─" } else { " " };
            return span(format!("]{}", rest.repeat(room - 1)), Role::Accent);
        }
        joined.map_or_else(
            || span(" ".repeat(room), Role::Line),
            |entry| span("─".repeat(room), self.line(entry)),
        )
    }

    fn line(&self, entry: &Entry) -> Role {
        if self.is_chosen(entry) {
            return Role::Text;
        }
        match day_state(entry, self.app.engine.walk()) {
            DayState::Done => Role::Passed,
            DayState::Started => Role::Running,
            DayState::Open => Role::Line,
        }
    }

    fn is_chosen(&self, entry: &Entry) -> bool {
        self.chosen.is_some_and(|chosen| chosen.days == entry.days)
    }
}
