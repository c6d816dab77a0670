//! Helpers that lay out text.

use unicode_width::UnicodeWidthStr as _;

use crate::text::Printable;

/// The prefix of each line of a script. Scripts are not wrapped: they are read as they run.
const SCRIPT: &str = "    | ";

/// Appends a line, after an empty one if it begins with a newline. Any other newline is made
/// visible, so that text cannot imitate the next line.
pub(super) fn line(text: &mut String, line: impl std::fmt::Display) {
    let line = line.to_string();
    let line = line.trim_end_matches('\n');
    if let Some(below) = line.strip_prefix('\n') {
        text.push('\n');
        text.push_str(&Printable::line(below));
    } else {
        text.push_str(&Printable::line(line));
    }
    text.push('\n');
}

/// Appends sentences with an indent.
pub(super) fn indented(text: &mut String, indent: &str, lines: &str) {
    for one in Printable::prose(lines).lines() {
        line(text, format!("{indent}{one}").trim_end());
    }
}

/// Appends a script, exactly as it runs.
pub(super) fn script_lines(text: &mut String, script: &str) {
    for one in Printable::code(script).lines() {
        line(text, format!("{SCRIPT}{one}"));
    }
}

/// Wraps a text to a width in columns. Continuation lines are indented by two more columns.
pub(super) fn folded(text: &str, width: usize) -> String {
    let mut page = String::new();
    for one in text.lines() {
        if one.starts_with(SCRIPT) || one.width() <= width {
            line(&mut page, one);
        } else {
            fold(&mut page, one, width);
        }
    }
    page
}

/// Appends a line in pieces. A word wider than the page gets its own line. Blanks stay, except at
/// the end of a line.
fn fold(page: &mut String, wide: &str, width: usize) {
    let indent = " ".repeat(wide.len() - wide.trim_start().len());
    let hanging = if indent.is_empty() {
        0
    } else {
        indent.len() + 2
    };
    let mut piece = indent;
    let mut is_begun = false;
    for word in wide.trim_start().split(' ') {
        if is_begun && piece.width() + 1 + word.width() > width {
            line(page, &piece);
            piece = " ".repeat(hanging);
            is_begun = false;
        }
        if is_begun {
            piece.push(' ');
        }
        piece.push_str(word);
        is_begun = true;
    }
    line(page, piece);
}

/// Returns a count with its noun: `n things`, or `1 thing`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}
