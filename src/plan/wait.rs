//! What a step waits for before it runs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::plan_index::ExpectedKind;

use crate::plan::yaml::field::Field;

use crate::plan::yaml::fields::Fields;

use crate::plan::yaml::tree::Value;

/// What a step waits for before it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wait {
    /// So much time, from when its turn comes.
    For(Duration),
    /// That a check holds.
    Until {
        /// The check's id.
        check: String,
        /// How long to wait for it (`for`).
        within: Duration,
    },
}

impl Wait {
    /// The longest it can take.
    pub fn longest(&self) -> Duration {
        match self {
            Wait::For(time) | Wait::Until { within: time, .. } => *time,
        }
    }
}

/// Reads `wait: 10m` or `wait: {until: CHECK, for: 1h}`.
pub(super) fn read(field: Field) -> Option<Wait> {
    let node = field.node()?;
    let wait = match &node.value {
        Value::Mapping(_) => Fields::read(node, "`wait`", field.page(), |fields| {
            let check = fields.required("until").reference(ExpectedKind::Check);
            let within = fields.required("for").duration();
            Some(Wait::Until {
                check: check?,
                within: within?,
            })
        }),
        _ => field.duration().map(Wait::For),
    }?;
    let spot = field.page().spot(&node.span);
    field.page().notes().waits.push((wait.longest(), spot));
    Some(wait)
}
