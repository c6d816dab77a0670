//! Hidden characters in a plan's files.

use std::ops::Range;

use super::{
    Diagnostic, SourceFile,
    diagnostic::RawDiagnostic,
    yaml::{
        file::{BYTE_ORDER_MARK, File},
        scalar::Scalar,
        scalar_position,
        tree::{Node, NodeValue},
    },
};
use crate::text::{Kind, Printable, hidden_signs};

/// Keys whose values are sentences. Every other value is an id, a name, a script or a pattern.
const PROSE: [&str; 26] = [
    "about",
    "answers",
    "ask",
    "because",
    "capacity",
    "check",
    "contingency",
    "cost",
    "danger",
    "deliverables",
    "differs",
    "do",
    "explain",
    "goal",
    "if",
    "manual",
    "mitigation",
    "next_actions",
    "no_undo",
    "no_unless",
    "objective",
    "risk",
    "see",
    "tasks",
    "title",
    "unit",
];

/// The longest run of blanks, and of empty lines, that keeps the text after it on any screen.
const MOST_BLANKS: usize = 60;
const MOST_EMPTY_LINES: usize = 20;

/// One text of a YAML file: a key or a scalar.
struct Text<'t> {
    span: Range<usize>,
    /// The text after YAML's escapes are resolved.
    meant: &'t str,
    /// The scalar. `None` for a key, whose style is unknown.
    scalar: Option<&'t Scalar<'t>>,
    kind: Kind,
}

/// Returns one warning for each text or comment of a YAML file that contains hidden characters,
/// written raw or as an escape.
pub(super) fn in_yaml(file: &File, root: Option<&Node>) -> Vec<RawDiagnostic> {
    let mut texts = Vec::new();
    if let Some(root) = root {
        collect(root, Kind::Code, &mut texts);
    }
    texts.sort_by_key(|text| text.span.start);
    let mut diagnostics: Vec<RawDiagnostic> = in_name(file.path).into_iter().collect();
    let mut at = 0;
    for text in &texts {
        // Only punctuation and comments separate two texts.
        diagnostics.extend(in_lines(file, at..text.span.start));
        diagnostics.extend(in_text(file, text));
        at = at.max(text.span.end);
    }
    diagnostics.extend(in_lines(file, at..file.text.len()));
    diagnostics
}

/// Returns warnings about the names and contents of copied files. A file that is not UTF-8, or
/// contains a NUL, is binary: only its name is checked.
pub(super) fn in_copied(sources: &[&SourceFile]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for source in sources {
        let text = str::from_utf8(&source.bytes).unwrap_or_default();
        let text = if text.contains('\0') { "" } else { text };
        let file = File::new(&source.path, text);
        let whole = 0..text.len();
        let first = raw(text, &whole, Kind::Code).map(|found| warning(&found));
        let found = in_name(&source.path).into_iter().chain(first);
        diagnostics.extend(found.map(|diagnostic| diagnostic.into_diagnostic(&file)));
    }
    diagnostics
}

fn collect<'t>(node: &'t Node<'t>, kind: Kind, texts: &mut Vec<Text<'t>>) {
    match &node.value {
        NodeValue::Scalar(scalar) => texts.push(Text {
            span: node.span.clone(),
            meant: &scalar.text,
            scalar: Some(scalar),
            kind,
        }),
        NodeValue::List(nodes) => nodes.iter().for_each(|node| collect(node, kind, texts)),
        NodeValue::Mapping(pairs) => {
            for pair in pairs {
                texts.push(Text {
                    span: pair.key_span.clone(),
                    meant: &pair.key,
                    scalar: None,
                    kind: Kind::Code,
                });
                let prose = PROSE.contains(&pair.key.as_ref());
                let kind = if prose { Kind::Prose } else { Kind::Code };
                collect(&pair.node, kind, texts);
            }
        }
        NodeValue::Refused => {}
    }
}

/// The hidden characters of one text: the span of the first, and their number.
struct HiddenCharacters {
    span: Range<usize>,
    first: char,
    count: usize,
}

fn in_text(file: &File, text: &Text) -> Vec<RawDiagnostic> {
    let hidden = raw(file.text, &text.span, text.kind).or_else(|| escaped(file, text));
    let gap = match text.kind {
        Kind::Code => gap(text.meant).map(|gap| span_of(file, text, &gap)),
        Kind::Prose => None,
    };
    let gap = gap.map(|span| {
        let message = "text follows a gap that can push it off the screen";
        RawDiagnostic::warning("long-gap", span, message)
            .hint("remove the blanks or the empty lines")
    });
    hidden
        .map(|found| warning(&found))
        .into_iter()
        .chain(gap)
        .collect()
}

