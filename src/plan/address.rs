//! Addresses of hosts as a plan writes them.

use super::{finding::RawDiagnostic, variable_refs};

use crate::plan::yaml::field::Field;

/// Reads an ssh destination.
pub(super) fn read(field: Field) -> Option<String> {
    let mention = field.mention()?;
    let (address, span) = (&mention.name, &mention.spot.span);
    let page = field.page();
    if address.starts_with('-') {
        let message = "an address cannot begin with `-`: ssh would take it for an option";
        page.error("bad-address", span, message);
    }
    if address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        let finding =
            RawDiagnostic::error("bad-address", span.clone(), "an address holds no blanks");
        page.report(finding.hint("ports, keys and jump hosts belong in `~/.ssh/config`"));
    }
    for name in variable_refs::address_variables(address) {
        let named = page.mention(name, span);
        page.notes().address_variables.push(named);
    }
    Some(mention.name)
}
