//! The files of a plan: their bytes and text, and locations in them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Unicode's byte order mark. Editors do not count it as a column.
pub(in crate::plan) const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file of a plan, decoded as text.
#[derive(Debug)]
pub(in crate::plan) struct File<'s> {
    /// The path, relative to the plan's folder.
    pub(in crate::plan) path: &'s str,
    pub(in crate::plan) text: &'s str,
    /// The start of each line, in bytes.
    lines: Vec<usize>,
}

/// A byte range in one of the plan's files. Only diagnostics convert it to a [`Location`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) struct FileSpan {
    /// The index of the file, counted from 0 in reading order.
    pub(in crate::plan) file: usize,
    pub(in crate::plan) bytes: Range<usize>,
}

impl<'s> File<'s> {
    /// Finds the lines, which end with LF, CR LF or CR alone (YAML 1.2.2 §5.4).
    pub(in crate::plan) fn new(path: &'s str, text: &'s str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter_map(|(at, byte)| {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            ends_line.then_some(at + 1)
        });
        let lines = std::iter::once(0).chain(ends).collect();
        Self { path, text, lines }
    }

    /// Returns the line and column of a byte. A byte past the end has the location of the end.
    pub(in crate::plan) fn location(&self, byte: usize) -> Location {
        let byte = boundary(self.text, byte);
        let line = self.lines.partition_point(|start| *start <= byte);
        let before = &self.text[self.lines[line - 1]..byte];
        let column = before.chars().filter(|c| *c != BYTE_ORDER_MARK).count() + 1;
        Location {
            file: self.path.to_owned(),
            line,
            column,
        }
    }

    /// Returns the part of a span on its first line, so that carets never cover several lines.
    pub(in crate::plan) fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        let start = boundary(self.text, span.start);
        let end = boundary(self.text, span.end).max(start);
        let first = self.text[start..end].lines().next().unwrap_or_default();
        start..start + first.trim_end_matches([' ', '\t']).len()
    }
}

/// Returns the last character boundary at or before a byte, at most the length of the text.
pub(in crate::plan) fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// A file of a plan, as bytes that the caller has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path, relative to the plan's folder, with `/` between parts.
    pub path: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// A position in a file, as editors show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file, relative to the plan's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted in characters from 1.
    pub column: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, byte: usize, line: usize, column: usize) {
        let place = File::new("day.yaml", text).location(byte);
        assert_eq!(
            (place.line, place.column),
            (line, column),
            "{text:?} at {byte}"
        );
    }

    #[test]
    fn a_byte_has_a_line_and_a_column() {
        check("", 0, 1, 1);
        check("ab\ncd", 1, 1, 2);
        check("ab\ncd", 3, 2, 1);
        check("ab\r\ncd", 4, 2, 1);
        check("ab\rcd", 3, 2, 1);
        check("é: x", 2, 1, 2);
        check("\u{feff}a: x", 3, 1, 1);
        check("ab\n", 99, 2, 1);
    }

    #[test]
    fn a_span_is_cut_at_its_first_line() {
        let file = File::new("day.yaml", "a:\n  b: c\r\n  d: e\n");
        assert_eq!(file.first_line(&(5..17)), 5..9);
        assert_eq!(file.first_line(&(5..5)), 5..5);
    }
}
