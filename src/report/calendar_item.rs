//! The items of a walk's calendar: days, recurring work, ends of phases, and deadlines.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::ReportInput;
use crate::plan::{Entry, Plan, Procedure, Recurring};
use crate::progress::{
    ManualDecision, Schedule, Walk, date_of_day, due_dates, next_check_at, schedule, wait_until,
    was_done,
};

/// An item of a walk's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarItem {
    /// The id, which stays when the item moves: `day-8-9`, `recurring-backup-3`.
    pub id: String,
    /// The time of the item.
    pub time: CalendarTime,
    /// The title, in one line.
    pub title: String,
    /// The details, in several lines; may be empty.
    pub details: String,
    /// Whether it is done; else its time is a projection.
    pub is_done: bool,
}

/// The time of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarTime {
    /// Whole days, both included.
    Days(NaiveDate, NaiveDate),
    Moment(DateTime<FixedOffset>),
}

impl CalendarTime {
    /// Returns the date on which it begins, in its own UTC offset.
    pub fn date(self) -> NaiveDate {
        match self {
            Self::Days(first, _) => first,
            Self::Moment(time) => time.date_naive(),
        }
    }

    /// Returns the date on which it ends, in its own UTC offset.
    pub fn last_date(self) -> NaiveDate {
        match self {
            Self::Days(_, last) => last,
            Self::Moment(time) => time.date_naive(),
        }
    }
}

/// Returns the items of a walk's calendar, by date.
pub fn calendar_items(input: &ReportInput<'_>) -> Vec<CalendarItem> {
    let ReportInput { plan, walk, .. } = *input;
    let schedule = schedule(plan, walk, input.made_at.date_naive());
    let entries = plan.entries.iter();
    let mut items: Vec<CalendarItem> = entries
        .map(|entry| day(plan, walk, &schedule, entry))
        .collect();
    items.extend(phases(plan, &items));
    let recurring = plan.recurring.iter();
    items.extend(recurring.flat_map(|work| occurrences(plan, walk, schedule.end, work)));
    items.extend(
        plan.procedures()
            .flat_map(|procedure| deadlines(procedure, walk)),
    );
    items.sort_by_key(|item| item.time.date());
    items
}

/// Returns the day of an entry: when it was done, or the date that the slip projects.
fn day(plan: &Plan, walk: &Walk, schedule: &Schedule, entry: &Entry) -> CalendarItem {
    let is_done = was_done(entry, walk);
    let worked = dates(entry, walk);
    let projected = || {
        let date = |day| projected(plan, schedule, day);
        (date(entry.days.first), date(entry.days.last))
    };
    let (first, last) = worked.filter(|_| is_done).unwrap_or_else(projected);
    CalendarItem {
        id: format!("day-{}", entry.days),
        time: CalendarTime::Days(first, last),
        title: format!("Day {}: {}", entry.days, entry.title),
        details: entry.tasks.join("\n"),
        is_done,
    }
}

/// Returns the projected date of an open day: with the slip, if the walk is late.
fn projected(plan: &Plan, schedule: &Schedule, day: u32) -> NaiveDate {
    let behind = schedule
        .slip
        .map_or(0, |slip| u32::try_from(slip).unwrap_or(0));
    date_of_day(&plan.calendar, schedule.start, day.saturating_add(behind))
}

/// Returns the first and the last date on which something of an entry was done.
fn dates(entry: &Entry, walk: &Walk) -> Option<(NaiveDate, NaiveDate)> {
    let mut times: Vec<DateTime<FixedOffset>> = Vec::new();
    for step in &entry.steps {
        let attempts = walk.attempts(&step.id).iter();
        times.extend(attempts.map(|attempt| attempt.started.at));
    }
    for check in &entry.checks {
        let runs = walk.check_runs(&check.id).iter();
        times.extend(runs.map(|run| run.started.at));
        times.extend(walk.seen(&check.id));
    }
    let steps = entry.steps.iter().map(|step| &step.id);
    let ids = steps.chain(entry.checks.iter().map(|check| &check.id));
    times.extend(ids.filter_map(|id| match walk.manual_decision(id)? {
        ManualDecision::Attested(attribution)
        | ManualDecision::LeftOut(attribution)
        | ManualDecision::Unticked(attribution) => Some(attribution.at),
    }));
    let dates = || times.iter().map(DateTime::date_naive);
    dates().min().zip(dates().max())
}

/// Returns the end of each phase: the last date of its days.
fn phases(plan: &Plan, days: &[CalendarItem]) -> Vec<CalendarItem> {
    let phases = plan.phases.iter().enumerate().filter_map(|(at, phase)| {
        let days = plan.entries.iter().zip(days);
        let days = days.filter(|(entry, _)| phase.days.contains(entry.days.last));
        let days: Vec<&CalendarItem> = days.map(|(_, day)| day).collect();
        let last = days.iter().map(|day| day.time.last_date()).max()?;
        Some(CalendarItem {
            id: format!("phase-{}", at + 1),
            time: CalendarTime::Days(last, last),
            title: format!("Phase {} ends: {}", at + 1, phase.title),
            details: phase.goal.clone().unwrap_or_default(),
            is_done: days.iter().all(|day| day.is_done),
        })
    });
    phases.collect()
}

/// Returns the due dates of recurring work, up to the end of the plan and one more.
fn occurrences(plan: &Plan, walk: &Walk, end: NaiveDate, work: &Recurring) -> Vec<CalendarItem> {
    let dates = due_dates(plan, work, walk, end).into_iter().enumerate();
    let items = dates.map(|(at, date)| {
        let mut done = walk.occurrences(&work.id).iter();
        CalendarItem {
            id: format!("recurring-{}-{}", work.id, at + 1),
            time: CalendarTime::Days(date, date),
            title: work.what.clone(),
            details: format!("Recurring work `{}`, every {}", work.id, work.every.word()),
            is_done: done.any(|occurrence| occurrence.due == date && occurrence.ended.is_some()),
        }
    });
    items.collect()
}

/// Returns the deadlines of a procedure: checks that are due again, and steps that wait for a time.
fn deadlines(procedure: Procedure<'_>, walk: &Walk) -> Vec<CalendarItem> {
    let checks = procedure.checks().iter().filter_map(|check| {
        let time = next_check_at(check, walk)?;
        Some((
            format!("check-{}", check.id),
            time,
            format!("Due again: {}", check.text),
        ))
    });
    let steps = procedure.steps().iter().filter_map(|step| {
        let time = wait_until(procedure, step, walk)?;
        let is_open =
            walk.current_attempts(&step.id).is_empty() && walk.manual_decision(&step.id).is_none();
        is_open.then(|| {
            (
                format!("step-{}", step.id),
                time,
                format!("May run: {}", step.title),
            )
        })
    });
    let items = checks.chain(steps).map(|(id, time, title)| CalendarItem {
        id,
        time: CalendarTime::Moment(time),
        title,
        details: String::new(),
        is_done: false,
    });
    items.collect()
}
