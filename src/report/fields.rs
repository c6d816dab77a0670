//! The fields of steps, checks and guards. Text, JSON and the screen print the same lists.

use super::field::{Field, FieldPart, FieldValue};
use super::words::BY_HAND;
use crate::plan::{Check, Guard, Step, StepAction};

/// Returns all fields of a step, in the order of the JSON form.
pub fn step_fields(step: &Step) -> Vec<Field<'_>> {
    use FieldPart::{Action, Danger, Expected, Option, Precondition, Reason, Undo, Variables};
    let (yes, no) = if step.is_manual() {
        ("", "")
    } else {
        ("changes the host", "changes nothing")
    };
    let files = Some(step.files()).filter(|files| !files.is_empty());
    vec![
        data("id", FieldValue::Text(&step.id)),
        data("title", FieldValue::Text(&step.title)),
        line(FieldPart::Task, "task", "", FieldValue::Tasks(&step.tasks)),
        data("kind", FieldValue::Text(kind(&step.action))),
        fact("hosts", hosts(&step.hosts, step.user.as_deref(), BY_HAND)),
        line(
            Option,
            "serial",
            "in turn",
            FieldValue::some(step.serial, FieldValue::Serial),
        ),
        data("as", text(step.user.as_deref())),
        line(Action, "run", "", script(step.script())),
        line(
            Action,
            "copy",
            "",
            FieldValue::some(files, FieldValue::Files),
        ),
        line(Action, "manual", "", text(manual_text(&step.action))),
        line(
            Option,
            "link",
            "link",
            FieldValue::some(step.link.as_deref(), FieldValue::Link),
        ),
        line(
            Precondition,
            "when",
            "only when",
            FieldValue::Conditions(&step.when),
        ),
        line(
            Precondition,
            "after",
            "after",
            FieldValue::Items(&step.after),
        ),
        line(
            Precondition,
            "guard",
            "guard",
            FieldValue::Guards(&step.guards),
        ),
        line(
            Precondition,
            "wait",
            "waits",
            FieldValue::some(step.wait.as_ref(), FieldValue::Wait),
        ),
        line(
            Undo,
            "unless",
            "Already done if this succeeds",
            script(step.unless.as_deref()),
        ),
        line(
            Undo,
            "no_unless",
            "no unless",
            text(step.no_unless.as_deref()),
        ),
        line(Undo, "undo", "Undone by", script(step.undo.as_deref())),
        line(Undo, "no_undo", "no undo", text(step.no_undo.as_deref())),
        fact(
            "changes",
            FieldValue::Flag {
                is: step.changes,
                yes,
                no,
            },
        ),
        line(
            Option,
            "retry",
            "retried",
            FieldValue::some(step.retry, FieldValue::Retry),
        ),
        line(
            Option,
            "timeout",
            "at most",
            FieldValue::some(step.timeout, FieldValue::Timeout),
        ),
        line(
            Option,
            "interactive",
            "keyboard",
            set(step.interactive, KEYBOARD),
        ),
        line(
            Option,
            "disconnects",
            "reconnect",
            set(step.disconnects, RECONNECT),
        ),
        line(Option, "detach", "detached", set(step.detach, DETACHED)),
        line(Option, "in_shell", "in shell", set(step.in_shell, IN_SHELL)),
        line(Option, "shell", "shell", text(step.shell.as_deref())),
        line(
            Precondition,
            "inside",
            "inside",
            FieldValue::Nesting(&step.inside),
        ),
        line(
            Option,
            "save",
            "saves",
            FieldValue::some(step.save.as_ref(), FieldValue::Save),
        ),
        line(Danger, "danger", "DANGER", text(step.danger.as_deref())),
        line(Reason, "explain", "why", text(step.explain.as_deref())),
        line(Reason, "differs", "differs", text(step.differs.as_deref())),
        fact(
            "minutes",
            FieldValue::some(step.minutes, FieldValue::Minutes),
        ),
        line(Variables, "uses", "uses", FieldValue::Names(&step.uses)),
        line(
            Expected,
            "expected",
            "expected",
            FieldValue::Expected(&step.expect),
        ),
    ]
}

