//! Words for messages: what was found, and what may have been meant.

use crate::text::Printable;

/// The most characters of somebody's text that a message repeats.
const LONGEST: usize = 40;

/// A text as a message may repeat it: one line, short, nothing hidden.
pub(super) fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(LONGEST).collect();
    let mut shown = String::from(Printable::name(&start));
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// The known name that is close enough to have been meant.
pub(super) fn closest<'n>(
    written: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let allowed = (written.chars().count() / 3).max(1);
    let distances = known
        .into_iter()
        .map(|name| (strsim::osa_distance(written, name), name));
    let (distance, name) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= allowed).then_some(name)
}

/// The hint for a name that may have been meant.
pub fn did_you_mean<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    closest(written, known).map(|name| format!("did you mean `{name}`?"))
}

/// Names as a sentence lists them: `` `a`, `b` and `c` ``.
pub(super) fn join_names(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_close_name_was_meant() {
        let check = |written, expect| {
            assert_eq!(
                closest(written, ["title", "days", "on"]),
                expect,
                "{written}"
            );
        };
        check("titel", Some("title"));
        check("day", Some("days"));
        check("onn", Some("on"));
        check("retry", None);
        check("xy", None);
    }

    #[test]
    fn a_text_is_shown_short_and_hides_nothing() {
        let check = |text: &str, expect: &str| assert_eq!(excerpt(text), expect);
        check("plain é", "plain é");
        check("\u{1b}[31m\nred", "^[[31m^Jred");
        check(&"x".repeat(41), &format!("{}…", "x".repeat(40)));
    }

    #[test]
    fn names_are_listed_as_a_sentence_does() {
        let check = |names: &[&str], expect: &str| assert_eq!(join_names(names), expect);
        check(&[], "");
        check(&["a"], "`a`");
        check(&["a", "b", "c"], "`a`, `b` and `c`");
    }
}
