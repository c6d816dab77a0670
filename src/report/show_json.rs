//! The plan as JSON. Scripts rely on its keys.

use serde_json::{Map, Value, json};

use super::field::object;
use super::fields::{check_fields, guard_fields, step_fields};
use crate::plan::{
    Address, Calendar, Check, Entry, Gate, Host, Phase, Plan, QuizQuestion, Recurring, Risk,
    Rollback, Step, Variable,
};

/// Returns the whole plan, or the plan with only one entry. It never contains a secret's value.
pub fn show_json(plan: &Plan, entry: Option<&Entry>) -> Value {
    let entries: Vec<&Entry> = match entry {
        Some(entry) => vec![entry],
        None => plan.entries.iter().collect(),
    };
    let weeks = plan
        .weeks
        .iter()
        .map(|week| json!({"title": week.title, "first": week.days.first, "last": week.days.last}));
    json!({
        "id": plan.id,
        "title": plan.title,
        "shell": plan.shell,
        "hosts": by_name(plan.hosts.iter().map(|host| (&host.name, host_json(host)))),
        "variables": by_name(
            plan.variables.iter().map(|variable| (&variable.name, variable_json(variable))),
        ),
        "guards": by_name(plan.guards.iter().map(|guard| (&guard.name, object(&guard_fields(guard))))),
        "calendar": calendar_json(&plan.calendar),
        "gate": gate_json(&plan.gate),
        "weeks": weeks.collect::<Vec<_>>(),
        "phases": plan.phases.iter().map(phase_json).collect::<Vec<_>>(),
        "days": entries.iter().map(|entry| entry_json(plan, entry)).collect::<Vec<_>>(),
        "risks": plan.risks.iter().map(risk_json).collect::<Vec<_>>(),
        "recurring": plan.recurring.iter().map(recurring_json).collect::<Vec<_>>(),
        "next_actions": plan.next_actions,
        "digest": plan.digest,
    })
}

fn by_name<'n>(named: impl Iterator<Item = (&'n String, Value)>) -> Value {
    let map: Map<String, Value> = named.map(|(name, value)| (name.clone(), value)).collect();
    Value::Object(map)
}

fn steps(steps: &[Step]) -> Vec<Value> {
    steps
        .iter()
        .map(|step| object(&step_fields(step)))
        .collect()
}

fn checks(checks: &[Check]) -> Vec<Value> {
    checks
        .iter()
        .map(|check| object(&check_fields(check)))
        .collect()
}

fn question_json(question: &QuizQuestion) -> Value {
    json!({
        "ask": question.ask,
        "answers": question.answers,
        "right": question.right,
        "because": question.because,
    })
}

fn host_json(host: &Host) -> Value {
    let (kind, address) = match &host.address {
        Address::Local => ("local", json!(true)),
        Address::Ssh(destination) => ("ssh", json!(destination)),
        Address::Group(members) => ("group", json!(members)),
    };
    json!({kind: address, "about": host.about, "production": host.production, "shell": host.shell})
}

fn variable_json(variable: &Variable) -> Value {
    json!({
        "secret": variable.secret,
        "ask": variable.ask,
        "example": variable.example,
        "match": variable.pattern,
        "optional": variable.optional,
        "default": variable.default,
        "from": variable.from,
        "generate": variable.generate,
        "keep": variable.keep,
    })
}

fn gate_json(gate: &Gate) -> Value {
    by_name(
        gate.limits
            .iter()
            .map(|(counted, limit)| (counted, json!(limit))),
    )
}

fn calendar_json(calendar: &Calendar) -> Value {
    let skip = calendar.skip.iter();
    let holidays = calendar.holidays.iter();
    json!({
        "skip": skip.map(|day| day.to_string().to_lowercase()).collect::<Vec<_>>(),
        "holidays": holidays.map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn phase_json(phase: &Phase) -> Value {
    json!({
        "title": phase.title,
        "first": phase.days.first,
        "last": phase.days.last,
        "goal": phase.goal,
        "cost": phase.cost,
        "capacity": phase.capacity,
        "deliverables": phase.deliverables,
        "success": checks(&phase.success),
        "rollback": phase.rollback.as_ref().map(rollback_json),
    })
}

fn rollback_json(rollback: &Rollback) -> Value {
    json!({
        "if": rollback.condition,
        "steps": steps(&rollback.steps),
        "checks": checks(&rollback.checks),
    })
}

fn entry_json(plan: &Plan, entry: &Entry) -> Value {
    json!({
        "id": entry.days.to_string(),
        "first": entry.days.first,
        "last": entry.days.last,
        "title": entry.title,
        "week": plan.week_of(entry).map(|week| &week.title),
        "phase": plan.phase_of(entry).map(|phase| &phase.title),
        "objective": entry.objective,
        "tasks": entry.tasks,
        "author": entry.author,
        "see": entry.see,
        "before": checks(&entry.before),
        "steps": steps(&entry.steps),
        "checks": checks(&entry.checks),
        "quiz": entry.quiz.iter().map(question_json).collect::<Vec<_>>(),
    })
}

fn risk_json(risk: &Risk) -> Value {
    json!({
        "risk": risk.risk,
        "mitigation": risk.mitigation,
        "contingency": risk.contingency,
        "days": risk.days.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "checks": risk.checks,
    })
}

fn recurring_json(work: &Recurring) -> Value {
    json!({
        "id": work.id,
        "every": work.every.word(),
        "since": work.since,
        "do": work.what,
        "steps": steps(&work.steps),
        "checks": checks(&work.checks),
    })
}
