//! The way back from a phase.

use serde::{Deserialize, Serialize};

use super::{Check, Step, check, step};

use crate::plan::yaml::field::Field;

use crate::plan::yaml::fields::Fields;

/// The way back from a phase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollback {
    /// When to take it, in the author's words (`if`).
    pub condition: Option<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// What must hold afterwards.
    pub checks: Vec<Check>,
}

/// Reads `rollback`.
pub(super) fn read(field: Field) -> Option<Rollback> {
    Fields::read(field.node()?, "`rollback`", field.page(), |fields| {
        let condition = fields.optional("if").text();
        let steps = step::read_all(fields.optional("steps"), 0);
        let checks = check::read_all(fields.optional("checks"), 0);
        Some(Rollback {
            condition,
            steps,
            checks,
        })
    })
}
