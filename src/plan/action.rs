//! The action of a step.

use serde::{Deserialize, Serialize};

use super::{
    copy::{self, FileCopy},
    script::{self, ScriptContext},
    text::join_names,
    yaml::fields::Fields,
};

/// The action of a step: exactly one per step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum StepAction {
    /// Runs a script in the host's pane shell.
    Run(String),
    /// Copies files of the plan to the host.
    Copy(Vec<FileCopy>),
    /// Gives the operator instructions to carry out.
    Manual(String),
}

/// The keys of which a step has exactly one.
const KINDS: [&str; 3] = ["run", "copy", "manual"];

/// Reads the one of `run`, `copy` and `manual` that is present, for a step that runs as `user`.
pub(super) fn read(
    fields: &mut Fields,
    shell: ScriptContext,
    user: Option<&str>,
) -> Option<StepAction> {
    let run = script::read(fields.optional("run"), shell);
    let copy = copy::read_all(fields.optional("copy"), user);
    let manual = fields.optional("manual").text();
    let given: Vec<&str> = KINDS.into_iter().filter(|kind| fields.has(kind)).collect();
    match given.as_slice() {
        ["run"] => run.map(StepAction::Run),
        ["copy"] => Some(StepAction::Copy(copy)),
        ["manual"] => manual.map(StepAction::Manual),
        _ => {
            let found = if given.is_empty() {
                "none".to_owned()
            } else {
                join_names(&given)
            };
            let message = format!(
                "a step has exactly one of {}, found {found}",
                join_names(&KINDS)
            );
            let span = fields.key_span(given.last().unwrap_or(&""));
            fields.context.error("step-kind", &span, message);
            None
        }
    }
}
