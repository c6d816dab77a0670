//! Variables: named values that scripts get in their environment.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    diagnostic::RawDiagnostic,
    format::{KeyRecord, ObjectFormat, ValueFormat},
    pattern,
    script::{self, ScriptContext},
    text::excerpt,
    yaml::{fields::Fields, read_context::ReadContext, scalar::ScalarKind, tree::Node},
};

/// A named value, exported to the shell of each script that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// The name: upper-case letters, digits and `_`, with a letter first.
    pub name: String,
    /// The question that asks the operator for the value.
    pub ask: Option<String>,
    /// Whether the value is secret: it is never stored or shown.
    pub secret: bool,
    /// An example of a value.
    pub example: Option<String>,
    /// A regular expression that the whole value must match.
    pub pattern: Option<String>,
    /// Whether the value may be missing.
    pub optional: bool,
    /// The value if the operator gives none.
    pub default: Option<String>,
    /// A command on the operator's machine that prints the secret.
    pub from: Option<String>,
    /// A local command that generates the secret if `from` does not find it.
    pub generate: Option<String>,
    /// A local command that stores the generated secret, which it reads from standard input.
    pub keep: Option<String>,
}

impl Variable {
    /// Returns the commands that run on the operator's machine.
    pub fn commands(&self) -> impl Iterator<Item = &str> {
        [&self.from, &self.generate, &self.keep]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Creates a variable with only a name.
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ask: None,
            secret: false,
            example: None,
            pattern: None,
            optional: false,
            default: None,
            from: None,
            generate: None,
            keep: None,
        }
    }
}

/// A variable.
pub(super) static VARIABLE: ObjectFormat = ObjectFormat::new(
    "variable",
    "a variable",
    "A named value in the environment of the scripts that name it.",
    &[&[
        KeyRecord::new(
            "ask",
            ValueFormat::Text,
            "The server's address",
            "The question that asks the operator for the value.",
        ),
        KeyRecord::new(
            "secret",
            ValueFormat::Boolean,
            "true",
            "Whether the value is secret: it is never stored or shown.",
        )
        .default("false"),
        KeyRecord::new(
            "example",
            ValueFormat::Text,
            "203.0.113.7",
            "An example of a value.",
        ),
        KeyRecord::new(
            "match",
            ValueFormat::Pattern,
            "'[0-9.]+'",
            "A regular expression that the whole value must match.",
        ),
        KeyRecord::new(
            "optional",
            ValueFormat::Boolean,
            "true",
            "Whether the value may be missing.",
        )
        .default("false"),
        KeyRecord::new(
            "default",
            ValueFormat::AnyText,
            "baker",
            "The value if the operator gives none.",
        ),
        KeyRecord::new(
            "from",
            ValueFormat::Script,
            "pass show shop/till",
            "A command on your machine that prints the secret.",
        )
        .only_with(&["secret"]),
        KeyRecord::new(
            "generate",
            ValueFormat::Script,
            "openssl rand -hex 24",
            "A command on your machine that makes the secret if `from` does not find it.",
        )
        .only_with(&["secret"])
        .needs(&[
            ("keep", "which gets the value that is made"),
            ("from", "which finds the value again"),
        ]),
        KeyRecord::new(
            "keep",
            ValueFormat::Script,
            "pass insert -m shop/till",
            "A command on your machine that stores the generated secret, which it reads from \
             standard input.",
        )
        .only_with(&["secret"])
        .needs(&[("generate", "which makes the value to keep")]),
    ]],
)
.or_empty();

/// Reads one variable of `variables`. Its value may be empty.
pub(super) fn read<'p>(
    name: &str,
    span: &Range<usize>,
    node: &'p Node<'p>,
    context: ReadContext<'p>,
) -> Option<Variable> {
    let declared = context.spanned_name(name, span);
    context
        .index()
        .declared_variables
        .get_or_insert_default()
        .push(declared);
    if !is_variable_name(name) {
        let message = format!("`{}` cannot be the name of a variable", excerpt(name));
        let hint = "a name is upper-case letters, digits and `_`, a letter first";
        context.report(RawDiagnostic::error("bad-name", span.clone(), message).hint(hint));
    }
    if node
        .scalar()
        .is_some_and(|scalar| scalar.kind() == ScalarKind::Null)
    {
        return Some(Variable::named(name));
    }
    Fields::read(node, &VARIABLE, context, |fields| {
        let variable = Variable {
            ask: fields.optional("ask").text(),
            secret: fields.optional("secret").boolean().unwrap_or(false),
            example: fields.optional("example").text(),
            pattern: pattern::read_whole(fields.optional("match")),
            optional: fields.optional("optional").boolean().unwrap_or(false),
            default: fields.optional("default").text_or_empty(),
            from: script::read(fields.optional("from"), ScriptContext::Local),
            generate: script::read(fields.optional("generate"), ScriptContext::Local),
            keep: script::read(fields.optional("keep"), ScriptContext::Local),
            ..Variable::named(name)
        };
        if variable.secret {
            context.index().secrets.push(name.to_owned());
        }
        if !variable.secret {
            let hint = "add `secret: true`, or `default` for a value that anyone may see";
            fields.reject_misplaced("", "this variable is not secret", hint);
        }
        if variable.secret && fields.has("default") {
            let diagnostic = RawDiagnostic::error(
                "secret-default",
                fields.key_span("default"),
                "a secret has no `default`",
            );
            context
                .report(diagnostic.hint("a plan is no place for a secret; remove the `default`"));
        }
        Some(variable)
    })
}

/// Returns whether a name matches `[A-Z][A-Z0-9_]*`.
pub(super) fn is_variable_name(name: &str) -> bool {
    let first = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_uppercase());
    first
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
