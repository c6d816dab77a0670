//! A line of a screen: text with roles, from the left and from the right.

use super::text::{clean, split, width, wrap};
use super::theme::Role;

/// A piece of text with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ink {
    /// The text.
    pub text: String,
    /// What it is.
    pub role: Role,
}

/// A piece of text with its role, safe to be drawn.
pub fn ink(text: impl AsRef<str>, role: Role) -> Ink {
    Ink {
        text: clean(text.as_ref()),
        role,
    }
}

/// A line: what stands at its left is cut before what stands at its right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// What stands at the left.
    pub left: Vec<Ink>,
    /// What stands at the right.
    pub right: Vec<Ink>,
    /// Whether it is the chosen one of a list.
    pub chosen: bool,
}

impl Line {
    /// A line of these pieces.
    pub fn new(left: Vec<Ink>) -> Self {
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
    pub fn right(mut self, right: Vec<Ink>) -> Self {
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
pub fn inks_width(inks: &[Ink]) -> usize {
    inks.iter().map(|ink| width(&ink.text)).sum()
}

/// A text wrapped into lines of one role.
pub fn prose(text: &str, role: Role, room: usize) -> Vec<Line> {
    wrap(text, room)
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

/// Pieces on lines of at most `room` cells, nothing left out.
pub fn fold(inks: &[Ink], room: usize) -> Vec<Vec<Ink>> {
    let room = room.max(2);
    let mut lines = vec![Vec::new()];
    let mut taken = 0;
    for piece in inks {
        let mut rest = piece.text.as_str();
        while !rest.is_empty() {
            let (head, tail) = split(rest, room - taken);
            if head.is_empty() {
                lines.push(Vec::new());
                taken = 0;
                continue;
            }
            if let Some(line) = lines.last_mut() {
                line.push(ink(head, piece.role));
            }
            taken += width(head);
            rest = tail;
        }
    }
    lines
}
