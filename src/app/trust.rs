//! The question whether someone else's plan may run what it says.

use crate::plan::{Address, Plan};

/// The question whether someone else's plan may run what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// What it would do, a line each.
    pub lines: Vec<String>,
    /// The first line shown.
    pub top: usize,
}

impl Trust {
    /// What a plan would run on this machine, and which hosts it would reach.
    pub fn new(plan: &Plan) -> Self {
        let mut lines = vec!["On these hosts, over ssh:".to_owned()];
        for host in &plan.hosts {
            if let Address::Ssh(address) = &host.address {
                lines.push(format!("  {:<12} {address}", host.name));
            }
        }
        if lines.len() == 1 {
            lines.push("  none".to_owned());
        }
        lines.extend([String::new(), "On this machine:".to_owned()]);
        let before = lines.len();
        for (title, script) in local_scripts(plan) {
            lines.push(format!("  {title}"));
            lines.extend(script.lines().map(|line| format!("    {line}")));
            lines.push(String::new());
        }
        if lines.len() == before {
            lines.push("  nothing".to_owned());
        }
        Self { lines, top: 0 }
    }
}

/// Everything that would run on this machine, with its title.
fn local_scripts(plan: &Plan) -> Vec<(&str, &str)> {
    let is_local = |hosts: &[String]| {
        hosts.iter().any(|name| {
            plan.host(name)
                .is_some_and(|host| host.address == Address::Local)
        })
    };
    let mut scripts: Vec<(&str, &str)> = plan
        .variables
        .iter()
        .flat_map(|variable| {
            variable
                .commands()
                .map(|command| (&*variable.name, command))
        })
        .collect();
    for entry in &plan.entries {
        for step in entry.steps.iter().filter(|step| is_local(&step.hosts)) {
            let all = [step.unless.as_deref(), step.script(), step.undo.as_deref()];
            scripts.extend(
                all.into_iter()
                    .flatten()
                    .map(|script| (step.title.as_str(), script)),
            );
        }
        for check in entry.checks.iter().filter(|check| is_local(&check.hosts)) {
            scripts.extend(
                check
                    .run
                    .as_deref()
                    .map(|script| (check.text.as_str(), script)),
            );
        }
    }
    scripts
}
