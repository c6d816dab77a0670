//! How much of something is done.

use super::line::{Ink, ink};
use super::theme::Role;

/// The left eighths of a cell, from one to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A bar of `room` cells of which `done` of `total` are filled, to an eighth of a cell.
pub fn progress_bar(room: usize, done: u32, total: u32) -> Vec<Ink> {
    let total = total.max(1) as usize;
    let eighths = room * 8 * (done as usize).min(total) / total;
    let mut filled = "█".repeat(eighths / 8);
    let cells = eighths.div_ceil(8);
    if !eighths.is_multiple_of(8) {
        filled.push(EIGHTHS[eighths % 8 - 1]);
    }
    vec![
        ink(filled, Role::Passed),
        ink("░".repeat(room - cells), Role::Line),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_keeps_its_width() {
        let check = |done: u32, total: u32, expect: &str| {
            let bar: String = progress_bar(4, done, total)
                .iter()
                .map(|ink| ink.text.as_str())
                .collect();
            assert_eq!(bar, expect);
        };
        check(0, 14, "░░░░");
        check(7, 14, "██░░");
        check(9, 14, "██▌░");
        check(14, 14, "████");
        check(15, 14, "████");
        check(0, 0, "░░░░");
    }
}
