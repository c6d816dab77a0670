//! The plan as JSON; its keys are promised to scripts.

use serde_json::{Map, Value, json};

use crate::plan::{Action, Address, Check, Entry, Expectation, Host, Phase, Plan, Step, Variable};

/// The whole plan, or with only one of its entries; never a secret's value.
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
        "weeks": weeks.collect::<Vec<_>>(),
        "phases": plan.phases.iter().map(phase_json).collect::<Vec<_>>(),
        "days": entries.iter().map(|entry| entry_json(plan, entry)).collect::<Vec<_>>(),
        "risks": plan.risks.iter().map(|risk| json!({
            "risk": risk.risk,
            "mitigation": risk.mitigation,
            "contingency": risk.contingency,
            "days": risk.days.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "recurring": plan.recurring.iter().map(|work| json!({
            "id": work.id, "every": work.every.word(), "since": work.since, "do": work.what,
        })).collect::<Vec<_>>(),
        "next_actions": plan.next_actions,
        "digest": plan.digest,
    })
}

fn by_name<'n>(named: impl Iterator<Item = (&'n String, Value)>) -> Value {
    let map: Map<String, Value> = named.map(|(name, value)| (name.clone(), value)).collect();
    Value::Object(map)
}

fn host_json(host: &Host) -> Value {
    let (kind, address) = match &host.address {
        Address::Local => ("local", json!(true)),
        Address::Ssh(destination) => ("ssh", json!(destination)),
        Address::Group(members) => ("group", json!(members)),
    };
    json!({kind: address, "about": host.about, "production": host.production})
}

fn variable_json(variable: &Variable) -> Value {
    json!({
        "secret": variable.secret,
        "ask": variable.ask,
        "example": variable.example,
        "match": variable.pattern,
        "optional": variable.optional,
        "default": variable.default,
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
        "success": [],
        "rollback": null,
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
        "steps": entry.steps.iter().map(step_json).collect::<Vec<_>>(),
        "checks": entry.checks.iter().map(check_json).collect::<Vec<_>>(),
    })
}

fn step_json(step: &Step) -> Value {
    let (kind, run, manual) = match &step.action {
        Action::Run(script) => ("run", Some(script), None),
        Action::Copy(_) => ("copy", None, None),
        Action::Manual(told) => ("manual", None, Some(told)),
    };
    json!({
        "id": step.id,
        "title": step.title,
        "task": step.tasks,
        "kind": kind,
        "hosts": step.hosts,
        "as": step.user,
        "run": run,
        "manual": manual,
        "unless": step.unless,
        "no_unless": step.no_unless,
        "undo": step.undo,
        "no_undo": step.no_undo,
        "changes": step.changes,
        "danger": step.danger,
        "explain": step.explain,
        "differs": step.differs,
        "minutes": step.minutes,
        "uses": step.uses,
        "expected": expectation_json(&step.expect),
    })
}

fn check_json(check: &Check) -> Value {
    let retry = check.retry.map(
        |retry| json!({"for": retry.within.as_secs_f64(), "every": retry.every.as_secs_f64()}),
    );
    json!({
        "id": check.id,
        "check": check.text,
        "task": check.tasks,
        "hosts": check.hosts,
        "as": check.user,
        "run": check.run,
        "retry": retry,
        "timeout": check.timeout.as_secs_f64(),
        "fresh": check.fresh,
        "explain": check.explain,
        "uses": check.uses,
        "expected": expectation_json(&check.expect),
    })
}

fn expectation_json(expectation: &Expectation) -> Value {
    json!({
        "exit": expectation.exit,
        "warns": expectation.warns,
        "expect": expectation.matches,
        "expect_not": expectation.never,
        "at_most": expectation.at_most,
        "at_least": expectation.at_least,
        "unit": expectation.unit,
    })
}
