//! What hides is marked in a pane, and written visibly in lines and titles that come from a host.

use std::time::Instant;

use daymark::term::{AnnotationKind, Pane, Size};

#[expect(
    clippy::disallowed_methods,
    reason = "a pane wants a time; nothing here depends on it"
)]
fn pane(bytes: &str) -> Pane {
    let mut pane = Pane::new(Size::new(40, 4), 100);
    pane.feed(bytes.as_bytes(), Instant::now());
    pane
}

#[test]
fn cells_hide_nothing() {
    let check = |bytes: &str, expect: &str| {
        assert_eq!(pane(bytes).last_lines(4), [expect], "{bytes:?}");
    };
    check("e\u{301}日", "e\u{301}日");
    check(
        "a\u{200b}b\u{202e}c\u{feff}d",
        "a<U+200B>b<U+202E>c<U+FEFF>d",
    );
    check("a\u{2066}\u{2069}b", "a<U+2066><U+2069>b");
    check("a\u{e0041}\u{34f}b", "a<U+E0041><U+034F>b");
    check("a\u{3164}b\u{115f}c", "a<U+3164>b<U+115F>c");
    check("日\u{200b}本", "日<U+200B>本");
    check("\u{1b}[31mx\u{ad}\u{1b}[my", "x<U+00AD>y");
    check("a\u{200d}b❤\u{200d}c", "a<U+200D>b❤<U+200D>c");
    // The first column has no cell before it.
    check("\u{200b}a", "a<U+200B>");
    check("\u{feff}\u{202e}日", "日<U+FEFF><U+202E>");
    check("\u{200b}", " <U+200B>");
    check("ab\r\u{200b}x", "x<U+200B>b");
    check("a\u{200b}\rx", "x");
    check("\u{200b}\x1b[1mx", "x<U+200B>");
    check("\u{200b}\x1b[Ca", " <U+200B>a");
    check("\u{200b}\x1b[Ca\rb", "ba");
}

#[test]
fn a_hidden_character_stays_in_its_row() {
    let lines = |bytes: &str| pane(bytes).last_lines(4);
    assert_eq!(lines("\u{200b}\r\nx"), [" <U+200B>", "x"]);
    assert_eq!(lines("\u{200b}\x1bEx"), [" <U+200B>", "x"]);
    assert_eq!(lines("\n\u{200b}\x1b[Ax"), ["x", " <U+200B>"]);
    let row = "y".repeat(40);
    assert_eq!(
        lines(&format!("{row}\u{200b}x")),
        [format!("{row}<U+200B>x")]
    );
}

#[test]
fn needed_joiners_are_not_marked() {
    let check = |bytes: &str, expect: bool| {
        let pane = pane(bytes);
        let marked = pane
            .rows()
            .any(|row| row.cells().any(|cell| cell.has_hidden()));
        assert_eq!(marked, expect, "{bytes:?}");
        assert_eq!(
            pane.last_lines(4).concat().contains("<U+"),
            expect,
            "{bytes:?}"
        );
    };
    for needed in [
        "👩\u{200d}💻",
        "👩🏽\u{200d}💻",
        "❤\u{fe0f}",
        "می\u{200c}شود",
        "e\u{301}",
        "a\tb",
        "日本",
    ] {
        check(needed, false);
    }
    for hidden in [
        "a\u{200b}b",
        "👩\u{200d}b",
        "می\u{200c} ",
        "日\u{feff}",
        "\u{3164}",
    ] {
        check(hidden, true);
    }
}

#[test]
fn titles_and_lines_of_ours_show_what_hides() {
    let pane = pane("\u{1b}]0;a\u{202e}b\u{200b}c\u{7}");
    assert_eq!(pane.title().as_deref(), Some("a<U+202E>b<U+200B>c"));
    let mut pane = self::pane("");
    pane.annotate("x\u{202e}y\rz", AnnotationKind::Title);
    assert_eq!(pane.last_lines(4), ["x<U+202E>y^Mz"]);
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a pane wants a time; nothing here depends on it"
)]
fn a_character_that_a_read_cuts_loses_nothing_behind_it() {
    let whole = |text: &str| pane(text).last_lines(4);
    for text in [
        "éA─b",
        "日A─b",
        "😀A─b",
        "éA日\u{1b}[1mb",
        "é\n─b",
        "é\u{1b}[31m─b",
        "ab─│éA😀",
    ] {
        for at in 0..text.len() {
            for until in at..text.len() {
                let mut pane = pane("");
                for piece in [
                    &text.as_bytes()[..at],
                    &text.as_bytes()[at..until],
                    &text.as_bytes()[until..],
                ] {
                    pane.feed(piece, Instant::now());
                }
                assert_eq!(
                    pane.last_lines(4),
                    whole(text),
                    "{text:?} cut at {at}, {until}"
                );
            }
        }
    }
}
