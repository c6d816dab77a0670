//! What may go wrong.

use super::{Days, days, fields::Fields, page::Page, tree::Node};

/// What may go wrong, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// What may happen.
    pub risk: String,
    /// What makes it less likely.
    pub mitigation: Option<String>,
    /// What to do when it happens.
    pub contingency: Option<String>,
    /// The days on which it shows.
    pub days: Vec<Days>,
}

/// Reads a risk.
pub(super) fn read<'p>(node: &'p Node<'p>, page: Page<'p>) -> Option<Risk> {
    Fields::read(node, "a risk", page, |fields| {
        let risk = fields.need("risk").text();
        let mitigation = fields.get("mitigation").text();
        let contingency = fields.get("contingency").text();
        let days = days::read_list(fields.get("days"));
        Some(Risk {
            risk: risk?,
            mitigation,
            contingency,
            days,
        })
    })
}
