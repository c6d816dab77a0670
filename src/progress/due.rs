//! What time asks for: steps that wait, checks asked again, work that comes again.

use chrono::{DateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate, TimeDelta, Weekday};

use super::{Standing, Walk};
use crate::plan::{Calendar, Check, Every, Plan, Recurring, Sheet, Step, Wait};

/// When a step that waits for some time may run: so long after the step before it was done. None
/// where that was not done yet, or where the step does not wait for time.
pub fn wait_ends(sheet: Sheet<'_>, step: &Step, walk: &Walk) -> Option<DateTime<FixedOffset>> {
    let Some(Wait::For(time)) = &step.wait else {
        return None;
    };
    let at = sheet.steps().iter().position(|other| other.id == step.id)?;
    let before = sheet.steps().get(at.checked_sub(1)?)?;
    Some(done_at(before, walk)? + TimeDelta::from_std(*time).ok()?)
}

/// When a step was done last.
fn done_at(step: &Step, walk: &Walk) -> Option<DateTime<FixedOffset>> {
    use super::Fix;
    if let Some(Fix::Attested(said) | Fix::LeftOut(said)) = walk.fix(&step.id) {
        return Some(said.at);
    }
    let ends = walk.current_attempts(&step.id).iter();
    let good = ends.filter_map(|attempt| {
        let (ended, said) = attempt.ended.as_ref()?;
        let good = matches!(
            ended.state,
            Standing::Passed | Standing::Warned | Standing::Skipped
        );
        good.then_some(said.at)
    });
    good.max()
}

/// When a check that has passed is to be asked again (`again`), or looked at again where it is made
/// by eye: the first of its times after which nobody has.
pub fn ask_again(check: &Check, walk: &Walk) -> Option<DateTime<FixedOffset>> {
    let answers = || {
        let askings = walk.current_askings(&check.id).iter();
        let asked = askings.filter_map(|asking| {
            let (ended, said) = asking.ended.as_ref()?;
            Some((ended.state, said.at))
        });
        let seen = walk.seen(&check.id).iter();
        asked.chain(seen.map(|at| (Standing::Passed, *at)))
    };
    let good = |state| matches!(state, Standing::Passed | Standing::Warned);
    let passed = answers().filter(|(state, _)| good(*state));
    let passed = passed.map(|(_, at)| at).min()?;
    let times = check
        .again
        .iter()
        .filter_map(|after| Some(passed + TimeDelta::from_std(*after).ok()?));
    times
        .into_iter()
        .find(|time| !answers().any(|(_, at)| at >= *time))
}

/// The date of a numbered day, days that nobody works left out.
pub fn date_of_day(calendar: &Calendar, start: NaiveDate, day: u32) -> NaiveDate {
    let mut date = start;
    let mut left = day.saturating_sub(1);
    while is_free(calendar, date) || left > 0 {
        if !is_free(calendar, date) {
            left -= 1;
        }
        let Some(next) = date.succ_opt() else { break };
        date = next;
    }
    date
}

/// The numbered day of a date; below 1 before the start. A date on which nobody works counts as
/// the day before it.
pub fn day_of_date(calendar: &Calendar, start: NaiveDate, date: NaiveDate) -> i64 {
    if date < start {
        return (date - start).num_days() + 1;
    }
    let dates = start.iter_days().take_while(|other| *other <= date);
    let worked = dates.filter(|other| !is_free(calendar, *other)).count();
    i64::try_from(worked).unwrap_or(i64::MAX)
}

/// Whether nobody works on a date. A calendar that leaves out every day of the week leaves out
/// none.
fn is_free(calendar: &Calendar, date: NaiveDate) -> bool {
    const WEEK: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let never = WEEK.iter().all(|day| calendar.skip.contains(day));
    !never && (calendar.skip.contains(&date.weekday()) || calendar.holidays.contains(&date))
}

/// The dates on which recurring work was or will be due, the first ones before `until` and one
/// more.
pub fn due_dates(plan: &Plan, work: &Recurring, walk: &Walk, until: NaiveDate) -> Vec<NaiveDate> {
    let Some(start) = walk.start else {
        return Vec::new();
    };
    let first = date_of_day(&plan.calendar, start, work.since);
    let mut dates = Vec::new();
    for number in 0.. {
        let Some(date) = nth(first, work.every, number) else {
            break;
        };
        dates.push(date);
        if date > until {
            break;
        }
    }
    dates
}

fn nth(first: NaiveDate, every: Every, number: u32) -> Option<NaiveDate> {
    match every {
        Every::Day => first.checked_add_days(Days::new(u64::from(number))),
        Every::Week => first.checked_add_days(Days::new(u64::from(number) * 7)),
        Every::Month => first.checked_add_months(Months::new(number)),
        Every::Quarter => first.checked_add_months(Months::new(number * 3)),
    }
}

/// The date for which recurring work is to be done now: the newest that is due and not done. None
/// before the first.
pub fn due_now(plan: &Plan, work: &Recurring, walk: &Walk, today: NaiveDate) -> Option<NaiveDate> {
    let dates = due_dates(plan, work, walk, today);
    dates.into_iter().rfind(|date| *date <= today)
}

/// How recurring work stands on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// The date for which it is to be done, where it is not done for that date yet.
    pub due: Option<NaiveDate>,
    /// When it comes next.
    pub next: Option<NaiveDate>,
    /// How often it was done.
    pub done: usize,
    /// The dates for which it was never done, of those before the newest that is due.
    pub missed: Vec<NaiveDate>,
}

/// How recurring work stands on a date.
pub fn recurrence(plan: &Plan, work: &Recurring, walk: &Walk, today: NaiveDate) -> Recurrence {
    let rounds = walk.rounds(&work.id);
    let is_done = |date: &NaiveDate| {
        let mut of_date = rounds.iter().filter(|round| round.due == *date);
        of_date.any(|round| round.ended.is_some())
    };
    let dates = due_dates(plan, work, walk, today);
    let newest = dates.iter().rev().find(|date| **date <= today).copied();
    let earlier = dates
        .iter()
        .filter(|date| newest.is_some_and(|newest| **date < newest));
    Recurrence {
        due: newest.filter(|date| !is_done(date)),
        next: dates.iter().find(|date| **date > today).copied(),
        done: rounds.iter().filter(|round| round.ended.is_some()).count(),
        missed: earlier.filter(|date| !is_done(date)).copied().collect(),
    }
}
