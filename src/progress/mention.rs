//! Finds the steps and checks that a damaged line is about.

/// Returns the ids that appear in quotes in a damaged line. If none appears, one byte of the id and
/// its key may be wrong, or the line may end within the id.
pub(super) fn mentions<'i>(line: &[u8], ids: &[&'i str]) -> impl Iterator<Item = &'i str> {
    let find = |shows: &dyn Fn(&str) -> bool| -> Vec<&'i str> {
        let ids = ids.iter().copied();
        ids.filter(|id| shows(id)).collect()
    };
    let whole = find(&|id| memchr::memmem::find(line, format!("\"{id}\"").as_bytes()).is_some());
    let found = if whole.is_empty() {
        find(&|id| nearly_shows(line, format!("{KEY}{id}\"").as_bytes()))
    } else {
        whole
    };
    found.into_iter()
}

/// The text before an id.
const KEY: &str = "\"id\":\"";

/// Returns whether a line contains a text with one wrong byte, or ends within it after the key.
fn nearly_shows(line: &[u8], text: &[u8]) -> bool {
    (0..line.len()).any(|at| {
        let rest = &line[at..];
        if rest.len() < text.len() {
            return rest.len() > KEY.len() && text.starts_with(rest);
        }
        let mut other = rest.iter().zip(text).filter(|(left, right)| left != right);
        other.nth(1).is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_line_tells_what_it_is_about() {
        let ids = ["update", "upgrade", "look", "l"];
        let check = |line: &[u8], expect: &[&str]| {
            let found: Vec<&str> = mentions(line, &ids).collect();
            let shown = String::from_utf8_lossy(line);
            assert_eq!(found, expect, "{shown}");
        };
        check(br#"{"id":"update","host":"app"}"#, &["update"]);
        check(br#"{"id":"upd4te","host":"app"}"#, &["update"]);
        check(br#"{"id":"upd"te","host":"app"}"#, &["update"]);
        check(br#"{"id":"update,"host":"app"}"#, &["update"]);
        check(b"{\"id\":\"l\xffok\"}", &["look", "l"]);
        check(br#"{"event":"step_ended","id":"up"#, &["update", "upgrade"]);
        check(br#"{"event":"step_ended","id":"#, &[]);
        check(b"\0\0\0\0\0\0", &[]);
        check(b"", &[]);
    }
}
