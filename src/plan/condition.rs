//! The conditions of a step (`when`).

use serde::{Deserialize, Serialize};

use super::{
    common_keys,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    pattern,
    plan_index::ExpectedKind,
    script::{self, ScriptContext},
    text::join_names,
    yaml::{field::Field, fields::Fields, read_context::ReadContext, tree::Node},
};

/// A condition of a step. If it is not met, the step is skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// The variable has a value.
    Variable {
        /// The variable.
        name: String,
        /// A regular expression that the whole value must match.
        is: Option<String>,
    },
    /// The script succeeds.
    Script {
        /// The hosts to run on, with groups expanded. Empty for the host of the step.
        hosts: Vec<String>,
        /// The user that the script runs as: the condition's `as`, else the step's.
        user: Option<String>,
        /// The script.
        run: String,
    },
    /// Another step is in a given state.
    Step {
        /// The step's id.
        id: String,
        /// The state it must be in.
        is: RequiredState,
    },
}

/// A state of a step that a condition may require.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequiredState {
    /// The step passed.
    Passed,
    /// The step was skipped.
    Skipped,
    /// The step failed.
    Failed,
    /// The step was undone.
    Undone,
}

impl RequiredState {
    /// Returns the word that the plan uses.
    pub fn word(self) -> &'static str {
        match self {
            RequiredState::Passed => "passed",
            RequiredState::Skipped => "skipped",
            RequiredState::Failed => "failed",
            RequiredState::Undone => "undone",
        }
    }
}

/// A condition.
pub(super) static CONDITION: ObjectFormat = ObjectFormat::new(
    "condition",
    "a condition",
    "A condition of a step. If it is not met, the step is skipped.",
    &[&[
        KeyRecord::new(
            "variable",
            ValueFormat::Text,
            "REGION",
            "Met if this variable has a value.",
        ),
        KeyRecord::new(
            "run",
            ValueFormat::Script,
            "test -e /etc/nginx",
            "Met if this script succeeds.",
        ),
        KeyRecord::new(
            "step",
            ValueFormat::Id,
            "nginx",
            "Met if this step is in the state `is`.",
        )
        .needs(&[("is", "which names the state")]),
        KeyRecord::new(
            "is",
            ValueFormat::Text,
            "passed",
            "With `variable`, a regular expression that the whole value must match. With `step`, \
             one of `passed`, `skipped`, `failed` and `undone`.",
        )
        .only_with(&["variable", "step"]),
        common_keys::ON.only_with(&["run"]),
        common_keys::AS.only_with(&["run"]),
    ]],
)
.one_of(&["variable", "run", "step"]);

/// Reads `when` of a step that runs as `user`: one condition, or a list of them.
pub(super) fn read_all(field: Field, user: Option<&str>) -> Vec<Condition> {
    let context = field.context();
    field.one_or_each("a condition or a list of them", |node| {
        read(node, context, user)
    })
}

fn read<'p>(node: &'p Node<'p>, context: ReadContext<'p>, user: Option<&str>) -> Option<Condition> {
    Fields::read(node, &CONDITION, context, |fields| {
        let kinds = fields.kinds();
        let [kind] = kinds.as_slice() else {
            let kinds = join_names(CONDITION.kinds);
            let message = format!("a condition has exactly one of {kinds}");
            context.error("condition-kind", &fields.head(), message);
            return None;
        };
        fields.reject_misplaced(kind, &format!("this condition has `{kind}`"), "remove it");
        match *kind {
            "variable" => read_variable(fields),
            "run" => read_script(fields, user),
            _ => read_step(fields),
        }
    })
}

fn read_variable(fields: &Fields) -> Option<Condition> {
    let name = common_keys::variable(fields.optional("variable"));
    let is = pattern::read_whole(fields.optional("is"));
    Some(Condition::Variable { name: name?, is })
}

fn read_script(fields: &Fields, user: Option<&str>) -> Option<Condition> {
    let hosts = common_keys::hosts(fields, false);
    let own = fields.optional("as").text();
    let run = script::read(fields.optional("run"), ScriptContext::NewShell);
    Some(Condition::Script {
        hosts,
        user: own.or_else(|| user.map(str::to_owned)),
        run: run?,
    })
}

fn read_step(fields: &Fields) -> Option<Condition> {
    let id = fields.optional("step").reference(ExpectedKind::Step);
    let is = read_was(fields.optional("is"));
    Some(Condition::Step { id: id?, is: is? })
}

fn read_was(field: Field) -> Option<RequiredState> {
    let node = field.node()?;
    let all = [
        RequiredState::Passed,
        RequiredState::Skipped,
        RequiredState::Failed,
        RequiredState::Undone,
    ];
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    let was = all.into_iter().find(|was| Some(was.word()) == written);
    if was.is_none() {
        field.wrong_value(node, "`passed`, `skipped`, `failed` or `undone`");
    }
    was
}
