//! The state of a walk, as text and as JSON.

use serde_json::{Value, json};

use super::item::SectionItem;
use super::report::Report;
use super::section::{Section, count_done};
use super::text::{counted, line};
use crate::progress::DayState;

/// Returns the state of a walk as JSON, with the path of its journal; scripts rely on its keys.
pub fn status_json(report: &Report<'_>, journal: &str) -> Value {
    let next = report
        .next
        .map(|(procedure, id)| json!({"day": procedure.id(), "id": id}));
    let interrupted = report
        .interrupted
        .iter()
        .map(|lost| json!({"day": lost.procedure.id(), "id": lost.step.id, "host": lost.host}));
    json!({
        "plan": report.plan.id,
        "walk": report.walk_name,
        "started": report.started.map(|start| start.to_string()),
        "today": report.made_at.date_naive().to_string(),
        "day": report.schedule.day,
        "slip": report.schedule.slip,
        "end": report.schedule.end.to_string(),
        "days": report.entries().map(entry_json).collect::<Vec<_>>(),
        "next": next,
        "interrupted": interrupted.collect::<Vec<_>>(),
        "deviations": report.deviations,
        "journal": {
            "path": journal,
            "events": report.journal.events,
            "head": report.journal.head,
            "broken": report.journal.breaks,
        },
    })
}

fn entry_json(section: &Section<'_>) -> Value {
    let steps = section.steps.iter().map(|step| {
        json!({
            "id": step.id(),
            "state": step.state.word(),
            "exit": step.last_exit(),
            "attempts": step.attempts().count(),
            "reopened_by": step.reopened_by,
            "revised": step.changed_since.is_some(),
        })
    });
    json!({
        "id": section.id,
        "state": section.state.map(DayState::word),
        "before": states_json(&section.before),
        "steps": steps.collect::<Vec<_>>(),
        "checks": states_json(&section.checks),
        "deviations": section.deviations.len(),
    })
}

fn states_json(checks: &[SectionItem<'_>]) -> Vec<Value> {
    let state = |check: &SectionItem<'_>| json!({"id": check.id(), "state": check.state.word()});
    checks.iter().map(state).collect()
}

/// Returns the state of a walk as text.
pub fn status_text(report: &Report<'_>) -> String {
    let mut text = String::new();
    line(
        &mut text,
        format!("{} · walk {}", report.plan.title, report.walk_name),
    );
    line(&mut text, schedule_text(report));
    line(&mut text, "");
    for section in report.entries().filter(|section| is_shown(section)) {
        line(&mut text, entry_text(section));
    }
    match report.next {
        Some((procedure, id)) => {
            let id = id.map_or(String::new(), |id| format!(", {id}"));
            let (day, title) = (procedure.id(), procedure.title());
            line(&mut text, format!("next: day {day} · {title}{id}"));
        }
        None => line(&mut text, "everything is done"),
    }
    for lost in &report.interrupted {
        line(
            &mut text,
            format!("interrupted: {} on {}", lost.step.id, lost.host),
        );
    }
    for step in report.sections.iter().flat_map(|section| &section.steps) {
        if let Some(undone) = step.reopened_by {
            line(
                &mut text,
                format!("reopened: {}: {undone} was undone", step.id()),
            );
        }
        if step.changed_since.is_some() {
            line(&mut text, format!("changed since it ran: {}", step.id()));
        }
    }
    if report.deviations > 0 {
        line(&mut text, counted(report.deviations, "deviation"));
    }
    text
}

/// Returns whether something has happened to an entry, or to a check that precedes it.
fn is_shown(section: &Section<'_>) -> bool {
    let ran = section.before.iter().any(|check| !check.state.is_open());
    ran || section.state != Some(DayState::Open)
}

fn schedule_text(report: &Report<'_>) -> String {
    let schedule = &report.schedule;
    if report.started.is_none() {
        return "not started".to_owned();
    }
    format!(
        "started {} · day {} of {} · {} · ends {}",
        schedule.start,
        schedule.day,
        report.plan.last_day(),
        report.slip_text(),
        schedule.end
    )
}

fn entry_text(section: &Section<'_>) -> String {
    let mut facts = vec![
        done_text(&section.steps, "steps"),
        done_text(&section.checks, "checks"),
    ];
    if !section.before.is_empty() {
        facts.insert(0, done_text(&section.before, "before"));
    }
    if section.items().any(|item| item.state.is_failed()) {
        facts.push("something failed".to_owned());
    }
    format!(
        "  {:>6}  {:<8} {:<40} {}",
        section.id,
        section.state.map_or("", DayState::word),
        section.procedure.title(),
        facts.join(", ")
    )
}

fn done_text(items: &[SectionItem<'_>], word: &str) -> String {
    format!("{}/{} {word}", count_done(items), items.len())
}
