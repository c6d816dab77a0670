//! The keys that steps and checks share.

use super::{
    plan_index::SpannedName,
    yaml::{field::Field, fields::Fields},
};

/// Reads `task`: the numbers of the tasks, of which the procedure has `count`.
pub(super) fn tasks(fields: &mut Fields, count: usize) -> Vec<usize> {
    let field = fields.optional("task");
    field.one_or_list("the number of a task, or a list of them", |node| {
        let number = field.whole_of(node, &(1..i64::MAX))?;
        let task = usize::try_from(number).ok().filter(|task| *task <= count);
        if task.is_none() {
            let have = match count {
                0 => "no tasks are written here".to_owned(),
                1 => "this day has one task".to_owned(),
                _ => format!("this day has tasks 1 to {count}"),
            };
            let message = format!("there is no task {number}: {have}");
            field.context().error("unknown-task", &node.span, message);
        }
        task
    })
}

/// Reads `on`: names of hosts, before groups are expanded. With `runs`, notes a missing `on`.
pub(super) fn hosts(fields: &mut Fields, runs: bool) -> Vec<String> {
    let hosts = fields.optional("on").names();
    if runs && !fields.has("on") {
        let span = fields.context.file_span(&fields.head());
        fields.context.index().hostless.push(span);
    }
    let names = names(&hosts);
    fields.context.index().used_hosts.extend(hosts);
    names
}

/// Reads the name of a variable and notes its use.
pub(super) fn variable(field: Field) -> Option<String> {
    let mention = field.spanned_name()?;
    let name = mention.name.clone();
    field.context().index().used_variables.push(mention);
    Some(name)
}

/// Reads `uses`: variables in addition to those that the scripts name.
pub(super) fn variables(fields: &mut Fields) -> Vec<String> {
    let variables = fields.optional("uses").names();
    let names = names(&variables);
    fields.context.index().used_variables.extend(variables);
    names
}

pub(super) fn names(mentions: &[SpannedName]) -> Vec<String> {
    mentions
        .iter()
        .map(|mention| mention.name.clone())
        .collect()
}
