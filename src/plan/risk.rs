//! What may go wrong.

use serde::{Deserialize, Serialize};

use super::{DayRange, common_keys::names, plan_index::ExpectedKind, stretch};

use crate::plan::yaml::fields::Fields;

use crate::plan::yaml::read_context::ReadContext;

use crate::plan::yaml::tree::Node;

/// What may go wrong, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// What may happen.
    pub risk: String,
    /// What makes it less likely.
    pub mitigation: Option<String>,
    /// What to do when it happens.
    pub contingency: Option<String>,
    /// The days on which it shows.
    pub days: Vec<DayRange>,
    /// Ids of checks that show whether it has come true.
    pub checks: Vec<String>,
}

/// Reads a risk.
pub(super) fn read<'p>(node: &'p Node<'p>, page: ReadContext<'p>) -> Option<Risk> {
    Fields::read(node, "a risk", page, |fields| {
        let risk = fields.required("risk").text();
        let mitigation = fields.optional("mitigation").text();
        let contingency = fields.optional("contingency").text();
        let days = stretch::list(fields.optional("days"));
        let checks = names(&fields.optional("checks").references(ExpectedKind::Check));
        Some(Risk {
            risk: risk?,
            mitigation,
            contingency,
            days,
            checks,
        })
    })
}
