//! A script, exactly as written.

use super::highlight::highlight;
use super::line::{Line, fold, ink};
use super::theme::Role;

/// A script beside a rule; a line too long for the room goes on below, beside a sign.
pub fn script(text: &str, room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for line in highlight(text) {
        for (index, pieces) in fold(&line, room.saturating_sub(2)).into_iter().enumerate() {
            let edge = if index == 0 {
                ink("│ ", Role::Line)
            } else {
                ink("» ", Role::Accent)
            };
            let mut left = vec![edge];
            left.extend(pieces);
            lines.push(Line::new(left));
        }
    }
    lines
}
