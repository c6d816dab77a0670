//! The plan as text.

use super::item_text::{check_text, guard_text, question_text, step_text};
use super::text::{counted, folded, indented, line, script_lines};
use crate::plan::{Address, Entry, Guard, Phase, Plan, Procedure, Variable};
use crate::text::Printable;

/// Returns a summary of the plan, or one procedure in full. `width` is in columns.
pub fn show_text(plan: &Plan, procedure: Option<Procedure<'_>>, width: usize) -> String {
    let mut text = String::new();
    match procedure {
        Some(procedure) => show_procedure(&mut text, plan, procedure),
        None => show_plan(&mut text, plan),
    }
    folded(&text, width)
}

fn show_plan(text: &mut String, plan: &Plan) {
    line(text, &plan.title);
    for (phase, number) in plan.phases.iter().zip(1..) {
        show_phase(text, phase, number);
        for entry in &plan.entries {
            if phase.days.contains(entry.days.first) {
                line(text, in_short(entry));
            }
        }
    }
    for entry in &plan.entries {
        if plan.phase_of(entry).is_none() {
            line(text, in_short(entry));
        }
    }
    show_hosts(text, plan);
    section(text, "Variables", plan.variables.iter().map(variable_text));
    if !plan.guards.is_empty() {
        line(text, "\nGuards");
    }
    for guard in &plan.guards {
        guard_text(text, guard);
    }
    let calendar = &plan.calendar;
    let free = calendar.skip.iter().map(ToString::to_string);
    let free = free.chain(calendar.holidays.iter().map(ToString::to_string));
    section(text, "No work on", free);
    section(
        text,
        "Risks",
        plan.risks.iter().map(|risk| {
            let ways = [&risk.mitigation, &risk.contingency].into_iter().flatten();
            let ways: Vec<&str> = ways.map(String::as_str).collect();
            format!("{}: {}", risk.risk, ways.join("; else "))
        }),
    );
    section(
        text,
        "Recurring",
        plan.recurring.iter().map(|work| {
            let (every, since) = (work.every.word(), work.since);
            format!("{}: {}, every {every} from day {since}", work.id, work.what)
        }),
    );
    section(text, "Next actions", plan.next_actions.iter().cloned());
}

fn show_phase(text: &mut String, phase: &Phase, number: usize) {
    line(text, "");
    let days = if phase.days.count() == 1 {
        "day"
    } else {
        "days"
    };
    line(text, format!("{} · {days} {}", phase.title, phase.days));
    if let Some(goal) = &phase.goal {
        line(text, format!("  {goal}"));
    }
    let facts = [&phase.cost, &phase.capacity].into_iter().flatten();
    let facts: Vec<&str> = facts.map(String::as_str).collect();
    if !facts.is_empty() {
        line(text, format!("  {}", facts.join(" · ")));
    }
    if !phase.success.is_empty() {
        let count = counted(phase.success.len(), "check");
        line(text, format!("  success-{number}: {count}"));
    }
    if let Some(rollback) = &phase.rollback {
        let count = counted(rollback.steps.len(), "step");
        let when = rollback.condition.as_deref().unwrap_or("rollback");
        line(text, format!("  rollback-{number}: {when}: {count}"));
    }
    for deliverable in &phase.deliverables {
        line(text, format!("  - {deliverable}"));
    }
}

fn in_short(entry: &Entry) -> String {
    format!(
        "  {:>6}  {:<44} {}, {}",
        entry.days.to_string(),
        entry.title,
        counted(entry.steps.len(), "step"),
        counted(entry.checks.len(), "check")
    )
}

fn show_hosts(text: &mut String, plan: &Plan) {
    section(
        text,
        "Hosts",
        plan.hosts.iter().map(|host| {
            let address = match &host.address {
                Address::Local => "this machine".to_owned(),
                Address::Ssh(destination) => destination.clone(),
                Address::Group(members) => members.join(", "),
            };
            let about = host
                .about
                .as_deref()
                .map_or(String::new(), |about| format!(", {about}"));
            let production = if host.production {
                ", in production"
            } else {
                ""
            };
            format!("{}: {address}{about}{production}", host.name)
        }),
    );
}

/// Returns a variable: its purpose, and the commands that fetch, generate and store its value on
/// this machine.
pub(super) fn variable_text(variable: &Variable) -> String {
    let mut facts = Vec::new();
    facts.extend(variable.ask.clone());
    if variable.secret {
        facts.push("secret".to_owned());
    }
    if variable.optional {
        facts.push("optional".to_owned());
    }
    facts.extend(
        variable
            .default
            .iter()
            .map(|default| format!("else {}", Printable::name(default))),
    );
    let sources = [
        ("from", &variable.from),
        ("made by", &variable.generate),
        ("kept by", &variable.keep),
    ];
    for (way, command) in sources {
        facts.extend(
            command
                .iter()
                .map(|command| format!("{way} `{}`", Printable::name(command))),
        );
    }
    if facts.is_empty() {
        return variable.name.clone();
    }
    format!("{}: {}", variable.name, facts.join(", "))
}

fn section(text: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    for (at, one) in lines.enumerate() {
        if at == 0 {
            line(text, format!("\n{title}"));
        }
        line(text, format!("  {one}"));
    }
}

fn show_procedure(text: &mut String, plan: &Plan, procedure: Procedure<'_>) {
    line(text, heading(procedure));
    if let Procedure::Rollback(_, _, rollback) = procedure
        && let Some(condition) = &rollback.condition
    {
        line(text, "");
        indented(text, "", condition);
    }
    if let Some(entry) = procedure.entry() {
        if let Some(objective) = &entry.objective {
            line(text, "");
            indented(text, "", objective);
        }
        let tasks = entry.tasks.iter().zip(1..);
        section(
            text,
            "Tasks",
            tasks.map(|(task, number)| format!("{number}. {task}")),
        );
        section(text, "See", entry.see.iter().cloned());
        if let Some(author) = &entry.author {
            line(text, "\nThe author's commands");
            script_lines(text, author);
        }
    }
    if !procedure.before().is_empty() {
        line(text, "\nBefore");
    }
    procedure
        .before()
        .iter()
        .for_each(|check| check_text(text, check));
    line(text, "\nSteps");
    if procedure.steps().is_empty() {
        line(text, "  No steps are written here.");
    }
    procedure
        .steps()
        .iter()
        .for_each(|step| step_text(text, step));
    let is_used = |guard: &&Guard| {
        let mut steps = procedure.steps().iter();
        steps.any(|step| step.guards.contains(&guard.name))
    };
    for (guard, at) in plan.guards.iter().filter(is_used).zip(0..) {
        if at == 0 {
            line(text, "\nGuards");
        }
        guard_text(text, guard);
    }
    line(text, "\nChecks");
    procedure
        .checks()
        .iter()
        .for_each(|check| check_text(text, check));
    let quiz = procedure.entry().map_or(&[][..], |entry| &entry.quiz);
    if !quiz.is_empty() {
        line(text, "\nQuiz");
    }
    for question in quiz {
        question_text(text, question);
    }
}

fn heading(procedure: Procedure<'_>) -> String {
    format!("{} · {}", procedure.name(), procedure.title())
}
