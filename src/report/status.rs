//! Where a walk stands.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::text::{counted, line};
use crate::plan::{Check, Entry, Plan, Procedure, Step};
use crate::progress::{
    Break, CheckState, DayState, Schedule, StepState, Walk, changed_since_run, check_state,
    day_state, interrupted, next_item, reopened_by, schedule, step_state,
};

/// A walk, and what it is told beside.
pub struct StatusInput<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The walk.
    pub walk: &'a Walk,
    /// Its name.
    pub name: &'a str,
    /// Today's date.
    pub today: NaiveDate,
    /// The path of its journal.
    pub journal: &'a str,
    /// Where the journal's chain is broken and nobody has accepted it.
    pub breaks: &'a [Break],
}

/// Where a walk stands, as JSON; its keys are promised to scripts.
pub fn status_json(standing: &StatusInput<'_>) -> Value {
    let StatusInput { plan, walk, .. } = standing;
    let schedule = schedule(plan, walk, standing.today);
    let next =
        next_item(plan, walk).map(|(entry, id)| json!({"day": entry.days.to_string(), "id": id}));
    let lost: Vec<Value> = interrupted(plan, walk)
        .iter()
        .map(|lost| {
            let day = lost.procedure.id();
            json!({"day": day, "id": lost.step.id, "host": lost.host})
        })
        .collect();
    json!({
        "plan": plan.id,
        "walk": standing.name,
        "started": walk.start.map(|start| start.to_string()),
        "today": standing.today.to_string(),
        "day": schedule.day,
        "slip": schedule.slip,
        "end": schedule.end.to_string(),
        "days": plan.entries.iter().map(|entry| entry_json(entry, walk)).collect::<Vec<_>>(),
        "next": next,
        "interrupted": lost,
        "deviations": walk.deviations.len(),
        "journal": {
            "path": standing.journal,
            "events": walk.events,
            "head": walk.head,
            "broken": standing.breaks,
        },
    })
}

fn entry_json(entry: &Entry, walk: &Walk) -> Value {
    let id = entry.days.to_string();
    let steps = entry.steps.iter().map(|step| {
        json!({
            "id": step.id,
            "state": step_state(step, walk).word(),
            "exit": last_exit(step, walk),
            "attempts": walk.attempts(&step.id).len(),
            "reopened_by": reopened_by(step, walk),
            "revised": changed_since_run(step, walk).is_some(),
        })
    });
    let checks = |checks: &[Check]| -> Vec<Value> {
        let told =
            |check: &Check| json!({"id": check.id, "state": check_state(check, walk).word()});
        checks.iter().map(told).collect()
    };
    let deviations = walk.deviations.iter().filter(|noted| noted.day == id);
    json!({
        "id": id,
        "state": day_state(entry, walk).word(),
        "before": checks(&entry.before),
        "steps": steps.collect::<Vec<_>>(),
        "checks": checks(&entry.checks),
        "deviations": deviations.count(),
    })
}

/// The exit status of the newest run that has one.
fn last_exit(step: &Step, walk: &Walk) -> Option<i32> {
    let attempt = walk.attempts(&step.id).last()?;
    attempt.ended.as_ref().and_then(|(ended, _)| ended.exit)
}

/// Where a walk stands, as text.
pub fn status_text(standing: &StatusInput<'_>) -> String {
    let StatusInput { plan, walk, .. } = standing;
    let mut text = String::new();
    line(
        &mut text,
        format!("{} · walk {}", plan.title, standing.name),
    );
    match walk.start {
        None => line(&mut text, "not begun"),
        Some(_) => line(
            &mut text,
            calendar(plan, &schedule(plan, walk, standing.today)),
        ),
    }
    line(&mut text, "");
    for entry in &plan.entries {
        let state = |check| check_state(check, walk);
        let asked = entry
            .before
            .iter()
            .any(|check| state(check) != CheckState::Open);
        if asked || day_state(entry, walk) != DayState::Open {
            line(&mut text, in_short(entry, walk));
        }
    }
    match next_item(plan, walk) {
        Some((entry, id)) => {
            let id = id.map_or(String::new(), |id| format!(", {id}"));
            line(
                &mut text,
                format!("next: day {} · {}{id}", entry.days, entry.title),
            );
        }
        None => line(&mut text, "everything is done"),
    }
    for lost in interrupted(plan, walk) {
        let (id, host) = (&lost.step.id, lost.host);
        line(&mut text, format!("interrupted: {id} on {host}"));
    }
    for step in plan.procedures().flat_map(Procedure::steps) {
        if let Some(undone) = reopened_by(step, walk) {
            let id = &step.id;
            line(&mut text, format!("open again: {id}: {undone} was undone"));
        }
        if changed_since_run(step, walk).is_some() {
            line(&mut text, format!("changed since it was done: {}", step.id));
        }
    }
    if !walk.deviations.is_empty() {
        line(&mut text, counted(walk.deviations.len(), "deviation"));
    }
    text
}

fn calendar(plan: &Plan, schedule: &Schedule) -> String {
    let slip = match schedule.slip {
        None => "done".to_owned(),
        Some(0) => "on time".to_owned(),
        Some(days) if days > 0 => {
            format!("{} behind", counted(days.unsigned_abs() as usize, "day"))
        }
        Some(days) => format!("{} ahead", counted(days.unsigned_abs() as usize, "day")),
    };
    format!(
        "started {} · day {} of {} · {slip} · ends {}",
        schedule.start,
        schedule.day,
        plan.last_day(),
        schedule.end
    )
}

fn in_short(entry: &Entry, walk: &Walk) -> String {
    let steps = entry
        .steps
        .iter()
        .filter(|step| step_state(step, walk).is_done());
    let mut facts = vec![
        format!("{}/{} steps", steps.count(), entry.steps.len()),
        held(&entry.checks, "checks", walk),
    ];
    if !entry.before.is_empty() {
        facts.insert(0, held(&entry.before, "before", walk));
    }
    if has_failed(entry, walk) {
        facts.push("something failed".to_owned());
    }
    format!(
        "  {:>6}  {:<8} {:<40} {}",
        entry.days.to_string(),
        day_state(entry, walk).word(),
        entry.title,
        facts.join(", ")
    )
}

/// How many of some checks hold.
fn held(checks: &[Check], word: &str, walk: &Walk) -> String {
    let held = checks
        .iter()
        .filter(|check| check_state(check, walk).is_done());
    format!("{}/{} {word}", held.count(), checks.len())
}

fn has_failed(entry: &Entry, walk: &Walk) -> bool {
    let mut steps = entry.steps.iter();
    let mut checks = entry.before.iter().chain(&entry.checks);
    steps.any(|step| step_state(step, walk) == StepState::Failed)
        || checks.any(|check| check_state(check, walk) == CheckState::Failed)
}
