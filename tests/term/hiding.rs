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