/// The words for an interactive step.
const IN_SHELL: &str = "changes the shell of its pane";
const KEYBOARD: &str = "goes to its pane until it ends";

/// The words for a step that disconnects.
const RECONNECT: &str =
    "it disconnects; daymark reconnects and runs its `unless` to get the result";

/// The words for a detached step.
const DETACHED: &str = "it continues without a connection, and daymark reattaches to it";

/// Returns all fields of a check, in the order of the JSON form.
pub fn check_fields(check: &Check) -> Vec<Field<'_>> {
    use FieldPart::{Action, Expected, Option, Reason, Variables};
    vec![
        data("id", FieldValue::Text(&check.id)),
        data("check", FieldValue::Text(&check.text)),
        line(FieldPart::Task, "task", "", FieldValue::Tasks(&check.tasks)),
        fact(
            "hosts",
            hosts(&check.hosts, check.user.as_deref(), "manual check"),
        ),
        data("as", text(check.user.as_deref())),
        line(Action, "run", "", script(check.run.as_deref())),
        line(
            Option,
            "retry",
            "retried",
            FieldValue::some(check.retry, FieldValue::Retry),
        ),
        fact("timeout", FieldValue::Limit(check.timeout)),
        fact("fresh", set(check.fresh, "over a new connection")),
        line(
            Option,
            "again",
            "repeated",
            FieldValue::Repeats(&check.again),
        ),
        fact("live", set(check.live, "can be watched")),
        line(Reason, "explain", "why", text(check.explain.as_deref())),
        line(Variables, "uses", "uses", FieldValue::Names(&check.uses)),
        line(
            Expected,
            "expected",
            "expected",
            FieldValue::Expected(&check.expect),
        ),
    ]
}

/// The keys that a guard shares with a check.
const GUARD_KEYS: [&str; 6] = ["hosts", "as", "run", "timeout", "uses", "expected"];

/// Returns all fields of a guard, in the order of the JSON form.
pub fn guard_fields(guard: &Guard) -> Vec<Field<'_>> {
    let shared = check_fields(&guard.check).into_iter();
    let shared = shared.filter(|field| GUARD_KEYS.contains(&field.key));
    let about = data("about", FieldValue::Text(&guard.check.text));
    std::iter::once(about).chain(shared).collect()
}

/// Returns the fields of one group.
pub fn fields_of<'f, 'p>(
    fields: &'f [Field<'p>],
    part: FieldPart,
) -> impl Iterator<Item = &'f Field<'p>> {
    fields.iter().filter(move |field| field.part == part)
}

fn data<'p>(key: &'static str, value: FieldValue<'p>) -> Field<'p> {
    line(FieldPart::Data, key, "", value)
}

fn fact<'p>(key: &'static str, value: FieldValue<'p>) -> Field<'p> {
    line(FieldPart::Fact, key, "", value)
}

fn line<'p>(
    part: FieldPart,
    key: &'static str,
    label: &'static str,
    value: FieldValue<'p>,
) -> Field<'p> {
    Field {
        key,
        label,
        part,
        value,
    }
}

fn text(text: Option<&str>) -> FieldValue<'_> {
    FieldValue::some(text, FieldValue::Text)
}

fn script(text: Option<&str>) -> FieldValue<'_> {
    FieldValue::some(text, FieldValue::Script)
}

fn set(is: bool, yes: &'static str) -> FieldValue<'static> {
    FieldValue::Flag { is, yes, no: "" }
}

fn hosts<'p>(names: &'p [String], user: Option<&'p str>, none: &'static str) -> FieldValue<'p> {
    FieldValue::Hosts { names, user, none }
}

fn kind(action: &StepAction) -> &'static str {
    match action {
        StepAction::Run(_) => "run",
        StepAction::Copy(_) => "copy",
        StepAction::Manual(_) => "manual",
    }
}

fn manual_text(action: &StepAction) -> Option<&str> {
    match action {
        StepAction::Manual(text) => Some(text),
        StepAction::Run(_) | StepAction::Copy(_) => None,
    }
}
