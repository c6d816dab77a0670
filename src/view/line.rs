//! A line of a screen: text with roles, from the left and from the right.

use super::text::{split, width, with_blanks, wrap};
use super::theme::Role;
use crate::term::Style;
use crate::text::Printable;

/// A piece of text with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: Printable,
    /// What it is.
    pub role: Role,
    /// The colours that a host printed it in; none where the role says all.
    pub style: Option<Style>,
}

/// A piece of a sentence with its role, safe to be drawn.
pub fn ink(text: impl AsRef<str>, role: Role) -> Span {
    Span {
        text: with_blanks(Printable::line(text.as_ref())),
        role,
        style: None,
    }
}

/// A piece of a script, a name or another exact text with its role, safe to be drawn.
pub fn exact_ink(text: impl AsRef<str>, role: Role) -> Span {
    Span {
        text: with_blanks(Printable::code(text.as_ref())),
        role,
        style: None,
    }
}

/// A piece of text that a host printed, safe to be drawn.
pub fn printed(text: impl AsRef<str>, style: Style) -> Span {
    Span {
        style: Some(style),
        ..ink(text, Role::Text)
    }
}

/// A line: what stands at its left is cut before what stands at its right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// What stands at the left.
    pub left: Vec<Span>,
    /// What stands at the right.
    pub right: Vec<Span>,
    /// Whether it is the chosen one of a list.
    pub chosen: bool,
}

impl Line {
    /// A line of these pieces.
    pub fn new(left: Vec<Span>) -> Self {
        Self {
            left,
            ..Self::default()
        }
    }

    /// A line of one piece.
    pub fn of(text: impl AsRef<str>, role: Role) -> Self {
        Self::new(vec![ink(text, role)])
    }

    /// With these pieces at the right.
    #[must_use]
    pub fn right(mut self, right: Vec<Span>) -> Self {
        self.right = right;
        self
    }

    /// Chosen or not.
    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// How many cells pieces take.
pub fn spans_width(inks: &[Span]) -> usize {
    inks.iter().map(|ink| width(&ink.text)).sum()
}

/// A text wrapped into lines of one role.
pub fn prose(text: &str, role: Role, room: usize) -> Vec<Line> {
    wrap(&Printable::prose(text), room)
        .into_iter()
        .map(|line| Line::of(line, role))
        .collect()
}

/// A text wrapped beside a label of its own column.
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

/// Pieces on lines of at most `room` cells, nothing left out; broken behind a blank where one
/// stands in the second half of the line.
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

/// How many bytes of a text each of its lines takes; at least one line.
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
