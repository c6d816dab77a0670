//! What the author wrote about the plan as a whole.

use daymark::plan::{Frequency, Rollback};

use super::author::{AUTHOR, PLAN, TEXT};
use super::order::assert_in_order;

#[test]
fn the_phases() {
    assert_eq!(PLAN.phases.len(), AUTHOR.phases.len());
    for (found, phase) in PLAN.phases.iter().zip(&AUTHOR.phases) {
        assert_eq!(found.title, phase.title);
        assert_eq!(found.goal.as_ref(), Some(&phase.goal), "{}", phase.title);
        assert_eq!(found.cost.as_ref(), Some(&phase.cost), "{}", phase.title);
        let capacity = found.capacity.as_ref();
        assert_eq!(capacity, Some(&phase.capacity), "{}", phase.title);
        assert_eq!(found.deliverables, phase.deliverables, "{}", phase.title);
    }
}

#[test]
fn the_weeks_of_the_phases() {
    for (found, phase) in PLAN.phases.iter().zip(&AUTHOR.phases) {
        let weeks = format!("{}-{}", (found.days.first - 1) / 7 + 1, found.days.last / 7);
        assert_eq!(weeks, phase.weeks, "{}", phase.title);
    }
}

#[test]
fn what_is_success() {
    assert_eq!(AUTHOR.success.len(), PLAN.phases.len());
    for (number, phase) in (1..).zip(&PLAN.phases) {
        let whose = format!("Phase {number}");
        let found = || phase.success.iter().map(|check| check.text.as_str());
        assert_in_order(&whose, &AUTHOR.success[&whose], found());
        assert_in_order(&whose, &AUTHOR.phases[number - 1].deliverables, found());
    }
}

#[test]
fn the_ways_back() {
    let ways: Vec<&Rollback> = PLAN
        .phases
        .iter()
        .map(|phase| phase.rollback.as_ref().unwrap())
        .collect();
    assert_eq!(AUTHOR.rollback.len(), ways.len());
    for (way, (condition, steps)) in ways.into_iter().zip(&AUTHOR.rollback) {
        assert_eq!(way.condition.as_ref(), Some(condition));
        let found = way.steps.iter().map(|step| step.title.as_str());
        assert_in_order(condition, steps, found);
    }
}

#[test]
fn the_risks() {
    let found: Vec<_> = PLAN
        .risks
        .iter()
        .map(|risk| {
            let words = |words: &Option<String>| words.clone().unwrap();
            (
                risk.risk.clone(),
                words(&risk.mitigation),
                words(&risk.contingency),
            )
        })
        .collect();
    assert_eq!(found, AUTHOR.risks);
}

#[test]
fn the_work_that_comes_again() {
    let check = |every: Frequency, words: &[String]| {
        let found = PLAN.recurring.iter().filter(|work| work.every == every);
        let found: Vec<&String> = found.map(|work| &work.what).collect();
        assert_eq!(found, words.iter().collect::<Vec<_>>(), "{}", every.word());
    };
    check(Frequency::Day, &AUTHOR.recurring["Daily"]);
    check(Frequency::Week, &AUTHOR.recurring["Weekly"]);
    check(Frequency::Month, &AUTHOR.recurring["Monthly"]);
    check(Frequency::Quarter, &AUTHOR.recurring["Quarterly"]);
}

#[test]
fn what_comes_next() {
    assert_eq!(PLAN.next_actions, AUTHOR.next_actions);
}

/// What was read out of the text stands in the text: nobody changed one of the two alone.
#[test]
fn the_words_are_the_authors() {
    let text = TEXT.join("\n");
    let days = AUTHOR.days.iter();
    let words = days.flat_map(|day| day.tasks.iter().chain(&day.checks).chain(&day.see));
    let lists = AUTHOR.success.values().chain(AUTHOR.rollback.values());
    let lists = lists.chain(AUTHOR.recurring.values()).flatten();
    for words in words.chain(lists).chain(&AUTHOR.next_actions) {
        assert!(text.contains(words.as_str()), "{words}");
    }
    for (risk, mitigation, contingency) in &AUTHOR.risks {
        let row = format!("| {risk} | {mitigation} | {contingency} |");
        assert!(text.contains(&row), "{row}");
    }
}
