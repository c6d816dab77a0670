//! Hosts.

use std::collections::HashSet;

use crate::plan::{
    diagnostic::RawDiagnostic,
    plan_index::{PlanIndex, SpannedName},
    text::{did_you_mean, excerpt},
    yaml::file::File,
};

/// What `on` names is a host of the plan.
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

/// Where a plan has several hosts, or none, what runs something says where.
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

/// What is said of several hosts is said where there are several.
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

/// What is said of one host is said where there is one.
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

/// How many hosts `on` means, groups spread; a name twice counts once.
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

/// The finding for a host that no `hosts` declares.
pub(super) fn unknown_host(used: &SpannedName, declared: &[SpannedName]) -> RawDiagnostic {
    let message = format!("there is no host `{}`", excerpt(&used.name));
    let meant = did_you_mean(&used.name, declared.iter().map(|host| host.name.as_str()));
    let hint = meant.unwrap_or_else(|| "declare it under `hosts` in plan.yaml".to_owned());
    RawDiagnostic::error("unknown-host", used.span.bytes.clone(), message).hint(hint)
}

/// Whether a name is one of those declared.
pub(super) fn is_among(declared: &[SpannedName], name: &str) -> bool {
    declared.iter().any(|mention| mention.name == name)
}

/// The members of a group are hosts of the plan, and no groups themselves.
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
