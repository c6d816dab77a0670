//! The keys that steps and checks share.

use super::{
    format::{KeyRecord, ValueFormat},
    plan_index::SpannedName,
    run_options,
    yaml::{field::Field, fields::Fields},
};

/// The key `task` of steps and checks.
pub(super) const TASK: KeyRecord = KeyRecord::new(
    "task",
    ValueFormat::Integers(1, 9999),
    "[1, 2]",
    "The numbers of the tasks that it serves, counted from 1 in the day's `tasks`.",
);

/// The key `on`.
pub(super) const ON: KeyRecord = KeyRecord::new(
    "on",
    ValueFormat::Names,
    "[web01, web02]",
    "The hosts or groups to run on. A script needs it if the plan has several hosts.",
);

/// The key `as`.
pub(super) const AS: KeyRecord = KeyRecord::new(
    "as",
    ValueFormat::Text,
    "root",
    "The user to run as, through sudo on the host.",
);

/// The key `uses`.
pub(super) const USES: KeyRecord = KeyRecord::new(
    "uses",
    ValueFormat::Names,
    "[DB_PASSWORD]",
    "Variables that the script gets in addition to those that it names.",
);

/// The key `retry` of steps and checks.
pub(super) const RETRY: KeyRecord = KeyRecord::new(
    "retry",
    ValueFormat::Object(&run_options::RETRY),
    "{for: 10m, every: 30s}",
    "Repeats it while it fails, over the open connection.",
);

/// Reads `task`: the numbers of the tasks, of which the procedure has `count`.
pub(super) fn tasks(fields: &Fields, count: usize) -> Vec<usize> {
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
pub(super) fn hosts(fields: &Fields, runs: bool) -> Vec<String> {
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
pub(super) fn variables(fields: &Fields) -> Vec<String> {
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
