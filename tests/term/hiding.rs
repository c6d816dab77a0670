//! What hides is not drawn in a pane, nor in lines and titles that come from a host.

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
    check("a\u{200b}b\u{202e}c\u{2066}d\u{feff}e", "abcde");
    check("👩\u{200d}💻❤\u{fe0f}", "👩💻❤");
    check("a\u{e0041}\u{34f}\u{180e}b", "ab");
    check("a\u{3164}b\u{115f}c", "ab〓c");
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
