//! Text for messages: excerpts, suggestions and lists of names.

use crate::text::Printable;

/// The maximum length of an excerpt, in characters.
const LONGEST: usize = 40;

/// Returns a text for a message: one line, shortened, with hidden characters made visible.
pub(super) fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(LONGEST).collect();
    let mut shown = String::from(Printable::name(&start));
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

/// Returns the known name nearest to a misspelled one, unless more than a third of it differs.
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

/// Returns the hint `did you mean …?` if a known name is similar.
pub fn did_you_mean<'n>(written: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
    closest(written, known).map(|name| format!("did you mean `{name}`?"))
}

/// Joins names as in a sentence: `` `a`, `b` and `c` ``.
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
