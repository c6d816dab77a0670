//! Cuts and wraps text to a width in cells.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::text::Printable;

/// Returns the width of a text, in cells.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Returns the text in at most `room` cells, with `…` at the end if it was cut.
pub fn fit(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    if room == 0 {
        return String::new();
    }
    let (head, _) = split(text, room - 1);
    format!("{}…", head.trim_end())
}

/// Splits a text after at most `room` cells.
pub fn split(text: &str, room: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        taken += cluster.width();
        if taken > room {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// Wraps a text into lines of at most `room` cells, between words if possible. A line keeps its
/// indent and its columns. It continues below under its first word.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    text.lines()
        .flat_map(|line| wrap_line(line, room.max(2)))
        .collect()
}

fn wrap_line(line: &str, room: usize) -> Vec<String> {
    let line = line.trim_end();
    let hang = hang(line, room);
    let mut lines = vec![String::new()];
    let mut rest = line;
    while !rest.is_empty() {
        let (gap, after) = rest.split_at(rest.len() - rest.trim_start().len());
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (word, next) = after.split_at(end);
        push_word(&mut lines, gap, word, hang, room);
        rest = next;
    }
    lines
}

/// Returns the indent of the continued lines: the second column, or the text after `1.` or `-`, or
/// the first word; at most half of `room`.
fn hang(line: &str, room: usize) -> usize {
    let text = line.trim_start();
    let indent = width(line) - width(text);
    let places = [column(text), marker(text), Some(0)];
    let hangs = places.into_iter().flatten().map(|place| indent + place);
    let mut near = hangs.filter(|hang| hang * 2 <= room);
    near.next().unwrap_or(0)
}

/// Returns the start of the second column, which follows two or more blanks.
fn column(text: &str) -> Option<usize> {
    let (first, behind) = text.split_once("  ")?;
    let blanks = behind.len() - behind.trim_start().len();
    Some(width(first) + 2 + blanks)
}

/// Returns the start of the text after a list marker.
fn marker(text: &str) -> Option<usize> {
    let (marker, _) = text.split_once(' ')?;
    let number = marker.strip_suffix('.').unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number || marker == "-").then_some(marker.len() + 1)
}

/// Adds a word to the last line or to a new one. Breaks a word that is longer than a line.
fn push_word(lines: &mut Vec<String>, gap: &str, word: &str, hang: usize, room: usize) {
    let indent = " ".repeat(hang);
    let is_first = lines.len() == 1 && lines[0].is_empty();
    let last = lines.last_mut().map_or(0, |last| width(last));
    let fits = last + width(gap) + width(word) <= room;
    if fits {
        add(lines, gap);
        add(lines, word);
        return;
    }
    if is_first {
        add(lines, &indent);
    } else if last > hang {
        lines.push(indent.clone());
    }
    for (index, piece) in chop(word, room - hang).into_iter().enumerate() {
        if index > 0 {
            lines.push(indent.clone());
        }
        add(lines, piece);
    }
}

fn add(lines: &mut [String], piece: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(piece);
    }
}

/// Splits a text into one or more parts of at most `room` cells without losing text.
pub fn chop(text: &str, room: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let (head, tail) = split(rest, room.max(2));
        pieces.push(head);
        if tail.is_empty() {
            return pieces;
        }
        rest = tail;
    }
}

/// Replaces the tabs of a one-line text by blanks.
pub fn with_blanks(text: Printable) -> Printable {
    if !text.contains('\t') {
        return text;
    }
    let mut blanks = String::with_capacity(text.len());
    for (index, part) in text.split('\t').enumerate() {
        if index > 0 {
            let room = TAB - width(&blanks) % TAB;
            blanks.extend(std::iter::repeat_n(' ', room));
        }
        blanks.push_str(part);
    }
    Printable::line(&blanks)
}

/// The distance between tab stops.
const TAB: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_ends_with_an_ellipsis() {
        let check = |text: &str, room: usize, expect: &str| assert_eq!(fit(text, room), expect);
        check("firewall", 8, "firewall");
        check("firewall", 7, "firewa…");
        check("the firewall", 5, "the…");
        check("日本語", 6, "日本語");
        check("日本語", 5, "日本…");
        check("日本語", 4, "日…");
        check("a", 0, "");
        check("👩\u{200d}💻👩\u{200d}💻", 3, "👩\u{200d}💻…");
    }

    #[test]
    fn text_wraps_between_words() {
        let check = |text: &str, room: usize, expect: &[&str]| {
            assert_eq!(wrap(text, room), expect, "{text:?} in {room}");
        };
        check("one two three", 7, &["one two", "three"]);
        check("one\n\ntwo", 7, &["one", "", "two"]);
        check("sha256abcdef is", 6, &["sha256", "abcdef", "is"]);
        check("日本 語", 5, &["日本", "語"]);
        check("", 5, &[]);
        check("a b c d e f", 7, &["a b c d", "e f"]);
    }

    #[test]
    fn lines_keep_their_indent_and_columns() {
        let check = |text: &str, room: usize, expect: &[&str]| {
            assert_eq!(wrap(text, room), expect, "{text:?} in {room}");
        };
        check("1. Log in, and go on", 12, &["1. Log in,", "   and go on"]);
        check("- one two three", 9, &["- one two", "  three"]);
        check("  type    A record", 14, &["  type    A", "  record"]);
        check("      deep in here", 8, &["deep in", "here"]);
        check("  sha256abcdef is", 8, &["  sha256", "  abcdef", "  is"]);
        check("1.2.3 is it", 6, &["1.2.3", "is it"]);
    }

    #[test]
    fn nothing_is_lost_when_a_line_is_broken() {
        assert_eq!(chop("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(chop("日本語", 5), ["日本", "語"]);
        assert_eq!(chop("", 4), [""]);
    }

    #[test]
    fn tabs_become_blanks() {
        let check = |text: &str, expect: &str| {
            assert_eq!(&*with_blanks(Printable::line(text)), expect, "{text:?}");
        };
        check("a\tb", "a       b");
        check("a\tbc\td", "a       bc      d");
        check("\u{1b}\tred", "^[      red");
        check("a\nb", "a^Jb");
    }
}
