//! The schedule of a walk: dates of days, due times, recurring work.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate, TimeDelta, Weekday};

use super::{Outcome, Walk, was_done};
use crate::plan::{Calendar, Check, Frequency, Plan, Procedure, Recurring, Step, Wait};

/// The schedule of a walk on one date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The date of day 1.
    pub start: NaiveDate,
    /// The number of today's day: below 1 before the start, and possibly above the plan's last day.
    pub day: i64,
    /// Today's day minus the first day of the first entry that is not done. Above 0, the walk is
    /// late. `None` when everything is done.
    pub slip: Option<i64>,
    /// The date on which the plan ends if the slip stays the same. An early walk counts as on time.
    pub end: NaiveDate,
}

/// Computes the schedule on a date.
pub fn schedule(plan: &Plan, walk: &Walk, today: NaiveDate) -> Schedule {
    let start = walk.start.unwrap_or(today);
    let day = day_of_date(&plan.calendar, start, today);
    let open = plan.entries.iter().find(|entry| !was_done(entry, walk));
    let slip = open.map(|entry| day - i64::from(entry.days.first));
    let behind = slip.map_or(0, |slip| u32::try_from(slip).unwrap_or(0));
    let end = date_of_day(
        &plan.calendar,
        start,
        plan.last_day().max(1).saturating_add(behind),
    );
    Schedule {
        start,
        day,
        slip,
        end,
    }
}

/// Returns the time from which a step with `wait` may run: that long after the step before it was
/// done. Returns `None` if that step is not done, or the step does not wait for a time.
pub fn wait_until(
    procedure: Procedure<'_>,
    step: &Step,
    walk: &Walk,
) -> Option<DateTime<FixedOffset>> {
    let Some(Wait::For(time)) = &step.wait else {
        return None;
    };
    let at = procedure
        .steps()
        .iter()
        .position(|other| other.id == step.id)?;
    let before = procedure.steps().get(at.checked_sub(1)?)?;
    later(done_at(before, walk)?, *time)
}

/// Returns the time that much later; `None` if the calendar ends before it.
pub fn later(time: DateTime<FixedOffset>, after: Duration) -> Option<DateTime<FixedOffset>> {
    time.checked_add_signed(TimeDelta::from_std(after).ok()?)
}

/// Returns the time at which a step was last done.
fn done_at(step: &Step, walk: &Walk) -> Option<DateTime<FixedOffset>> {
    use super::ManualDecision;
    if let Some(ManualDecision::Attested(attribution) | ManualDecision::LeftOut(attribution)) =
        walk.manual_decision(&step.id)
    {
        return Some(attribution.at);
    }
    let ends = walk.current_attempts(&step.id).iter();
    let good = ends.filter_map(|attempt| {
        let (ended, attribution) = attempt.ended.as_ref()?;
        let good = matches!(
            ended.state,
            Outcome::Passed | Outcome::Warned | Outcome::Skipped
        );
        good.then_some(attribution.at)
    });
    good.max()
}

/// Returns the time at which a check that passed is due again (`again`). For a manual check, this
/// is the first due time without an attestation after it.
pub fn next_check_at(check: &Check, walk: &Walk) -> Option<DateTime<FixedOffset>> {
    let answers = || {
        let askings = walk.current_check_runs(&check.id).iter();
        let asked = askings.filter_map(|asking| {
            let (ended, attribution) = asking.ended.as_ref()?;
            Some((ended.state, attribution.at))
        });
        let seen = walk.seen(&check.id).iter();
        asked.chain(seen.map(|at| (Outcome::Passed, *at)))
    };
    let good = |state| matches!(state, Outcome::Passed | Outcome::Warned);
    let passed = answers().filter(|(state, _)| good(*state));
    let passed = passed.map(|(_, at)| at).min()?;
    let times = check.again.iter().filter_map(|after| later(passed, *after));
    times
        .into_iter()
        .find(|time| !answers().any(|(_, at)| at >= *time))
}

/// Returns the date of a numbered day, without days off. Returns the latest possible date if it
/// would be later.
pub fn date_of_day(calendar: &Calendar, start: NaiveDate, day: u32) -> NaiveDate {
    let mut date = start;
    let mut left = u64::from(day.saturating_sub(1));
    while is_free(calendar, date) || left > 0 {
        if let Some((weeks, days)) = whole_weeks(calendar, date, left) {
            let Some(next) = date.checked_add_days(Days::new(weeks * 7)) else {
                return NaiveDate::MAX;
            };
            (date, left) = (next, left - days);
            continue;
        }
        if !is_free(calendar, date) {
            left -= 1;
        }
        let Some(next) = date.succ_opt() else { break };
        date = next;
    }
    date
}

/// Returns how many whole weeks fit into `left` working days from a working day, and the number of
/// working days in them. Returns `None` if not even one week fits before the next holiday.
fn whole_weeks(calendar: &Calendar, date: NaiveDate, left: u64) -> Option<(u64, u64)> {
    let holidays = calendar.holidays.iter();
    let to_holiday = holidays
        .filter_map(|holiday| u64::try_from((*holiday - date).num_days()).ok())
        .min();
    let each = worked_in_a_week(calendar);
    let weeks = (left / each).min(to_holiday.map_or(u64::MAX, |days| days / 7));
    (!is_free(calendar, date) && weeks > 0).then_some((weeks, weeks * each))
}

