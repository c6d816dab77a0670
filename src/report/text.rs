//! Pieces of text.

use std::fmt::Write as _;

/// Appends a line; writing to a `String` cannot fail.
pub(super) fn line(text: &mut String, line: impl std::fmt::Display) {
    let _ = writeln!(text, "{line}");
}

/// Appends lines behind an indent.
pub(super) fn indented(text: &mut String, indent: &str, lines: &str) {
    for one in lines.lines() {
        line(text, format!("{indent}{one}").trim_end());
    }
}

/// `n things`, or `1 thing`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}
