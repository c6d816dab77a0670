//! Text cut and wrapped to a width in cells.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most `room` cells, with … where it was cut.
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

/// The longest beginning of a text that takes at most `room` cells, and the rest.
pub fn split(text: &str, room: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > room {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// A text on lines of at most `room` cells, broken between words where that can be.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    text.lines()
        .flat_map(|line| wrap_line(line, room.max(2)))
        .collect()
}

fn wrap_line(line: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.last_mut().map_or(0, |last| width(last));
        if last > 0 && last + 1 + width(word) > room {
            lines.push(String::new());
        }
        push_word(&mut lines, word, room);
    }
    lines
}

/// Adds a word to the last line; one that is longer than a line is broken.
fn push_word(lines: &mut Vec<String>, word: &str, room: usize) {
    for (index, piece) in chop(word, room).into_iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(piece);
        }
    }
}

/// A text in pieces of at most `room` cells, nothing left out; at least one piece.
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

/// The text without anything that would move or turn what stands beside it: tabs become blanks,
/// controls are written out, marks of direction are shown as unknown.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => {
                let room = TAB - width(&clean) % TAB;
                clean.extend(std::iter::repeat_n(' ', room));
            }
            '\u{0}'..='\u{1f}' | '\u{7f}' => {
                clean.push('^');
                clean.push(char::from(character as u8 ^ 0x40));
            }
            '\u{80}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => clean.push('\u{fffd}'),
            other => clean.push(other),
        }
    }
    clean
}

/// How far apart tabulators stand.
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
    }

    #[test]
    fn nothing_is_lost_when_a_line_is_broken() {
        assert_eq!(chop("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(chop("日本語", 5), ["日本", "語"]);
        assert_eq!(chop("", 4), [""]);
    }

    #[test]
    fn controls_are_written_out() {
        let check = |text: &str, expect: &str| assert_eq!(clean(text), expect);
        check("a\tb", "a       b");
        check("\u{1b}[31mred", "^[[31mred");
        check("\u{202e}gnp.exe", "\u{fffd}gnp.exe");
        check("\u{9b}2J", "\u{fffd}2J");
    }
}