/// Returns the number of working days in a week without holidays; at least 1.
fn worked_in_a_week(calendar: &Calendar) -> u64 {
    if is_never_worked(calendar) {
        return 7;
    }
    let free = WEEK.iter().filter(|day| calendar.skip.contains(day));
    7 - free.count() as u64
}

/// Returns the day number of a date; below 1 before the start. A day off counts as the day before
/// it.
pub fn day_of_date(calendar: &Calendar, start: NaiveDate, date: NaiveDate) -> i64 {
    let days = (date - start).num_days();
    if days < 0 {
        return days + 1;
    }
    // A week has the same number of working days wherever it begins. The remaining days and the
    // holidays are checked one by one.
    let rest = u64::try_from((days + 1) % 7).unwrap_or(0);
    let weeks = (days + 1) / 7;
    let works = |date: &NaiveDate| !is_skipped(calendar, *date);
    let rest = start.iter_days().take(rest as usize).filter(works).count();
    let is_lost = |holiday: &&NaiveDate| {
        **holiday >= start && **holiday <= date && !is_skipped(calendar, **holiday)
    };
    let holidays: BTreeSet<&NaiveDate> = calendar.holidays.iter().filter(is_lost).collect();
    let lost = if is_never_worked(calendar) {
        0
    } else {
        holidays.len()
    };
    let worked = weeks * worked_in_a_week(calendar).cast_signed();
    worked + i64::try_from(rest).unwrap_or(0) - i64::try_from(lost).unwrap_or(0)
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Returns whether a calendar skips every day of the week. Such a calendar counts as skipping none.
fn is_never_worked(calendar: &Calendar) -> bool {
    WEEK.iter().all(|day| calendar.skip.contains(day))
}

/// Returns whether a date is skipped because of its day of the week.
fn is_skipped(calendar: &Calendar, date: NaiveDate) -> bool {
    !is_never_worked(calendar) && calendar.skip.contains(&date.weekday())
}

/// Returns whether a date is a day off.
fn is_free(calendar: &Calendar, date: NaiveDate) -> bool {
    let holiday = !is_never_worked(calendar) && calendar.holidays.contains(&date);
    holiday || is_skipped(calendar, date)
}

/// The maximum number of due dates that are reported, the newest ones.
const MOST_DATES: u32 = 5000;

/// Returns the due dates of recurring work: the newest before `until`, and one more.
pub fn due_dates(plan: &Plan, work: &Recurring, walk: &Walk, until: NaiveDate) -> Vec<NaiveDate> {
    let Some(start) = walk.start else {
        return Vec::new();
    };
    let first = date_of_day(&plan.calendar, start, work.since);
    let numbers = number_before(first, work.every, until).saturating_sub(MOST_DATES)..;
    let mut dates = Vec::new();
    for date in numbers.map_while(|number| nth(first, work.every, number)) {
        dates.push(date);
        if date > until {
            break;
        }
    }
    dates
}

/// Returns the number, from 0, of a due date that is not after `until`. At most one due date lies
/// between it and `until`.
fn number_before(first: NaiveDate, every: Frequency, until: NaiveDate) -> u32 {
    let days = (until - first).num_days();
    let months = i64::from(until.year() - first.year()) * 12 + i64::from(until.month())
        - i64::from(first.month());
    let number = match every {
        Frequency::Day => days,
        Frequency::Week => days / 7,
        Frequency::Month => months - 1,
        Frequency::Quarter => (months - 1) / 3,
    };
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

fn nth(first: NaiveDate, every: Frequency, number: u32) -> Option<NaiveDate> {
    match every {
        Frequency::Day => first.checked_add_days(Days::new(u64::from(number))),
        Frequency::Week => first.checked_add_days(Days::new(u64::from(number) * 7)),
        Frequency::Month => first.checked_add_months(Months::new(number)),
        Frequency::Quarter => first.checked_add_months(Months::new(number.checked_mul(3)?)),
    }
}

/// Returns the newest due date of recurring work that is not done; `None` before the first.
pub fn due_now(plan: &Plan, work: &Recurring, walk: &Walk, today: NaiveDate) -> Option<NaiveDate> {
    let dates = due_dates(plan, work, walk, today);
    dates.into_iter().rfind(|date| *date <= today)
}

/// The state of recurring work on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurringStatus {
    /// The due date, if the work is not done for it yet.
    pub due: Option<NaiveDate>,
    /// The next due date.
    pub next: Option<NaiveDate>,
    /// The number of times that it was done.
    pub done: usize,
    /// The due dates before the newest one for which it was never done.
    pub missed: Vec<NaiveDate>,
}

/// Returns the state of recurring work on a date.
pub fn recurrence(plan: &Plan, work: &Recurring, walk: &Walk, today: NaiveDate) -> RecurringStatus {
    let rounds = walk.occurrences(&work.id);
    let is_done = |date: &NaiveDate| {
        let mut of_date = rounds.iter().filter(|round| round.due == *date);
        of_date.any(|round| round.ended.is_some())
    };
    let dates = due_dates(plan, work, walk, today);
    let newest = dates.iter().rev().find(|date| **date <= today).copied();
    let earlier = dates
        .iter()
        .filter(|date| newest.is_some_and(|newest| **date < newest));
    RecurringStatus {
        due: newest.filter(|date| !is_done(date)),
        next: dates.iter().find(|date| **date > today).copied(),
        done: rounds.iter().filter(|round| round.ended.is_some()).count(),
        missed: earlier.filter(|date| !is_done(date)).copied().collect(),
    }
}
