//! Which steps and checks a damaged line is about.

/// The ids that stand in a damaged line, in quotes. Where none does, one byte of the id may be
/// wrong, or the line may end in its midst.
pub(super) fn mentions<'i>(line: &[u8], ids: &[&'i str]) -> impl Iterator<Item = &'i str> {
    let find = |wrong: usize| -> Vec<&'i str> {
        let ids = ids.iter().copied();
        ids.filter(|id| shows(line, id, wrong)).collect()
    };
    let whole = find(0);
    let found = if whole.is_empty() { find(1) } else { whole };
    found.into_iter()
}

/// Whether a line shows an id in its quotes, with at most so many bytes wrong.
fn shows(line: &[u8], id: &str, wrong: usize) -> bool {
    let quoted: Vec<u8> = [b"\"", id.as_bytes(), b"\""].concat();
    let is_cut = wrong > 0;
    (0..line.len()).any(|at| {
        let rest = &line[at..];
        if rest.len() < quoted.len() {
            return is_cut && rest.len() > 1 && quoted.starts_with(rest);
        }
        let pairs = rest.iter().zip(&quoted);
        let mut other = pairs.filter(|(left, right)| left != right);
        other.nth(wrong).is_none()
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
        check(b"{\"id\":\"l\xffok\"}", &["look"]);
        check(br#"{"event":"step_ended","id":"up"#, &["update", "upgrade"]);
        check(br#"{"event":"step_ended","id":"#, &[]);
        check(b"\0\0\0\0\0\0", &[]);
        check(b"", &[]);
    }
}
