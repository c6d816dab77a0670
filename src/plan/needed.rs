//! Which of a plan's variables a script gets.

use std::collections::HashSet;

use super::{Plan, Variable, variable_refs};

/// The variables that a script names, in the order the plan declares them.
///
/// `$NAME` and `${NAME…}` name one wherever they stand: also in quotes and here-documents, since a
/// shell started by the script takes its variables from the environment. `uses` adds the rest.
pub fn used<'p>(plan: &'p Plan, script: &str) -> Vec<&'p Variable> {
    needed(plan, script, &[])
}

/// The variables that a script gets: those it names, and those that `uses` adds.
pub fn needed<'p>(plan: &'p Plan, script: &str, uses: &[String]) -> Vec<&'p Variable> {
    let named: HashSet<&str> = variable_refs::variable_refs(script).collect();
    let is_needed = |variable: &&Variable| {
        named.contains(variable.name.as_str()) || uses.contains(&variable.name)
    };
    plan.variables.iter().filter(is_needed).collect()
}
