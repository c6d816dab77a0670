//! What may go wrong.

use serde::{Deserialize, Serialize};

use super::{Days, fields::Fields, notes::Wanted, page::Page, stretch, tree::Node, work::names};

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
    pub days: Vec<Days>,
    /// Ids of checks that show whether it has come true.
    pub checks: Vec<String>,
}

/// Reads a risk.
pub(super) fn read<'p>(node: &'p Node<'p>, page: Page<'p>) -> Option<Risk> {
    Fields::read(node, "a risk", page, |fields| {
        let risk = fields.need("risk").text();
        let mitigation = fields.get("mitigation").text();
        let contingency = fields.get("contingency").text();
        let days = stretch::list(fields.get("days"));
        let checks = names(&fields.get("checks").references(Wanted::Check));
        Some(Risk {
            risk: risk?,
            mitigation,
            contingency,
            days,
            checks,
        })
    })
}
