//! Planned and actual dates of days and phases.

use chrono::NaiveDate;

use super::draft::Draft;
use super::sections::dates;
use super::types::TimelineRow;
use crate::plan::{DayRange, Phase};
use crate::progress::{DayState, date_of_day, day_of_date};
use crate::report::section::Section;

impl Draft<'_> {
    /// Returns a row for each phase, followed by its days; none before the walk starts.
    pub(super) fn timeline(&self) -> Vec<TimelineRow> {
        if self.report.started.is_none() {
            return Vec::new();
        }
        let entries = self.report.entries();
        let mut rows: Vec<(Option<usize>, TimelineRow)> = Vec::new();
        for section in entries {
            if let Some(days) = section.procedure.days() {
                let phases = &self.report.plan.phases;
                let phase = phases
                    .iter()
                    .position(|phase| phase.days.contains(days.first));
                rows.push((phase, self.row(section, days)));
            }
        }
        let mut timeline = Vec::new();
        let mut open = None;
        for (at, (phase, row)) in rows.iter().enumerate() {
            if let Some(number) = phase
                && open != Some(*number)
                && let Some(found) = self.report.plan.phases.get(*number)
            {
                let of_phase = rows[at..].iter().filter(|(other, _)| other == phase);
                let of_phase: Vec<&TimelineRow> = of_phase.map(|(_, row)| row).collect();
                timeline.extend(self.phase_row(*number + 1, found, &of_phase));
                open = Some(*number);
            }
            timeline.push(row.clone());
        }
        timeline
    }

    fn row(&self, section: &Section<'_>, days: DayRange) -> TimelineRow {
        let state = section.state.unwrap_or(DayState::Open);
        let planned = self.planned(days);
        let actual = dates(section);
        let expected = (state != DayState::Done).then(|| self.expected(days));
        let last = match (state, actual) {
            (DayState::Done, Some((_, last))) => last,
            _ => expected.map_or(planned.1, |(_, last)| last),
        };
        TimelineRow {
            id: section.id.clone(),
            title: self.text(section.procedure.title()),
            phase: false,
            state: state.word().to_owned(),
            planned,
            actual,
            expected,
            late: self.late(last, planned.1),
        }
    }

    fn phase_row(
        &self,
        number: usize,
        phase: &Phase,
        rows: &[&TimelineRow],
    ) -> Option<TimelineRow> {
        let first = rows.first()?;
        let last = rows.last()?;
        let all = |state: &str| rows.iter().all(|row| row.state == state);
        let state = if all(DayState::Done.word()) {
            DayState::Done
        } else if all(DayState::Open.word()) {
            DayState::Open
        } else {
            DayState::Started
        };
        let actual = || rows.iter().filter_map(|row| row.actual);
        let expected = || rows.iter().filter_map(|row| row.expected);
        let planned = (first.planned.0, last.planned.1);
        let begun = actual().map(|(first, _)| first).min();
        let worked = actual().map(|(_, last)| last).max();
        let rest = expected().map(|(first, _)| first).min();
        let ends = expected().map(|(_, last)| last).max();
        Some(TimelineRow {
            id: format!("phase {number}"),
            title: self.text(&phase.title),
            phase: true,
            state: state.word().to_owned(),
            planned,
            actual: begun.zip(worked),
            expected: rest.zip(ends),
            late: self.late(ends.or(worked).unwrap_or(planned.1), planned.1),
        })
    }

    pub(super) fn planned(&self, days: DayRange) -> (NaiveDate, NaiveDate) {
        self.dates_of(days, 0)
    }

    /// Returns the dates on which open days are expected, not before today.
    fn expected(&self, days: DayRange) -> (NaiveDate, NaiveDate) {
        let slip = self.report.schedule.slip.unwrap_or(0).max(0);
        let (first, last) = self.dates_of(days, u32::try_from(slip).unwrap_or(u32::MAX));
        let today = self.report.made_at.date_naive();
        (first.max(today), last.max(today))
    }

    fn dates_of(&self, days: DayRange, later: u32) -> (NaiveDate, NaiveDate) {
        let (calendar, start) = (&self.report.plan.calendar, self.report.schedule.start);
        let date = |day: u32| date_of_day(calendar, start, day.saturating_add(later));
        (date(days.first), date(days.last))
    }

    /// Returns the number of working days between two dates.
    fn late(&self, actual: NaiveDate, planned: NaiveDate) -> i64 {
        let (calendar, start) = (&self.report.plan.calendar, self.report.schedule.start);
        day_of_date(calendar, start, actual) - day_of_date(calendar, start, planned)
    }
}
