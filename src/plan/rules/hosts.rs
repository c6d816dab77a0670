//! Rules over hosts: each is declared, and each step has as many as it needs.

use std::collections::HashSet;

use crate::plan::{
    diagnostic::RawDiagnostic,
    plan_index::{PlanIndex, SpannedName},
    text::{did_you_mean, excerpt},
    yaml::file::File,
};

/// Reports a host in `on` that the plan does not declare.
pub(super) fn are_declared(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &index.declared_hosts else {
        return Vec::new();
    };
    let unknown = index
        .used_hosts
        .iter()
        .filter(|used| !is_among(declared, &used.name));
    unknown
        .map(|used| (used.span.file, unknown_host(used, declared)))
        .collect()
}

/// Reports a script without `on`, unless the plan has exactly one host.
pub(super) fn are_named(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &index.declared_hosts else {
        return Vec::new();
    };
    let count = declared.len() - index.groups.len();
    if count == 1 {
        return Vec::new();
    }
    let have = if count == 0 {
        "no hosts".to_owned()
    } else {
        format!("{count} hosts")
    };
    let message = format!("this runs something and does not say where: the plan has {have}");
    let diagnostic =
        |span| RawDiagnostic::error("missing-on", span, message.clone()).hint("add `on: HOST`");
    index
        .hostless
        .iter()
        .map(|span| (span.file, diagnostic(span.bytes.clone())))
        .collect()
}

/// Reports `serial` on a step with fewer than two hosts.
pub(super) fn are_several(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let alone = index.serials.iter().filter(|(on, _)| count(index, on) < 2);
    alone
        .map(|(_, span)| {
            let message = "`serial` says how many hosts go at once, and this step has one host";
            let diagnostic = RawDiagnostic::error("one-host", span.bytes.clone(), message);
            (
                span.file,
                diagnostic.hint("remove it, or give `on` several hosts or a group"),
            )
        })
        .collect()
}

/// Reports `save` on a step with several hosts.
pub(super) fn are_one(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let many = index.saves.iter().filter(|(on, _)| count(index, on) > 1);
    many.map(|(_, span)| {
        let message = "`save` keeps one value, and this step has several hosts";
        let diagnostic = RawDiagnostic::error("several-hosts", span.bytes.clone(), message);
        (
            span.file,
            diagnostic.hint("give each host a step and a variable of its own"),
        )
    })
    .collect()
}

/// Returns the number of different hosts in `on`, with groups expanded.
fn count(index: &PlanIndex, on: &[String]) -> usize {
    let spread = on.iter().flat_map(|name| {
        let group = index.groups.iter().find(|(group, _)| group == name);
        match group {
            Some((_, members)) => members.iter().map(|member| member.name.as_str()).collect(),
            None => vec![name.as_str()],
        }
    });
    spread.collect::<HashSet<_>>().len()
}

/// Returns the diagnostic for a host that the plan does not declare.
pub(super) fn unknown_host(used: &SpannedName, declared: &[SpannedName]) -> RawDiagnostic {
    let message = format!("there is no host `{}`", excerpt(&used.name));
    let meant = did_you_mean(&used.name, declared.iter().map(|host| host.name.as_str()));
    let hint = meant.unwrap_or_else(|| "declare it under `hosts` in plan.yaml".to_owned());
    RawDiagnostic::error("unknown-host", used.span.bytes.clone(), message).hint(hint)
}

pub(super) fn is_among(declared: &[SpannedName], name: &str) -> bool {
    declared.iter().any(|mention| mention.name == name)
}

/// Reports a group member that is a group or is not declared.
pub(super) fn groups_contain_hosts(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let declared = index.declared_hosts.as_deref().unwrap_or_default();
    let mut diagnostics = Vec::new();
    for member in index.groups.iter().flat_map(|(_, members)| members) {
        let is_group = index.groups.iter().any(|(name, _)| *name == member.name);
        if is_group {
            let message = format!("`{}` is a group, and a group holds hosts only", member.name);
            let diagnostic =
                RawDiagnostic::error("nested-group", member.span.bytes.clone(), message);
            diagnostics.push((
                member.span.file,
                diagnostic.hint("name its hosts one by one"),
            ));
        } else if !is_among(declared, &member.name) {
            diagnostics.push((member.span.file, unknown_host(member, declared)));
        }
    }
    diagnostics
}
