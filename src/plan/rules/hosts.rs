//! Hosts.

use crate::plan::{
    file::File,
    finding::Finding,
    notes::{Mention, Notes},
    words::{did_you_mean, shown},
};

/// What `on` names is a host of the plan.
pub(super) fn are_declared(notes: &Notes, _: &[File]) -> Vec<(usize, Finding)> {
    let Some(declared) = &notes.declared_hosts else {
        return Vec::new();
    };
    let unknown = notes
        .used_hosts
        .iter()
        .filter(|used| !is_among(declared, &used.name));
    unknown
        .map(|used| (used.spot.file, unknown_host(used, declared)))
        .collect()
}

/// Where a plan has several hosts, or none, what runs something says where.
pub(super) fn are_named(notes: &Notes, _: &[File]) -> Vec<(usize, Finding)> {
    let Some(declared) = &notes.declared_hosts else {
        return Vec::new();
    };
    let count = declared.len() - notes.groups.len();
    if count == 1 {
        return Vec::new();
    }
    let have = if count == 0 {
        "no hosts".to_owned()
    } else {
        format!("{count} hosts")
    };
    let message = format!("this runs something and does not say where: the plan has {have}");
    let finding = |span| Finding::error("missing-on", span, message.clone()).hint("add `on: HOST`");
    notes
        .hostless
        .iter()
        .map(|spot| (spot.file, finding(spot.span.clone())))
        .collect()
}

/// The finding for a host that no `hosts` declares.
pub(super) fn unknown_host(used: &Mention, declared: &[Mention]) -> Finding {
    let message = format!("there is no host `{}`", shown(&used.name));
    let meant = did_you_mean(&used.name, declared.iter().map(|host| host.name.as_str()));
    let hint = meant.unwrap_or_else(|| "declare it under `hosts` in plan.yaml".to_owned());
    Finding::error("unknown-host", used.spot.span.clone(), message).hint(hint)
}

/// Whether a name is one of those declared.
pub(super) fn is_among(declared: &[Mention], name: &str) -> bool {
    declared.iter().any(|mention| mention.name == name)
}
