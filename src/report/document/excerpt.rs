//! Excerpts of kept outputs.

use super::types::ExcerptLine;
use crate::report::text::counted;
use crate::term::{StyledLine, StyledText};

/// The most lines of an output in a report; its file has all of them.
const MOST_LINES: usize = 40;

/// A kept output, as far as a report reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOutput {
    /// The beginning and the end; `left_out` bytes between them were not read.
    Excerpt {
        /// The beginning, or the whole output.
        head: StyledText,
        /// The number of bytes between beginning and end.
        left_out: u64,
        /// The end; empty if nothing is left out.
        tail: StyledText,
    },
    /// The file is gone or differs from its digest.
    Damaged,
    /// The output was not read.
    NotRead,
}

/// Returns the lines of an output that a report prints. Its file has the rest.
pub(super) fn excerpt(read: ReadOutput, file: &str) -> Vec<ExcerptLine> {
    let ReadOutput::Excerpt {
        head,
        left_out,
        tail,
    } = read
    else {
        return Vec::new();
    };
    let (mut first, mut last) = (head.lines, tail.lines);
    let half = MOST_LINES / 2;
    let size = match left_out {
        0 if first.len() <= MOST_LINES => return without_blank_end(first),
        0 => {
            last = first.split_off(half);
            let hidden = last.len().saturating_sub(half);
            counted(hidden, "line")
        }
        bytes => format!("more than {bytes} bytes"),
    };
    first.truncate(half);
    last.drain(..last.len().saturating_sub(half));
    let note = format!("[… {size} left out here; outputs/{file} has the whole output …]");
    let mut lines: Vec<ExcerptLine> = first.into_iter().map(ExcerptLine::Output).collect();
    lines.push(ExcerptLine::LeftOut(note));
    lines.extend(without_blank_end(last));
    lines
}

/// Removes blank lines at the end.
fn without_blank_end(mut lines: Vec<StyledLine>) -> Vec<ExcerptLine> {
    let is_blank = |line: &StyledLine| line.iter().all(|(text, _)| text.trim().is_empty());
    while lines.last().is_some_and(is_blank) {
        lines.pop();
    }
    lines.into_iter().map(ExcerptLine::Output).collect()
}

/// Returns an excerpt as plain text.
pub(super) fn plain(lines: &[ExcerptLine]) -> String {
    let text = |line: &ExcerptLine| match line {
        ExcerptLine::Output(line) => line.iter().map(|(text, _)| text.as_str()).collect(),
        ExcerptLine::LeftOut(note) => note.clone(),
    };
    lines.iter().map(text).collect::<Vec<String>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &str, left_out: u64, tail: &str) -> ReadOutput {
        ReadOutput::Excerpt {
            head: StyledText::plain(head),
            left_out,
            tail: StyledText::plain(tail),
        }
    }

    #[test]
    fn an_excerpt_says_how_much_is_left_out_and_where_the_rest_is() {
        let check = |read: ReadOutput, lines: usize, has: &[&str]| {
            let found = excerpt(read, "a@b.1.txt");
            assert_eq!(found.len(), lines, "{found:?}");
            let text = plain(&found);
            for part in has {
                assert!(text.contains(part), "{part} is not in\n{text}");
            }
        };
        let many: String = (1..=1000).map(|line| format!("line {line}\n")).collect();
        check(read("", 0, ""), 0, &[]);
        check(read("one\ntwo\n\n \n", 0, ""), 2, &["one\ntwo"]);
        check(
            read(&many, 0, ""),
            41,
            &[
                "line 20\n[… 960 lines left out here; outputs/a@b.1.txt has the whole output …]\nline 981",
                "line 1000",
            ],
        );
        check(
            read(&many, 50_000_000, "the end\n"),
            22,
            &["more than 50000000 bytes left out", "the end"],
        );
        check(ReadOutput::Damaged, 0, &[]);
        check(ReadOutput::NotRead, 0, &[]);
    }
}
