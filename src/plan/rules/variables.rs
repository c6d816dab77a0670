//! Variables.

use crate::plan::{
    diagnostic::RawDiagnostic,
    plan_index::{PlanIndex, SpannedName},
    text::{did_you_mean, excerpt},
    variable::is_variable_name,
    yaml::file::File,
};

/// What `uses`, `when`, `save` and the addresses of hosts name is a variable of the plan.
pub(super) fn are_declared(notes: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &notes.declared_variables else {
        return Vec::new();
    };
    let named = notes
        .used_variables
        .iter()
        .chain(&notes.saved_variables)
        .chain(&notes.address_variables);
    let unknown = named.filter(|named| !is_among(declared, &named.name));
    let finding = |named: &SpannedName| {
        let message = format!("there is no variable `{}`", excerpt(&named.name));
        let finding = RawDiagnostic::error("unknown-variable", named.span.span.clone(), message);
        (named.span.file, finding.hint(hint(named, declared)))
    };
    unknown.map(finding).collect()
}

/// An address stands in ssh's arguments, where every user of the machine can read it.
pub(super) fn in_addresses_are_open(notes: &PlanIndex, _: &[File]) -> Vec<(usize, RawDiagnostic)> {
    let secret = notes
        .address_variables
        .iter()
        .filter(|named| notes.secrets.contains(&named.name));
    let finding = |named: &SpannedName| {
        let message = format!(
            "`{}` is a secret, and an address is open to every user",
            named.name
        );
        (
            named.span.file,
            RawDiagnostic::error("secret-address", named.span.span.clone(), message),
        )
    };
    secret.map(finding).collect()
}

/// What a script names is declared, or explained by the script itself.
pub(super) fn in_scripts_are_explained(
    notes: &PlanIndex,
    _: &[File],
) -> Vec<(usize, RawDiagnostic)> {
    let Some(declared) = &notes.declared_variables else {
        return Vec::new();
    };
    let unknown = notes
        .unexplained
        .iter()
        .filter(|named| !is_among(declared, &named.name));
    let finding = |named: &SpannedName| {
        let name = excerpt(&named.name);
        let message = format!("`${name}` is neither a variable of the plan nor set in this script");
        let finding = RawDiagnostic::warning("undeclared-name", named.span.span.clone(), message);
        let hint = if is_variable_name(&named.name) {
            hint(named, declared)
        } else {
            "set it in the script; a `$` that is text needs single quotes or a `\\`".to_owned()
        };
        (named.span.file, finding.hint(hint))
    };
    unknown.map(finding).collect()
}

/// What gets a secret runs before any value of the plan is known.
pub(super) fn are_not_there_to_get_secrets(
    notes: &PlanIndex,
    _: &[File],
) -> Vec<(usize, RawDiagnostic)> {
    let declared = notes.declared_variables.as_deref().unwrap_or_default();
    let expected = notes
        .local_names
        .iter()
        .filter(|named| is_among(declared, &named.name));
    let finding = |named: &SpannedName| {
        let message = format!("`${}` has no value here", named.name);
        let finding = RawDiagnostic::error("no-value", named.span.span.clone(), message);
        let hint = "what gets or keeps a secret runs without the plan's variables";
        (named.span.file, finding.hint(hint))
    };
    expected.map(finding).collect()
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
