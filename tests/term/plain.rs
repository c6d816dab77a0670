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
    check(b"a\x00b\x07c\x0ed\x0fe\x7ff", "abcdef");
}

#[test]
fn a_sequence_without_an_end_hides_nothing() {
    let check = |output: &str, expect: &str| {
        assert_eq!(PlainText::of(output.as_bytes()), expect, "{output:?}");
    };
    for (start, shown) in [
        ("\x1b]0;", "]0;"),
        ("\u{9d}8;;", "8;;"),
        ("\x1bP1q", "P1q"),
        ("\u{90}q", "q"),
        ("\x1b_G", "_G"),
        ("\x1b^", "^"),
        ("\x1bX", "X"),
    ] {
        let text = format!("{shown}FATAL");
        check(&format!("a{start}FATAL"), &format!("a{text}"));
        check(&format!("{start}FATAL\nb\n"), &format!("{text}\nb\n"));
        check(&format!("{start}FATAL\r\nb\n"), &format!("{text}\nb\n"));
        check(&format!("{start}FATAL\x18b"), &format!("{text}b"));
        check(&format!("{start}FATAL\x1ab"), &format!("{text}b"));
        check(&format!("{start}FATAL\x1b[0mb"), &format!("{text}b"));
        check(&format!("{start}FATAL\u{9b}0mb"), &format!("{text}b"));
        check(&format!("{start}FATAL\x1b"), &text);
        check(&format!("{start}FA\x1b]0;t\x07TAL\n"), &format!("{text}\n"));
        check(&format!("{start}FATAL\x1b\\ok"), "ok");
        check(&format!("{start}FATAL\u{9c}ok"), "ok");
        let long = "x".repeat(5000);
        check(&format!("{start}FATAL{long}"), &format!("{text}{long}"));
    }
    // BEL ends only an operating system command.
    check("\x1b]0;title\x07ok\n", "ok\n");
    check("\x1b_x\x07FATAL\n", "_xFATAL\n");
    check("\x1bPx\x07FATAL\n", "PxFATAL\n");
    check("a\x1b[3\x18b", "a[3b");
    check("a\x1b[1;2\nb", "a[1;2\nb");
    check("a\x1b[1é", "a[1é");
    check("a\x1b(é", "a(é");
    check("a\x1bé", "aé");
    check("a\x1b\nb\n", "a\nb\n");
    check("end\x1b[3", "end[3");
    check("end\x1b", "end");
    check("\x1b[4\x1b[31mred", "[4red");
}

#[test]
fn only_a_carriage_return_and_an_erased_line_remove_text() {
    for sign in [
        "\x1b[2J",
        "\x1b[J",
        "\x1b[1J",
        "\x1b[3J",
        "\x1b[H\x1b[2J",
        "\x1b[1;1H",
        "\x1b[5D",
        "\x1b[1G",
        "\x1b[1`",
        "\x1b[9D\x1b[K",
        "\x08\x08\x08\x08\x08",
        "\x08\x1b[K",
        "\x1b[A",
        "\x1b[2A\r",
        "\x1b[B",
        "\x1b[E",
        "\x1b[F",
        "\x1b[5P",
        "\x1b[5X",
        "\x1b[5@",
        "\x1b[L",
        "\x1b[M",
        "\x1b[S",
        "\x1b[T",
        "\x1bM",
        "\x1b7\x1b8",
        "\x1b[s\x1b[u",
        "\x1bc",
        "\x1b[!p",
        "\x1b[?1049h\x1b[?1049l",
        "\x1b[?1049h",
        "\x1b#8",
        "\u{9b}2J",
        "\u{8d}",
        "\x1b[8m",
        "\x1b[1;1f",
        "\x1b[1d",
        "\x1b[2J\x1b[3J\x1bc",
        "\x1b[0 q",
        "\x1b[Z",
    ] {
        for text in [format!("FATAL{sign}"), format!("FATAL{sign}ok\n")] {
            let plain = PlainText::of(text.as_bytes());
            let removes = sign.ends_with('\r') && text.ends_with("ok\n");
            assert_eq!(plain.contains("FATAL"), !removes, "{text:?}: {plain:?}");
        }
    }
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
    check("abcdef\r\x1b[Jx\n", "xbcdef\n");
    check("abc\x08\x08X\n", "abcX\n");
    check("\x08\x08a\n", "a\n");
    check("ab\x1b[4Cc\x1b[2Gd\x1b[2De\n", "ab    cde\n");
    check("FATAL\r\x1b[5Cok\n", "FATALok\n");
    check("FATAL\r\x1b[6Gok\n", "FATALok\n");
    check("FATAL\r\x1b[5C\x1b[5Dok\n", "FATALok\n");
    check("ab\x1b[4C\x1b[1Gc\n", "abc\n");
    check("step 1\x1b[2K\x1b[1Gstep 2\n", "step 2\n");
    check("ab\x1b[2Kc\x1b[1Gd\n", "  cd\n");
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
    check("日本\x08x\n", "日本x\n");
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
    check(format!("{long}y\x1b[Kz"), (format!("{long}yz"), Ok(())));
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
            "\x1b[2J",
            "\x1b[3\r1m",
            "\x1b[1;31m",
            "\x1b]0;t\x07",
            "\x1b]8;;u\x1b\\",
            "\x1bPq",
            "\x1b_",
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
        let bytewise: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(&text, &pushed(&bytewise).0);
        let steers = |character: char| character.is_control() && !"\n\t".contains(character);
        prop_assert!(!text.contains(steers), "{text:?}");
    }
}
