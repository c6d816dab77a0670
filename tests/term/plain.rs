//! Terminal output as plain text.

use daymark::term::{Attributes, Color, PlainText, Style, StyledText, Unresolved};
use proptest::prelude::*;

fn pushed(pieces: &[&[u8]]) -> (String, Result<(), Unresolved>) {
    let (mut plain, mut text) = (PlainText::default(), String::new());
    for piece in pieces {
        plain.push(piece, &mut text);
    }
    let resolved = plain.finish(&mut text);
    (text, resolved)
}

#[test]
fn escape_sequences_are_removed() {
    let check = |output: &[u8], expect: &str| assert_eq!(PlainText::of(output), expect);
    check(b"\x1b[1;32mFA\x1b[0mTAL\n", "FATAL\n");
    check(
        b"\x1b]0;title\x07a\x1b]8;;https://x.y\x1b\\b\x1b]8;;\x1b\\",
        "ab",
    );
    check(
        b"a\x1bPq#0;2\x1b\\b\x1b_apc\x1b\\c\x1b^pm\x1b\\d\x1bXsos\x1b\\e",
        "abcde",
    );
    check(
        b"a\x1b(0b\x1b)Bc\x1b=d\x1b>e\x1b7f\x1b8g\x1b#8h\x1b%Gi",
        "abcdefghi",
    );
    check(
        "a\u{9b}31mb\u{9d}0;t\u{9c}c\u{90}x\u{9c}d\u{81}e".as_bytes(),
        "abcde",
    );
    check(
        b"a\x1b[?2026hb\x1b[?2026lc\x1b[?1049hd\x1b[38;2;1;2;3me",
        "abcde",
    );
    check(b"a\x1b[3\x18b\x1b]0;t\x1acut", "abcut");
    check(b"a\x00b\x07c\x0ed\x0fe\x7ff", "abcdef");
    check(b"end\x1b[3", "end");
    // What is left open ends with its line: nothing below hides in it.
    check(b"a\x1b]0;title\nFATAL\n", "a\nFATAL\n");
    check(b"a\x1bPq#0\nFATAL\n", "a\nFATAL\n");
    check(b"a\x1b_x\nFATAL\n", "a\nFATAL\n");
    check(b"a\x1b[3\nFATAL\n", "a\nFATAL\n");
    check(b"a\x1b\nFATAL\n", "a\nFATAL\n");
}

#[test]
fn later_text_replaces_earlier_text_by_column() {
    let check = |output: &str, expect: &str| {
        assert_eq!(PlainText::of(output.as_bytes()), expect, "{output:?}");
    };
    check("a\r\nb\r\r\nc\n", "a\nb\nc\n");
    check("one\rtwo\n", "two\n");
    check("hello\rHE\n", "HEllo\n");
    check(" 10%\r 50%\r100%\r\ndone\r\n", "100%\ndone\n");
    check("downloading\r\x1b[Kok\n", "ok\n");
    check("abcdef\r\x1b[3C\x1b[1K\n", "    ef\n");
    check("abcdef\x1b[2K\rx\n", "x\n");
    check("abcdef\x1b[2Kx\n", "      x\n");
    check("abcdef\r\x1b[Jx\n", "x\n");
    check("abc\x08\x08X\n", "aXc\n");
    check("\x08\x08a\n", "a\n");
    check("N\x08NA\x08A\n", "NA\n");
    check("ab\x1b[4Cc\x1b[2Gd\x1b[2De\n", "ed    c\n");
    check("ab\x1b[2Kc\x1b[1Gd\n", "d c\n");
    check("a\rb\x0bc\x0cd\x1bEe\u{84}f", "b\nc\nd\ne\nf");
    check("a\tb\n", "a\tb\n");
    check("a\tb\rXYZ\n", "XYZ     b\n");
    check("abc\r\tx\n", "abc     x\n");
    check("a\x1b[3bc\n", "aaaac\n");
    check("", "");
}

