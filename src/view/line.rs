//! Builds the lines of a screen: text with roles, aligned to the left and to the right.

use super::text::{split, width, with_blanks, wrap};
use super::theme::Role;
use crate::term::Style;
use crate::text::Printable;

/// Piece of text with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Text to draw.
    pub text: Printable,
    /// Role that the theme styles.
    pub role: Role,
    /// Style from a host's output. `None` means the style of the role.
    pub style: Option<Style>,
}

/// Returns a span of prose that is safe to draw.
pub fn ink(text: impl AsRef<str>, role: Role) -> Span {
    Span {
        text: with_blanks(Printable::line(text.as_ref())),
        role,
        style: None,
    }
}

/// Returns a span of a script, a name or other exact text that is safe to draw.
pub fn exact_ink(text: impl AsRef<str>, role: Role) -> Span {
    Span {
        text: with_blanks(Printable::code(text.as_ref())),
        role,
        style: None,
    }
}

/// Returns a span of a host's output that is safe to draw.
pub fn printed(text: impl AsRef<str>, style: Style) -> Span {
    Span {
        style: Some(style),
        ..ink(text, Role::Text)
    }
}

/// Line of a screen. The left side is cut before the right side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Spans aligned to the left.
    pub left: Vec<Span>,
    /// Spans aligned to the right.
    pub right: Vec<Span>,
    /// True if it is the chosen line of a list.
    pub chosen: bool,
}

impl Line {
    /// Creates a line from spans.
    pub fn new(left: Vec<Span>) -> Self {
        Self {
            left,
            ..Self::default()
        }
    }

    /// Creates a line with one span.
    pub fn of(text: impl AsRef<str>, role: Role) -> Self {
        Self::new(vec![ink(text, role)])
    }

    /// Sets the spans on the right.
    #[must_use]
    pub fn right(mut self, right: Vec<Span>) -> Self {
        self.right = right;
        self
    }

    /// Sets whether the line is chosen.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// Returns the width of spans in cells.
pub fn spans_width(inks: &[Span]) -> usize {
    inks.iter().map(|ink| width(&ink.text)).sum()
}

/// Wraps a text into lines of one role.
pub fn prose(text: &str, role: Role, room: usize) -> Vec<Line> {
    wrap(&Printable::prose(text), room)
        .into_iter()
        .map(|line| Line::of(line, role))
        .collect()
}

/// Puts a label in a column of its own beside the lines.
pub fn labelled(label: &str, label_role: Role, column: usize, body: &[Line]) -> Vec<Line> {
    let column = column.max(width(label));
    let beside = |(index, line): (usize, &Line)| {
        let label = if index == 0 { label } else { "" };
        let mut left = vec![ink(format!("{label:<column$}"), label_role)];
        left.extend(line.left.iter().cloned());
        Line::new(left)
    };
    body.iter().enumerate().map(beside).collect()
}

/// Breaks spans into lines of at most `room` cells and keeps every character. Breaks after a blank
/// in the second half of a line if possible.
pub fn fold(inks: &[Span], room: usize) -> Vec<Vec<Span>> {
    let room = room.max(2);
    let whole: String = inks.iter().map(|ink| &*ink.text).collect();
    let mut pieces = inks.iter().map(|ink| (&*ink.text, ink));
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

/// Returns the length in bytes of each line of a text, which has at least one line.
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
            let inks: Vec<Span> = texts.iter().map(|text| ink(text, Role::Text)).collect();
            let lines: Vec<String> = fold(&inks, room)
                .iter()
                .map(|line| line.iter().map(|ink| &*ink.text).collect())
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