/// Finds the hidden characters among raw bytes. CR LF line ends and a byte order mark at the start
/// of the file are allowed.
fn raw(text: &str, span: &Range<usize>, kind: Kind) -> Option<HiddenCharacters> {
    let part = text.get(span.clone())?;
    let signs = hidden_signs(part, kind)
        .map(|(at, character)| (span.start + at, character))
        .filter(|(at, character)| *character != '\r' || !text[*at..].starts_with("\r\n"))
        .filter(|(at, character)| *at > 0 || *character != BYTE_ORDER_MARK);
    found(signs, |at, character| at..at + character.len_utf8())
}

/// Finds the hidden characters that YAML escapes produce.
fn escaped(file: &File, text: &Text) -> Option<HiddenCharacters> {
    found(hidden_signs(text.meant, text.kind), |at, character| {
        span_of(file, text, &(at..at + character.len_utf8()))
    })
}

fn found(
    mut signs: impl Iterator<Item = (usize, char)>,
    span: impl FnOnce(usize, char) -> Range<usize>,
) -> Option<HiddenCharacters> {
    let (at, first) = signs.next()?;
    Some(HiddenCharacters {
        span: span(at, first),
        first,
        count: 1 + signs.count(),
    })
}

/// Returns the range of a part of a text in the file, or of the whole text if YAML joined its
/// lines.
fn span_of(file: &File, text: &Text, piece: &Range<usize>) -> Range<usize> {
    let raw = file.text.get(text.span.clone()).unwrap_or_default();
    let scalar = text.scalar;
    let found = scalar.and_then(|scalar| scalar_position::file_range(raw, scalar, piece));
    found.map_or_else(
        || text.span.clone(),
        |found| text.span.start + found.start..text.span.start + found.end,
    )
}

/// Returns one warning per line with hidden characters between two texts.
fn in_lines(file: &File, span: Range<usize>) -> Vec<RawDiagnostic> {
    let mut diagnostics = Vec::new();
    let mut at = span.start;
    for line in file
        .text
        .get(span)
        .unwrap_or_default()
        .split_inclusive('\n')
    {
        let found = raw(file.text, &(at..at + line.len()), Kind::Prose);
        diagnostics.extend(found.map(|found| warning(&found)));
        at += line.len();
    }
    diagnostics
}

fn in_name(path: &str) -> Option<RawDiagnostic> {
    let found = found(hidden_signs(path, Kind::Code), |_, _| 0..0)?;
    let message = format!("the name of this file hides {}", shown(&found));
    Some(RawDiagnostic::warning("hidden-character", found.span, message).hint("rename it"))
}

fn warning(found: &HiddenCharacters) -> RawDiagnostic {
    let message = format!("this text hides {}", shown(found));
    let hint = "remove it; a script that needs it can write it with `printf`";
    RawDiagnostic::warning("hidden-character", found.span.clone(), message).hint(hint)
}

fn shown(found: &HiddenCharacters) -> String {
    let first = Printable::name(&found.first.to_string());
    match found.count {
        1 => format!("the character `{first}`"),
        count => format!("{count} characters, the first is `{first}`"),
    }
}

/// Returns the first character after a gap long enough to push it off the screen.
fn gap(text: &str) -> Option<Range<usize>> {
    let (mut blanks, mut lines) = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b' ' | b'\t' => blanks += 1,
            b'\n' => (blanks, lines) = (0, lines + 1),
            _ if blanks > MOST_BLANKS || lines > MOST_EMPTY_LINES => {
                let length = text[at..].chars().next().map_or(0, char::len_utf8);
                return Some(at..at + length);
            }
            _ => (blanks, lines) = (0, 0),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_long_where_it_can_push_text_off_a_screen() {
        let check = |text: String, expect: Option<usize>| {
            assert_eq!(gap(&text).map(|gap| gap.start), expect, "{text:?}");
        };
        check(format!("a{}b", " ".repeat(60)), None);
        check(format!("a{}b", " ".repeat(61)), Some(62));
        check(format!("a{}", " ".repeat(99)), None);
        check(format!("a{}b", "\n".repeat(20)), None);
        check(format!("a{}b", "\n".repeat(21)), Some(22));
        check(format!("a{}\n  b", " ".repeat(99)), None);
        check(format!("a\n{}b", "\t".repeat(61)), Some(63));
    }
}
