//! What a single YAML value means: the core schema, YAML 1.2.2 §10.3.2.

use std::borrow::Cow;

use granit_parser::ScalarStyle;

/// A single value as written.
#[derive(Debug, PartialEq)]
pub(in crate::plan) struct Scalar<'s> {
    /// Its text, with quotes, escapes and indentation taken away.
    pub(in crate::plan) text: Cow<'s, str>,
    /// How it was written.
    pub(in crate::plan) style: ScalarStyle,
}

/// What a single value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::plan) enum ScalarKind {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Everything else, and all that stands in quotes.
    Text,
}

impl Scalar<'_> {
    /// What it is, by the core schema; so `on` and `yes` are text.
    pub(in crate::plan) fn kind(&self) -> ScalarKind {
        if self.style != ScalarStyle::Plain {
            return ScalarKind::Text;
        }
        match self.text.as_ref() {
            "" | "~" | "null" | "Null" | "NULL" => ScalarKind::Null,
            "true" | "True" | "TRUE" => ScalarKind::Bool(true),
            "false" | "False" | "FALSE" => ScalarKind::Bool(false),
            text => number(text).unwrap_or(ScalarKind::Text),
        }
    }
}

/// A number of the core schema. Whole numbers beyond 64 bits become fractions.
fn number(text: &str) -> Option<ScalarKind> {
    if let Some(digits) = text.strip_prefix("0o") {
        return whole(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return whole(digits, 16);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        let infinity = if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        };
        return Some(ScalarKind::Float(infinity));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(ScalarKind::Float(f64::NAN));
    }
    let begins_as_number = unsigned
        .trim_start_matches('.')
        .starts_with(|c: char| c.is_ascii_digit());
    let number = begins_as_number.then_some(text)?;
    number
        .parse()
        .map(ScalarKind::Integer)
        .or_else(|_| number.parse().map(ScalarKind::Float))
        .ok()
}

fn whole(digits: &str, radix: u32) -> Option<ScalarKind> {
    let unsigned = digits.starts_with(|c: char| c.is_ascii_hexdigit());
    unsigned
        .then(|| {
            i64::from_str_radix(digits, radix)
                .ok()
                .map(ScalarKind::Integer)
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_means_what_the_core_schema_says() {
        let check = |text: &str, expect: ScalarKind| {
            let scalar = Scalar {
                text: text.into(),
                style: ScalarStyle::Plain,
            };
            assert_eq!(scalar.kind(), expect, "{text}");
        };
        check("", ScalarKind::Null);
        check("~", ScalarKind::Null);
        check("on", ScalarKind::Text);
        check("yes", ScalarKind::Text);
        check("True", ScalarKind::Bool(true));
        check("8", ScalarKind::Integer(8));
        check("-8", ScalarKind::Integer(-8));
        check("+8", ScalarKind::Integer(8));
        check("0o17", ScalarKind::Integer(15));
        check("0x1F", ScalarKind::Integer(31));
        check("0x-1", ScalarKind::Text);
        check("2.5", ScalarKind::Float(2.5));
        check(".5", ScalarKind::Float(0.5));
        check("1e3", ScalarKind::Float(1000.0));
        check("-.inf", ScalarKind::Float(f64::NEG_INFINITY));
        check("inf", ScalarKind::Text);
        check("nan", ScalarKind::Text);
        check("1_000", ScalarKind::Text);
        check("3-4", ScalarKind::Text);
        check("10m", ScalarKind::Text);
        check("1.2.3", ScalarKind::Text);
        check("..5", ScalarKind::Text);
    }

    #[test]
    fn quoted_text_is_text() {
        let scalar = Scalar {
            text: "8".into(),
            style: ScalarStyle::DoubleQuoted,
        };
        assert_eq!(scalar.kind(), ScalarKind::Text);
    }
}
