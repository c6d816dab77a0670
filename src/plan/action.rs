//! The action of a step.

use serde::{Deserialize, Serialize};

use super::{
    copy::{self, FileCopy},
    script::{self, ScriptContext},
    step_format::STEP,
    text::join_names,
    yaml::fields::Fields,
};

/// The action of a step: exactly one per step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum StepAction {
    /// Runs a script in the host's pane.
    Run(String),
    /// Copies files of the plan to the host.
    Copy(Vec<FileCopy>),
    /// Gives the operator instructions to carry out.
    Manual(String),
}

/// Reads the one of `run`, `copy` and `manual` that is present, for a step that runs as `user`.
pub(super) fn read(
    fields: &Fields,
    shell: ScriptContext,
    user: Option<&str>,
) -> Option<StepAction> {
    let run = script::read(fields.optional("run"), shell);
    let copy = copy::read_all(fields.optional("copy"), user);
    let manual = fields.optional("manual").text();
    let given = fields.kinds();
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
                join_names(STEP.kinds)
            );
            let span = fields.key_span(given.last().unwrap_or(&""));
            fields.context.error("step-kind", &span, message);
            None
        }
    }
}
