//! Rules over variables: each is declared, and has a value where it is read.

use crate::plan::{
    diagnostic::RawDiagnostic,
    plan_index::{PlanIndex, SpannedName},
    text::{did_you_mean, excerpt},
    variable::is_variable_name,
    yaml::file::File,
};

/// Reports an undeclared variable in `uses`, `when`, `save` or the address of a host.
pub(super) fn are_declared(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &index.declared_variables else {
        return Vec::new();
    };
    let named = index
        .used_variables
        .iter()
        .chain(&index.saved_variables)
        .chain(&index.address_variables);
    let unknown = named.filter(|named| !is_among(declared, &named.name));
    let diagnostic = |named: &SpannedName| {
        let message = format!("there is no variable `{}`", excerpt(&named.name));
        let diagnostic =
            RawDiagnostic::error("unknown-variable", named.span.bytes.clone(), message);
        (named.span.file, diagnostic.hint(hint(named, declared)))
    };
    unknown.map(diagnostic).collect()
}

/// Reports a secret in an address: ssh's arguments are visible to every user of the machine.
pub(super) fn in_addresses_are_open(index: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let secret = index
        .address_variables
        .iter()
        .filter(|named| index.secrets.contains(&named.name));
    let diagnostic = |named: &SpannedName| {
        let message = format!(
            "`{}` is a secret, and an address is open to every user",
            named.name
        );
        (
            named.span.file,
            RawDiagnostic::error("secret-address", named.span.bytes.clone(), message),
        )
    };
    secret.map(diagnostic).collect()
}

/// Warns about a variable in a script that neither the plan nor the script defines.
pub(super) fn in_scripts_are_explained(
    index: &PlanIndex,
    _: &[File],
) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &index.declared_variables else {
        return Vec::new();
    };
    let unknown = index
        .unexplained
        .iter()
        .filter(|named| !is_among(declared, &named.name));
    let diagnostic = |named: &SpannedName| {
        let name = excerpt(&named.name);
        let message = format!("`${name}` is neither a variable of the plan nor set in this script");
        let diagnostic =
            RawDiagnostic::warning("undeclared-name", named.span.bytes.clone(), message);
        let hint = if is_variable_name(&named.name) {
            hint(named, declared)
        } else {
            "set it in the script; a `$` that is text needs single quotes or a `\\`".to_owned()
        };
        (named.span.file, diagnostic.hint(hint))
    };
    unknown.map(diagnostic).collect()
}

/// Reports a variable in a command that gets a secret, because such commands run without values.
pub(super) fn are_not_there_to_get_secrets(
    index: &PlanIndex,
    _: &[File],
) -> Vec<(usize, RawDiagnostic)> {
    let declared = index.declared_variables.as_deref().unwrap_or_default();
    let expected = index
        .local_names
        .iter()
        .filter(|named| is_among(declared, &named.name));
    let diagnostic = |named: &SpannedName| {
        let message = format!("`${}` has no value here", named.name);
        let diagnostic = RawDiagnostic::error("no-value", named.span.bytes.clone(), message);
        let hint = "what gets or keeps a secret runs without the plan's variables";
        (named.span.file, diagnostic.hint(hint))
    };
    expected.map(diagnostic).collect()
}

fn hint(named: &SpannedName, declared: &[SpannedName]) -> String {
    let meant = did_you_mean(
        &named.name,
        declared.iter().map(|variable| variable.name.as_str()),
    );
    meant.unwrap_or_else(|| "declare it under `variables` in plan.yaml".to_owned())
}

fn is_among(declared: &[SpannedName], name: &str) -> bool {
    declared.iter().any(|mention| mention.name == name)
}
