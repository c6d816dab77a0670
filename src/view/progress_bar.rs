//! A progress bar.

use super::line::{Span, span};
use super::theme::Role;

/// Returns a bar of `room` cells, filled in the proportion of `done` to `total`. One cell is filled
/// as soon as `done` is above 0.
pub fn progress_bar(room: usize, done: u32, total: u32) -> Vec<Span> {
    let total = total.max(1) as usize;
    let done = (done as usize).min(total);
    let filled = (room * done / total).max(usize::from(done > 0)).min(room);
    vec![
        span("━".repeat(filled), Role::Passed),
        span("─".repeat(room - filled), Role::Line),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_keeps_its_width() {
        let check = |done: u32, total: u32, expect: &str| {
            let bar: String = progress_bar(8, done, total)
                .iter()
                .map(|span| &*span.text)
                .collect();
            assert_eq!(bar, expect);
        };
        check(0, 14, "────────");
        check(1, 56, "━───────");
        check(7, 14, "━━━━────");
        check(14, 14, "━━━━━━━━");
        check(15, 14, "━━━━━━━━");
        check(0, 0, "────────");
    }
}
