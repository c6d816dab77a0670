//! The limits of a file, at their edge.

use daymark::plan::read;

use crate::folder::with_day;

fn codes(day: &str) -> Vec<&'static str> {
    read(&with_day(day))
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

#[test]
fn a_file_holds_so_many_values_and_no_more() {
    // The mapping, three keys, two values and the list itself are values too.
    let day = |items: usize| format!("days: 1\ntitle: T\nsee:\n{}", "- a\n".repeat(items));
    assert_eq!(codes(&day(250_000 - 7)), Vec::<&str>::new());
    assert_eq!(codes(&day(250_000 - 6)), ["too-large"]);
}

#[test]
fn lists_nest_so_deep_and_no_deeper() {
    let day = |depth: usize| {
        format!(
            "days: 1\ntitle: T\nsee: {}{}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(codes(&day(31)), ["wrong-type"]);
    assert_eq!(codes(&day(32)), ["too-deep"]);
    assert_eq!(codes(&day(10_000)), ["too-deep"]);
}
