//! Positions in a file of parts of a scalar's text.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::scalar::Scalar;

/// Returns the byte range of a part of a scalar, counted from the start of the scalar. Returns
/// `None` if YAML joined the lines of the scalar.
///
/// `raw` is the scalar as written in the file, and `piece` is the range in the scalar's text.
pub(in crate::plan) fn file_range(
    raw: &str,
    scalar: &Scalar,
    piece: &Range<usize>,
) -> Option<Range<usize>> {
    let text: &str = &scalar.text;
    // The last character marks the end of a text, because an empty line may follow it.
    let last = text.trim_end().char_indices().next_back();
    let start = piece.start.min(last.map_or(0, |(at, _)| at));
    let end = piece.end.min(text.trim_end().len()).max(start);
    let place = |at| match scalar.style {
        ScalarStyle::Literal => in_block(raw, text, at),
        ScalarStyle::Folded => None,
        ScalarStyle::Plain => (raw == text).then_some(at),
        ScalarStyle::SingleQuoted => in_quotes(raw, text, at, single),
        ScalarStyle::DoubleQuoted => in_quotes(raw, text, at, double),
    };
    Some(place(start)?..place(end)?)
}

/// Returns a position in a literal block, which keeps its lines without their indentation. `raw`
/// begins at the first line that is not empty.
fn in_block(raw: &str, text: &str, at: usize) -> Option<usize> {
    let blank = text.len() - text.trim_start_matches('\n').len();
    let (before, _) = text.split_at_checked(at)?;
    let number = before.get(blank..)?.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[blank..].split('\n').nth(number)?;
    let raw_line = raw.split('\n').nth(number)?;
    let start: usize = raw
        .split('\n')
        .take(number)
        .map(|line| line.len() + 1)
        .sum();
    let indentation = raw_line.trim_end_matches('\r').strip_suffix(line)?.len();
    Some(start + indentation + column)
}

/// Returns a position in quoted text of one line. `length` returns the raw length of the first
/// character.
fn in_quotes(raw: &str, text: &str, at: usize, length: fn(&str) -> usize) -> Option<usize> {
    let (before, _) = text.split_at_checked(at)?;
    if raw.contains('\n') {
        return None;
    }
    let quote = 1;
    before
        .chars()
        .try_fold(quote, |place, _| Some(place + length(raw.get(place..)?)))
}

/// Returns the raw length of a character in single quotes (YAML 1.2.2 §7.3.2).
fn single(raw: &str) -> usize {
    if raw.starts_with("''") {
        2
    } else {
        raw.chars().next().map_or(0, char::len_utf8)
    }
}

/// Returns the raw length of a character in double quotes (YAML 1.2.2 §5.7).
fn double(raw: &str) -> usize {
    let Some(escape) = raw.strip_prefix('\\') else {
        return raw.chars().next().map_or(0, char::len_utf8);
    };
    match escape.chars().next() {
        Some('x') => 4,
        Some('u') => 6,
        Some('U') => 10,
        other => 1 + other.map_or(0, char::len_utf8),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use ScalarStyle::{DoubleQuoted, Folded, Literal, Plain, SingleQuoted};

    #[test]
    fn a_piece_is_found_in_the_file() {
        let check = |style, raw: &str, text: &str, piece: &str, expect: Option<&str>| {
            let start = text.find(piece).unwrap_or(text.len());
            let scalar = Scalar {
                text: Cow::Borrowed(text),
                style,
            };
            let found = file_range(raw, &scalar, &(start..start + piece.len()));
            assert_eq!(found.map(|found| &raw[found]), expect, "{raw:?}: {piece:?}");
        };
        check(Plain, "a bc", "a bc", "bc", Some("bc"));
        check(Plain, "a\n  bc", "a bc", "bc", None);
        check(SingleQuoted, "'it''s bc'", "it's bc", "bc", Some("bc"));
        check(
            DoubleQuoted,
            r#""\"\u00e9\tbc""#,
            "\"é\tbc",
            "bc",
            Some("bc"),
        );
        check(
            Literal,
            "a\n    b\n      cd\n",
            "a\nb\n  cd\n",
            "cd",
            Some("cd"),
        );
        check(Literal, "a\r\n  bc\r\n", "a\nbc\n", "bc", Some("bc"));
        check(Literal, "k\n  bc\n", "\n\nk\nbc\n", "bc", Some("bc"));
        check(Literal, "a\n\n  bc\n", "a\n\nbc\n", "nowhere", Some("c"));
        check(Folded, "a\n  bc\n", "a bc\n", "bc", None);
    }
}