#[test]
fn characters_keep_their_columns() {
    let check = |output: &str, expect: &str| {
        assert_eq!(PlainText::of(output.as_bytes()), expect, "{output:?}");
    };
    check("日本\rab\n", "ab本\n");
    check("日本\ra\n", "a 本\n");
    check("abcd\r日\n", "日cd\n");
    check("日本\x08x\n", "日 x\n");
    check("日本\r\x1b[C\x1b[K\n", " \n");
    check("e\u{301}x\ra\n", "ax\n");
    check("\u{301}a\u{200d}b\n", "a\u{200d}b\n");
    check("\u{feff}a\n", "a\n");
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let check = |output: &[u8], expect: &str| assert_eq!(PlainText::of(output), expect);
    check(b"a\xffb\n", "a\u{fffd}b\n");
    check(b"a\xc2", "a\u{fffd}");
    check(b"a\xe2\x82", "a\u{fffd}");
    check(b"\xc2a", "\u{fffd}a");
    check(b"\xc2\xb0\xc2\xc2\xb0", "\u{b0}\u{fffd}\u{b0}");
}

#[test]
fn a_line_may_be_longer_than_what_can_be_replaced() {
    let long = "x".repeat(1_000_000);
    let check = |output: String, expect: (String, Result<(), Unresolved>)| {
        let (text, resolved) = pushed(&[output.as_bytes()]);
        assert_eq!(resolved, expect.1);
        assert!(text == expect.0, "{} bytes", text.len());
    };
    check(format!("{long}\r\ny\r\n"), (format!("{long}\ny\n"), Ok(())));
    check(format!("{long}y\x08z"), (format!("{long}z"), Ok(())));
    let (_, resolved) = pushed(&[format!("{long}\ry\n").as_bytes()]);
    assert_eq!(resolved, Err(Unresolved));
    let (_, resolved) = pushed(&[format!("{long}\r\x1b[K\n").as_bytes()]);
    assert_eq!(resolved, Err(Unresolved));
    // Nothing that a host sends grows without end.
    let (text, _) = pushed(&[b"\x1b[65535C\x1b[65535Cx"]);
    assert!(text.len() < 10_000, "{}", text.len());
}

#[test]
fn styles_stay_with_their_text() {
    let text = StyledText::of(b"a\x1b[1;31mb\x1b[0m\n\x1b[38;5;200mc\r\x1b[39md\ne");
    let red = Style {
        foreground: Color::Indexed(1),
        attributes: Attributes::BOLD,
        ..Style::PLAIN
    };
    let run = |text: &str, style| (text.to_owned(), style);
    let expect = vec![
        vec![run("a", Style::PLAIN), run("b", red)],
        vec![run("d", Style::PLAIN)],
        vec![run("e", Style::PLAIN)],
    ];
    assert_eq!(text.lines, expect);
}

/// What programs print, and what none would.
fn output() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "[ -~]{0,6}".prop_map(String::into_bytes),
        "[\\PC]{0,3}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            "\r",
            "\n",
            "\r\n",
            "\x08",
            "\t",
            "\x1b",
            "\x1b[K",
            "\x1b[1K",
            "\x1b[3b",
            "\x1b[2K",
            "\x1b[5C",
            "\x1b[3D",
            "\x1b[2G",
            "\x1b[1;31m",
            "\x1b]0;t\x07",
            "\x1b]8;;u\x1b\\",
            "\x1bPq",
            "\x1b\\",
            "\x1b(0",
            "\x1b[",
            "\u{9b}",
            "\u{9c}",
            "\u{9d}",
            "日",
            "\u{301}",
            "é",
            "\x18",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cuts_change_nothing(bytes in output(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        cuts.push(bytes.len());
        let mut from = 0;
        let mut pieces = Vec::new();
        for cut in cuts {
            pieces.push(&bytes[from..cut]);
            from = cut;
        }
        let (text, _) = pushed(&pieces);
        prop_assert_eq!(&text, &PlainText::of(&bytes));
        // One byte at a time, nothing goes past the parser.
        let bytewise: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(&text, &pushed(&bytewise).0);
        let steers = |character: char| character.is_control() && !"\n\t".contains(character);
        prop_assert!(!text.contains(steers), "{text:?}");
    }
}
