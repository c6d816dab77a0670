//! Scripts in a plan.

use std::ops::Range;

use super::{
    diagnostic::RawDiagnostic,
    shell::{self, ScannedScript},
    shell_variables,
    yaml::{field::Field, scalar_position, tree::Node},
};

/// The shell a script runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScriptContext {
    /// The shell of the pane itself (`in_shell`), which stays.
    Pane,
    /// A shell that exits with the script.
    NewShell,
    /// A shell on the operator's machine, without the plan's variables.
    Local,
}

/// Reads a script, and reports syntax errors and doubtful parts.
pub(super) fn read(field: Field, shell: ScriptContext) -> Option<String> {
    let text = field.text()?;
    if let Some(node) = field.node().filter(|_| field.context().index().knows_shell) {
        judge(field, node, &text, shell);
    }
    Some(text)
}

/// Reads one script, or a list of them.
pub(super) fn read_all(field: Field, shell: ScriptContext) -> Vec<String> {
    field.one_or_list("a command or a list of them", |node| {
        read(field.item(node), shell)
    })
}

fn judge(field: Field, node: &Node, text: &str, shell: ScriptContext) {
    let context = field.context();
    let place = |piece: &Range<usize>| {
        let found = || {
            let raw = context.text().get(node.span.clone())?;
            scalar_position::file_range(raw, node.scalar()?, piece)
        };
        found().map_or_else(
            || node.span.clone(),
            |found| node.span.start + found.start..node.span.start + found.end,
        )
    };
    let script = shell::scan(text);
    if let Some(trouble) = &script.error {
        let diagnostic =
            RawDiagnostic::error("bad-script", place(&trouble.span), trouble.message.clone());
        let hint = (!trouble.hint.is_empty()).then(|| trouble.hint.clone());
        context.report(diagnostic.maybe_hint(hint));
        return;
    }
    if shell == ScriptContext::Pane {
        for span in &script.ends {
            let message = format!(
                "`{}` would end or change the shell of the pane",
                text[span.clone()].lines().next().unwrap_or_default()
            );
            let diagnostic = RawDiagnostic::warning("ends-shell", place(span), message);
            context.report(diagnostic.hint("remove it, or remove `in_shell`"));
        }
    }
    for (name, span) in expected(&script) {
        let mention = context.spanned_name(name, &place(span));
        if shell == ScriptContext::Local {
            context.index().local_names.push(mention);
        } else {
            context.index().unexplained.push(mention);
        }
    }
}

/// Returns the variables that a script expects and does not set, each at its first use.
fn expected<'s, 'r>(
    script: &'r ScannedScript<'s>,
) -> impl Iterator<Item = (&'s str, &'r Range<usize>)> {
    let mut seen = std::collections::HashSet::new();
    script
        .uses
        .iter()
        .filter(|_| !script.is_opaque)
        .filter(|(name, _)| {
            !script.sets.contains(name) && !shell_variables::is_shell_variable(name)
        })
        .filter(move |(name, _)| seen.insert(*name))
        .map(|(name, span)| (*name, span))
}
