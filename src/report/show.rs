//! The plan as text.

use super::text::{counted, indented, line};
use crate::plan::{Action, Check, Entry, Plan, Step};

/// The whole plan in short, or one entry in full.
pub fn show_text(plan: &Plan, entry: Option<&Entry>) -> String {
    let mut text = String::new();
    match entry {
        Some(entry) => show_entry(&mut text, entry),
        None => show_plan(&mut text, plan),
    }
    text
}

fn show_plan(text: &mut String, plan: &Plan) {
    line(text, &plan.title);
    for phase in &plan.phases {
        line(text, "");
        let facts = [&phase.cost, &phase.capacity];
        let facts: Vec<&str> = facts.into_iter().flatten().map(String::as_str).collect();
        line(text, format!("{} · days {}", phase.title, phase.days));
        if let Some(goal) = &phase.goal {
            line(text, format!("  {goal}"));
        }
        if !facts.is_empty() {
            line(text, format!("  {}", facts.join(" · ")));
        }
        for entry in &plan.entries {
            if phase.days.holds(entry.days.first) {
                line(text, in_short(entry));
            }
        }
    }
    for entry in &plan.entries {
        if plan.phase_of(entry).is_none() {
            line(text, in_short(entry));
        }
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

fn show_entry(text: &mut String, entry: &Entry) {
    line(text, format!("Day {} · {}", entry.days, entry.title));
    if let Some(objective) = &entry.objective {
        line(text, format!("\n{objective}"));
    }
    if !entry.tasks.is_empty() {
        line(text, "\nTasks");
        for (number, task) in entry.tasks.iter().enumerate() {
            line(text, format!("  {}. {task}", number + 1));
        }
    }
    line(text, "\nSteps");
    if entry.steps.is_empty() {
        line(text, "  No steps are written for this day yet.");
    }
    for step in &entry.steps {
        show_step(text, step);
    }
    line(text, "\nChecks");
    for check in &entry.checks {
        show_check(text, check);
    }
}

fn show_step(text: &mut String, step: &Step) {
    line(text, format!("\n  {}: {}", step.id, step.title));
    line(text, format!("    {}", where_and_how(step)));
    if let Some(danger) = &step.danger {
        line(text, format!("    DANGER: {danger}"));
    }
    match &step.action {
        Action::Run(script) => indented(text, "    | ", script),
        Action::Copy(files) => {
            for file in files {
                line(text, format!("    {} -> {}", file.from, file.to));
            }
        }
        Action::Manual(told) => indented(text, "    ", told),
    }
    for (name, told) in [("why", &step.explain), ("differs", &step.differs)] {
        if let Some(told) = told {
            line(text, format!("    {name}: {told}"));
        }
    }
}

fn where_and_how(step: &Step) -> String {
    let mut facts = vec![if step.hosts.is_empty() {
        "by hand".to_owned()
    } else {
        format!("on {}", step.hosts.join(", "))
    }];
    facts.extend(step.user.iter().map(|user| format!("as {user}")));
    facts.extend(step.minutes.map(|minutes| format!("~{minutes} min")));
    facts.join(", ")
}

fn show_check(text: &mut String, check: &Check) {
    line(text, format!("\n  {}: {}", check.id, check.text));
    match &check.run {
        Some(script) => {
            line(text, format!("    on {}", check.hosts.join(", ")));
            indented(text, "    | ", script);
        }
        None => line(text, "    by eye"),
    }
}
