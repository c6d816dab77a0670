//! Steps and checks as JSON; their keys are promised to scripts.

use std::time::Duration;

use serde_json::{Value, json};

use crate::plan::{
    Check, Condition, Expectation, FileCopy, Guard, QuizQuestion, Retry, Save, Step, StepAction,
    Timeout, Wait,
};

/// A step.
pub(super) fn step_json(step: &Step) -> Value {
    let (kind, run, copy, manual) = match &step.action {
        StepAction::Run(script) => ("run", Some(script), None, None),
        StepAction::Copy(files) => ("copy", None, Some(files), None),
        StepAction::Manual(told) => ("manual", None, None, Some(told)),
    };
    let copy = copy.map(|files| files.iter().map(copy_json).collect::<Vec<_>>());
    json!({
        "id": step.id,
        "title": step.title,
        "task": step.tasks,
        "kind": kind,
        "hosts": step.hosts,
        "serial": step.serial,
        "as": step.user,
        "run": run,
        "copy": copy,
        "manual": manual,
        "link": step.link,
        "when": step.when.iter().map(condition_json).collect::<Vec<_>>(),
        "after": step.after,
        "guard": step.guards,
        "wait": step.wait.as_ref().map(wait_json),
        "unless": step.unless,
        "no_unless": step.no_unless,
        "undo": step.undo,
        "no_undo": step.no_undo,
        "changes": step.changes,
        "retry": step.retry.map(retry_json),
        "timeout": step.timeout.map(timeout_json),
        "interactive": step.interactive,
        "disconnects": step.disconnects,
        "detach": step.detach,
        "inside": step.inside,
        "save": step.save.as_ref().map(save_json),
        "danger": step.danger,
        "explain": step.explain,
        "differs": step.differs,
        "minutes": step.minutes,
        "uses": step.uses,
        "expected": expectation_json(&step.expect),
    })
}

/// A check.
pub(super) fn check_json(check: &Check) -> Value {
    let again = check.again.iter().copied().map(seconds);
    json!({
        "id": check.id,
        "check": check.text,
        "task": check.tasks,
        "hosts": check.hosts,
        "as": check.user,
        "run": check.run,
        "retry": check.retry.map(retry_json),
        "timeout": seconds(check.timeout),
        "fresh": check.fresh,
        "again": again.collect::<Vec<_>>(),
        "live": check.live,
        "explain": check.explain,
        "uses": check.uses,
        "expected": expectation_json(&check.expect),
    })
}

/// A guard, without its name.
pub(super) fn guard_json(guard: &Guard) -> Value {
    let check = &guard.check;
    json!({
        "about": check.text,
        "hosts": check.hosts,
        "as": check.user,
        "run": check.run,
        "timeout": seconds(check.timeout),
        "uses": check.uses,
        "expected": expectation_json(&check.expect),
    })
}

/// A question for those who learn.
pub(super) fn question_json(question: &QuizQuestion) -> Value {
    json!({
        "ask": question.ask,
        "answers": question.answers,
        "right": question.right,
        "because": question.because,
    })
}

fn copy_json(file: &FileCopy) -> Value {
    json!({
        "from": file.from,
        "to": file.to,
        "owner": file.owner,
        "mode": format!("{:04o}", file.mode),
        "backup": file.backup,
        "fill": file.fill,
        "bytes": file.content.len(),
        "sha256": file.digest,
        "content": file.shown(),
    })
}

fn condition_json(condition: &Condition) -> Value {
    match condition {
        Condition::Variable { name, is } => json!({"variable": name, "is": is}),
        Condition::Script { hosts, user, run } => json!({"hosts": hosts, "as": user, "run": run}),
        Condition::Step { id, is } => json!({"step": id, "is": is.word()}),
    }
}

fn wait_json(wait: &Wait) -> Value {
    match wait {
        Wait::For(time) => json!({"for": seconds(*time)}),
        Wait::Until { check, within } => json!({"until": check, "for": seconds(*within)}),
    }
}

fn retry_json(retry: Retry) -> Value {
    json!({"for": seconds(retry.within), "every": seconds(retry.every)})
}

fn timeout_json(timeout: Timeout) -> Value {
    let then = if timeout.kills { "end" } else { "ask" };
    json!({"after": seconds(timeout.after), "then": then})
}

fn save_json(save: &Save) -> Value {
    json!({"name": save.variable, "match": save.pattern})
}

fn expectation_json(expectation: &Expectation) -> Value {
    json!({
        "exit": expectation.exit,
        "warns": expectation.warns,
        "expect": expectation.matches,
        "expect_not": expectation.not_matches,
        "at_most": expectation.at_most,
        "at_least": expectation.at_least,
        "unit": expectation.unit,
    })
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}
