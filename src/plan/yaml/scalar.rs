//! The types of scalars, as in the core schema of YAML 1.2.2 §10.3.2.

use std::borrow::Cow;

use granit_parser::ScalarStyle;

/// A scalar with its style.
#[derive(Debug, PartialEq)]
pub(in crate::plan) struct Scalar<'s> {
    /// The text without quotes, escapes and indentation.
    pub(in crate::plan) text: Cow<'s, str>,
    /// The style, such as quoted or plain.
    pub(in crate::plan) style: ScalarStyle,
}

/// The type of a scalar, with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::plan) enum ScalarKind {
    /// `null`, `~`, or empty.
    Null,
    Bool(bool),
    /// An integer of 64 bits.
    Integer(i64),
    /// Any other number, also infinite or not a number.
    Float(f64),
    /// Any other plain text, and every quoted text.
    Text,
}

impl Scalar<'_> {
    /// Returns the type in the core schema, in which `on` and `yes` are text.
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

/// Parses a number of the core schema. Integers beyond 64 bits become floats.
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
