//! A line of a screen: text with roles, aligned left and right.

use super::text::{split, width, with_blanks, wrap};
use super::theme::Role;
use crate::term::Style;
use crate::text::Printable;

/// Text with a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Text to draw.
    pub text: Printable,
    pub role: Role,
    /// The colours of text that a host printed; none for text with the style of its role.
    pub style: Option<Style>,
}

/// Returns a sentence, or a part of one, as a span without hidden characters.
pub fn span(text: impl AsRef<str>, role: Role) -> Span {
    Span {
        text: with_blanks(Printable::line(text.as_ref())),
        role,
        style: None,
    }
}

/// Returns a script, a name or another exact text as a span without hidden characters.
pub fn exact_span(text: impl AsRef<str>, role: Role) -> Span {
    Span {
        text: with_blanks(Printable::code(text.as_ref())),
        role,
        style: None,
    }
}

/// Returns text that a host printed as a span without hidden characters.
pub fn printed(text: impl AsRef<str>, style: Style) -> Span {
    Span {
        style: Some(style),
        ..span(text, Role::Text)
    }
}

/// A line. If it does not fit, its left part is cut.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub left: Vec<Span>,
    pub right: Vec<Span>,
    /// Whether it is the chosen line of a list.
    pub chosen: bool,
}

impl Line {
    /// Returns a line of these spans at the left.
    pub fn new(left: Vec<Span>) -> Self {
        Self {
            left,
            ..Self::default()
        }
    }

    /// Returns a line of one span.
    pub fn of(text: impl AsRef<str>, role: Role) -> Self {
        Self::new(vec![span(text, role)])
    }

    /// Sets the spans at the right.
    #[must_use]
    pub fn right(mut self, right: Vec<Span>) -> Self {
        self.right = right;
        self
    }

    /// Sets whether it is chosen.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// Returns the width of spans, in cells.
pub fn spans_width(spans: &[Span]) -> usize {
    spans.iter().map(|span| width(&span.text)).sum()
}

/// Wraps a text into lines of one role.
pub fn prose(text: &str, role: Role, room: usize) -> Vec<Line> {
    wrap(&Printable::prose(text), room)
        .into_iter()
        .map(|line| Line::of(line, role))
        .collect()
}

/// Puts a label in a column beside lines.
pub fn labelled(label: &str, label_role: Role, column: usize, body: &[Line]) -> Vec<Line> {
    let column = column.max(width(label));
    let beside = |(index, line): (usize, &Line)| {
        let label = if index == 0 { label } else { "" };
        let mut left = vec![span(format!("{label:<column$}"), label_role)];
        left.extend(line.left.iter().cloned());
        Line::new(left)
    };
    body.iter().enumerate().map(beside).collect()
}

/// Breaks spans into lines of at most `room` cells without losing text. It breaks after a blank in
/// the second half of the line if there is one.
pub fn fold(spans: &[Span], room: usize) -> Vec<Vec<Span>> {
    let room = room.max(2);
    let whole: String = spans.iter().map(|span| &*span.text).collect();
    let mut pieces = spans.iter().map(|span| (&*span.text, span));
    let mut piece = pieces.next();
    let mut lines = Vec::new();
    for end in breaks(&whole, room) {
        let mut line = Vec::new();
        let mut left = end;
        while let Some((text, whole)) = piece.filter(|_| left > 0) {
            let (head, tail) = text.split_at(left.min(text.len()));
            line.push(Span {
                text: Printable::code(head),
                ..whole.clone()
            });
            left -= head.len();
            piece = if tail.is_empty() {
                pieces.next()
            } else {
                Some((tail, whole))
            };
        }
        lines.push(line);
    }
    lines
}

/// Returns the length of each line of a text, in bytes; at least one line.
fn breaks(text: &str, room: usize) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut rest = text;
    loop {
        let (head, tail) = split(rest, room);
        if tail.is_empty() {
            lengths.push(head.len());
            return lengths;
        }
        let blank = head.rfind(' ').map(|at| at + 1);
        let kept = blank.filter(|at| *at > head.len() / 2);
        let length = kept.unwrap_or(head.len());
        lengths.push(length);
        rest = &rest[length..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_go_on_below() {
        let check = |texts: &[&str], room: usize, expect: &[&str]| {
            let spans: Vec<Span> = texts.iter().map(|text| span(text, Role::Text)).collect();
            let lines: Vec<String> = fold(&spans, room)
                .iter()
                .map(|line| line.iter().map(|span| &*span.text).collect())
                .collect();
            assert_eq!(lines, expect, "{texts:?} in {room}");
        };
        check(&["one two"], 7, &["one two"]);
        check(&["one ", "two ", "three"], 9, &["one two ", "three"]);
        check(&["a ", "bcdefghij"], 6, &["a bcde", "fghij"]);
        check(&["日本語"], 5, &["日本", "語"]);
        check(&["", ""], 5, &[""]);
        check(&[], 5, &[""]);
    }
}
