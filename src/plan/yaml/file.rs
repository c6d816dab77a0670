//! The files of a plan: their bytes, their text, and the line and column of a byte.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Unicode's byte order mark; editors count no column for it.
pub(in crate::plan) const BYTE_ORDER_MARK: char = '\u{feff}';

/// One file of a plan as text.
#[derive(Debug)]
pub(in crate::plan) struct File<'s> {
    /// Its path, relative to the plan's folder.
    pub(in crate::plan) path: &'s str,
    /// What it says.
    pub(in crate::plan) text: &'s str,
    /// The byte at which each line starts.
    lines: Vec<usize>,
}

/// A stretch of one of the plan's files: cheap to keep, turned into a [`Place`] only when told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) struct FileSpan {
    /// Which file, counted from 0 in reading order.
    pub(in crate::plan) file: usize,
    /// Its bytes.
    pub(in crate::plan) bytes: Range<usize>,
}

impl<'s> File<'s> {
    /// Lines end as YAML 1.2.2 §5.4 says: LF, CR LF, or CR alone.
    pub(in crate::plan) fn new(path: &'s str, text: &'s str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter_map(|(at, byte)| {
            let ends_line = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            ends_line.then_some(at + 1)
        });
        let lines = std::iter::once(0).chain(ends).collect();
        Self { path, text, lines }
    }

    /// The line and column of a byte; a byte past the end stands at the end.
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

    /// As much of a span as stands on its first line, so that no caret runs over a whole list.
    pub(in crate::plan) fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        let start = boundary(self.text, span.start);
        let end = boundary(self.text, span.end).max(start);
        let first = self.text[start..end].lines().next().unwrap_or_default();
        start..start + first.trim_end_matches([' ', '\t']).len()
    }
}

/// The last place up to a byte where a character begins, or the text's end.
pub(in crate::plan) fn boundary(text: &str, byte: usize) -> usize {
    let byte = byte.min(text.len());
    (0..=byte)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// One file of a plan, as bytes; reading it is somebody else's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, relative to the plan's folder, with `/` between parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A place in a plan's file, for people and editors.
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
