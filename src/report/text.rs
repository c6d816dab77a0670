//! Pieces of text.

use unicode_width::UnicodeWidthStr as _;

use crate::text::Printable;

/// What stands before each line of a script, which is never folded: it is to be read as it runs.
const SCRIPT: &str = "    | ";

/// Appends a line, behind an empty one where it begins with a newline of ours. Another newline in it
/// is written visibly: nothing in a line can look like the line below it.
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

/// Appends sentences behind an indent.
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

/// A text whose lines are no wider than a page; what is carried over
/// from an indented line stands two columns further in.
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

/// Appends a line in pieces. A word that is wider than the page stands alone, whole. All blanks stay
/// but those where a line ends.
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

/// `n things`, or `1 thing`.
pub(super) fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}
