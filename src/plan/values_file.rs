//! Files with values of variables.

use super::{
    Diagnostic, Plan, SourceFile,
    diagnostic::RawDiagnostic,
    text::{did_you_mean, excerpt},
    yaml::{
        file::File,
        scalar::ScalarKind,
        tree::{self, Node, NodeValue, Pair},
    },
};

/// Reads a file of `NAME: value` lines for a plan's variables.
///
/// # Errors
/// Diagnostics for every problem: no mapping, undeclared names, missing values.
pub fn read_values(
    plan: &Plan,
    source: &SourceFile,
) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let text = String::from_utf8_lossy(&source.bytes);
    let file = File::new(&source.path, &text);
    let tree = tree::parse(&file);
    let mut diagnostics = tree.diagnostics;
    let values = tree
        .root
        .map(|root| read_mapping(plan, &root, &mut diagnostics))
        .unwrap_or_default();
    if diagnostics.is_empty() {
        return Ok(values);
    }
    let diagnostics = diagnostics
        .into_iter()
        .map(|diagnostic| diagnostic.into_diagnostic(&file))
        .collect();
    Err(diagnostics)
}

fn read_mapping(
    plan: &Plan,
    root: &Node,
    diagnostics: &mut Vec<RawDiagnostic>,
) -> Vec<(String, String)> {
    let NodeValue::Mapping(pairs) = &root.value else {
        let message = "this file must hold `NAME: value` lines";
        diagnostics.push(RawDiagnostic::error(
            "wrong-type",
            root.span.clone(),
            message,
        ));
        return Vec::new();
    };
    let mut values = Vec::new();
    for pair in pairs {
        match read_pair(plan, pair) {
            Ok(value) => values.push(value),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    values
}

fn read_pair(plan: &Plan, pair: &Pair) -> Result<(String, String), RawDiagnostic> {
    if plan.variable(&pair.key).is_none() {
        let message = format!("the plan has no variable `{}`", excerpt(&pair.key));
        let declared = plan.variables.iter().map(|variable| variable.name.as_str());
        let diagnostic = RawDiagnostic::error("unknown-variable", pair.key_span.clone(), message);
        return Err(diagnostic.maybe_hint(did_you_mean(&pair.key, declared)));
    }
    let scalar = pair
        .node
        .scalar()
        .filter(|scalar| scalar.kind() != ScalarKind::Null);
    match scalar {
        Some(scalar) => Ok((pair.key.to_string(), scalar.text.to_string())),
        None => {
            let message = format!("`{}` needs a value", pair.key);
            Err(RawDiagnostic::error(
                "wrong-type",
                pair.node.span.clone(),
                message,
            ))
        }
    }
}
