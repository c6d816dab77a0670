//! The author's days.

use daymark::plan::{DayRange, Entry};

use super::author::{AUTHOR, Day, PLAN};
use super::order::assert_in_order;

/// Asks about each day of the author, with the entry that stands for it.
fn each(ask: impl Fn(&str, &Day, &Entry)) {
    assert_eq!(PLAN.entries.len(), AUTHOR.days.len());
    for (day, entry) in AUTHOR.days.iter().zip(&PLAN.entries) {
        ask(&format!("day {}", entry.days), day, entry);
    }
}

/// What the author's `Week 3: Title` and `Phase 1: Title (Week 1-2)` call it.
fn title(heading: &str) -> &str {
    let (_, title) = heading.split_once(": ").unwrap();
    title.split(" (").next().unwrap()
}

#[test]
fn their_numbers_and_titles() {
    each(|whose, day, entry| {
        let days = DayRange {
            first: day.first,
            last: day.last,
        };
        assert_eq!((entry.days, &entry.title), (days, &day.title), "{whose}");
    });
}

#[test]
fn their_weeks_and_phases() {
    each(|whose, day, _| {
        let holds = |days: DayRange| days.first <= day.first && day.last <= days.last;
        let week = PLAN.weeks.iter().find(|week| holds(week.days)).unwrap();
        assert_eq!(week.title, title(&day.week), "{whose}");
        let phase = PLAN.phases.iter().find(|phase| holds(phase.days)).unwrap();
        assert_eq!(phase.title, title(&day.phase), "{whose}");
    });
}

#[test]
fn their_tasks() {
    each(|whose, day, entry| assert_eq!(entry.tasks, day.tasks, "{whose}"));
}

#[test]
fn their_checks() {
    each(|whose, day, entry| {
        let found = entry.checks.iter().map(|check| check.text.as_str());
        assert_in_order(whose, &day.checks, found);
    });
}

#[test]
fn their_commands() {
    each(|whose, day, entry| {
        let found = entry.author.as_deref().map(str::trim_end);
        assert_eq!(found, day.commands().as_deref(), "{whose}");
    });
}

#[test]
fn the_documents_they_point_to() {
    each(|whose, day, entry| assert_eq!(entry.see, day.see, "{whose}"));
}

/// An entry without steps is not written yet.
#[test]
fn what_does_each_task_and_what_proves_the_day() {
    each(|whose, _, entry| {
        if entry.steps.is_empty() {
            return;
        }
        for task in 1..=entry.tasks.len() {
            let done = entry.steps.iter().any(|step| step.tasks.contains(&task));
            assert!(done, "{whose}: no step does task {task}");
        }
        let asked = entry.checks.iter().any(|check| check.run.is_some());
        assert!(asked, "{whose}: no check asks a host");
    });
}
