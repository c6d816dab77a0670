//! Groups of hosts.

use super::hosts::{is_among, unknown_host};
use crate::plan::yaml::file::File;
use crate::plan::{finding::RawDiagnostic, plan_index::PlanIndex};

/// The members of a group are hosts of the plan, and no groups themselves.
pub(super) fn hold_hosts(notes: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let declared = notes.declared_hosts.as_deref().unwrap_or_default();
    let mut findings = Vec::new();
    for member in notes.groups.iter().flat_map(|(_, members)| members) {
        let is_group = notes.groups.iter().any(|(name, _)| *name == member.name);
        if is_group {
            let message = format!("`{}` is a group, and a group holds hosts only", member.name);
            let finding = RawDiagnostic::error("nested-group", member.spot.span.clone(), message);
            findings.push((member.spot.file, finding.hint("name its hosts one by one")));
        } else if !is_among(declared, &member.name) {
            findings.push((member.spot.file, unknown_host(member, declared)));
        }
    }
    findings
}
