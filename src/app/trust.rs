//! The question whether someone else's plan may run what it says.

use crate::plan::{Address, Plan, local_acts};
use crate::text::Printable;

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
        for act in local_acts(plan) {
            lines.push(format!("  {}", act.title));
            lines.extend(
                Printable::code(&act.text)
                    .lines()
                    .map(|line| format!("    {line}")),
            );
            lines.push(String::new());
        }
        if lines.len() == before {
            lines.push("  nothing".to_owned());
        }
        Self { lines, top: 0 }
    }
}
