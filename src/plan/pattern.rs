//! The regular expressions of a plan.

use regex::{Regex, RegexBuilder};
use regex_syntax::Error;

use super::{diagnostic::RawDiagnostic, yaml::field::Field};

/// Compiles an `expect` or `expect_not`, in which `^` and `$` match at every line.
pub fn in_output(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).multi_line(true).build()
}

/// Compiles a variable's `match`, which must match the whole value.
pub fn whole_value(pattern: &str) -> Result<Regex, regex::Error> {
    Regex::new(&whole(pattern))
}

fn whole(pattern: &str) -> String {
    format!(r"\A(?:{pattern})\z")
}

/// Reads an `expect` or `expect_not`, and reports errors in it.
pub(super) fn read(field: Field) -> Option<String> {
    read_with(field, problem)
}

/// Reads a `match`, and reports errors in it.
pub(super) fn read_whole(field: Field) -> Option<String> {
    read_with(field, |pattern| {
        problem(pattern).or_else(|| problem(&whole(pattern)))
    })
}

/// Reads a pattern with exactly one group, which selects a part of the output.
pub(super) fn read_part(field: Field) -> Option<String> {
    let pattern = read(field)?;
    let groups = in_output(&pattern).map_or(1, |regex| regex.captures_len() - 1);
    if groups != 1
        && let Some(node) = field.node()
    {
        let message = format!("this regular expression needs one group, and has {groups}");
        let diagnostic = RawDiagnostic::error("bad-pattern", node.span.clone(), message);
        let hint = "what the group matches, between `(` and `)`, is kept; `(?:` groups nothing";
        field.context().report(diagnostic.hint(hint));
    }
    Some(pattern)
}

fn read_with(field: Field, problem: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mention = field.spanned_name()?;
    if let Some(problem) = problem(&mention.name) {
        let message = format!("this regular expression does not work: {problem}");
        let hint = r"a `\` before a character takes the character as it is";
        field.context().report(
            RawDiagnostic::error("bad-pattern", mention.span.bytes.clone(), message).hint(hint),
        );
    }
    Some(mention.name)
}

/// Returns the error of a pattern.
///
/// Compiling costs a hundred times as much as parsing, and a plan may contain hundreds of patterns.
/// Only counted repetitions can parse and still be too large to compile.
fn problem(pattern: &str) -> Option<String> {
    match regex_syntax::parse(pattern) {
        Err(Error::Parse(error)) => Some(error.kind().to_string()),
        Err(Error::Translate(error)) => Some(error.kind().to_string()),
        Err(error) => Some(error.to_string()),
        Ok(_) if pattern.contains('{') => Regex::new(pattern)
            .err()
            .map(|_| "it is too large".to_owned()),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_pattern_is_refused() {
        let check = |pattern: &str, expect: Option<&str>| {
            assert_eq!(problem(pattern).as_deref(), expect, "{pattern}");
        };
        check("Status: active", None);
        check("^a{2,3}$", None);
        check("(", Some("unclosed group"));
        check("[a", Some("unclosed character class"));
        check(
            "(?=a)",
            Some("look-around, including look-ahead and look-behind, is not supported"),
        );
        check(r"\pX", Some("Unicode property not found"));
        check(r"\w{1000}{100}", Some("it is too large"));
    }

    #[test]
    fn an_output_is_searched_line_by_line() {
        let check = |pattern, output, expect| {
            assert_eq!(
                in_output(pattern).is_ok_and(|regex| regex.is_match(output)),
                expect,
                "{pattern}"
            );
        };
        check("^active$", "Status:\nactive\nok", true);
        check("^active", "in active", false);
    }

    #[test]
    fn a_value_matches_as_a_whole() {
        let check = |pattern, value, expect| {
            assert_eq!(
                whole_value(pattern).is_ok_and(|regex| regex.is_match(value)),
                expect,
                "{pattern}"
            );
        };
        check("[a-z]+", "abc", true);
        check("[a-z]+", "abc1", false);
        check("a|ab", "ab", true);
        check("a", "a\nb", false);
    }
}
