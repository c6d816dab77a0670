//! How long a step may run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::plan::yaml::field::Field;

use crate::plan::yaml::fields::Fields;

use crate::plan::yaml::tree::Value;

/// How long a step may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeout {
    /// So long.
    pub after: Duration,
    /// Whether it is then ended without asking (`then: end`); else the operator is asked.
    pub kills: bool,
}

/// Reads `timeout: 10m` or `timeout: {after: 10m, then: end}`.
pub(super) fn read(field: Field) -> Option<Timeout> {
    let node = field.node()?;
    if !matches!(node.value, Value::Mapping(_)) {
        let after = field.duration()?;
        return Some(Timeout {
            after,
            kills: false,
        });
    }
    Fields::read(node, "`timeout`", field.page(), |fields| {
        let after = fields.required("after").duration();
        let then = read_then(fields.required("then"));
        Some(Timeout {
            after: after?,
            kills: then?,
        })
    })
}

fn read_then(field: Field) -> Option<bool> {
    let node = field.node()?;
    let written = node.scalar().map(|scalar| scalar.text.as_ref());
    if written != Some("end") {
        field.wrong_value(node, "`end`");
        return None;
    }
    Some(true)
}
