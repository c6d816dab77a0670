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
pub(in crate::plan) enum Kind {
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
    pub(in crate::plan) fn kind(&self) -> Kind {
        if self.style != ScalarStyle::Plain {
            return Kind::Text;
        }
        match self.text.as_ref() {
            "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
            "true" | "True" | "TRUE" => Kind::Bool(true),
            "false" | "False" | "FALSE" => Kind::Bool(false),
            text => number(text).unwrap_or(Kind::Text),
        }
    }
}

/// A number of the core schema. Whole numbers beyond 64 bits become fractions.
fn number(text: &str) -> Option<Kind> {
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
        return Some(Kind::Float(infinity));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Kind::Float(f64::NAN));
    }
    let begins_as_number = unsigned
        .trim_start_matches('.')
        .starts_with(|c: char| c.is_ascii_digit());
    let number = begins_as_number.then_some(text)?;
    number
        .parse()
        .map(Kind::Integer)
        .or_else(|_| number.parse().map(Kind::Float))
        .ok()
}

fn whole(digits: &str, radix: u32) -> Option<Kind> {
    let unsigned = digits.starts_with(|c: char| c.is_ascii_hexdigit());
    unsigned
        .then(|| i64::from_str_radix(digits, radix).ok().map(Kind::Integer))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_means_what_the_core_schema_says() {
        let check = |text: &str, expect: Kind| {
            let scalar = Scalar {
                text: text.into(),
                style: ScalarStyle::Plain,
            };
            assert_eq!(scalar.kind(), expect, "{text}");
        };
        check("", Kind::Null);
        check("~", Kind::Null);
        check("on", Kind::Text);
        check("yes", Kind::Text);
        check("True", Kind::Bool(true));
        check("8", Kind::Integer(8));
        check("-8", Kind::Integer(-8));
        check("+8", Kind::Integer(8));
        check("0o17", Kind::Integer(15));
        check("0x1F", Kind::Integer(31));
        check("0x-1", Kind::Text);
        check("2.5", Kind::Float(2.5));
        check(".5", Kind::Float(0.5));
        check("1e3", Kind::Float(1000.0));
        check("-.inf", Kind::Float(f64::NEG_INFINITY));
        check("inf", Kind::Text);
        check("nan", Kind::Text);
        check("1_000", Kind::Text);
        check("3-4", Kind::Text);
        check("10m", Kind::Text);
        check("1.2.3", Kind::Text);
        check("..5", Kind::Text);
    }

    #[test]
    fn quoted_text_is_text() {
        let scalar = Scalar {
            text: "8".into(),
            style: ScalarStyle::DoubleQuoted,
        };
        assert_eq!(scalar.kind(), Kind::Text);
    }
}
