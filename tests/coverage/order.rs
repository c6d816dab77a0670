//! Whether some words stand among others, in order.

/// Fails unless `words` stand among `found`, whole and in their order; others may stand between.
pub fn assert_in_order<'f>(
    whose: &str,
    words: &[String],
    found: impl IntoIterator<Item = &'f str>,
) {
    if let Some(lost) = lost(words, found) {
        panic!("{whose}: missing, changed or out of place: {lost}");
    }
}

/// The first of `words` that does not follow those before it in `found`.
fn lost<'w, 'f>(words: &'w [String], found: impl IntoIterator<Item = &'f str>) -> Option<&'w str> {
    let mut found = found.into_iter();
    let lost = words
        .iter()
        .find(|word| !found.any(|other| other == word.as_str()));
    lost.map(String::as_str)
}

#[test]
fn what_is_missing_changed_or_out_of_place_is_named() {
    let check = |found: &[&str], expect: Option<&str>| {
        let words = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(lost(&words, found.iter().copied()), expect, "{found:?}");
    };
    check(&["a", "b", "c"], None);
    check(&["ours", "a", "ours", "b", "c", "ours"], None);
    check(&["a", "c"], Some("b"));
    check(&["a", "b.", "c"], Some("b"));
    check(&["a", "c", "b"], Some("c"));
}
