//! The paths a file names: in its `use` lines, and anywhere in its code.

/// A path, a segment each.
pub type Path = Vec<String>;

/// All paths of a file's code: what its `use` lines import, and every other path of two segments
/// or more.
pub fn paths(code: &str) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        match use_tree(statement) {
            Some((before, tree)) => {
                rest.push_str(before);
                spread(&tree, &[], &mut paths);
            }
            None => rest.push_str(statement),
        }
    }
    paths.extend(inline(&rest));
    paths
}

/// What is imported by the last statement of a piece of code, where it is a `use`, and the code
/// before it.
fn use_tree(statement: &str) -> Option<(&str, String)> {
    let at = statement.rfind("use ")?;
    let before = &statement[..at];
    let alone = before
        .chars()
        .next_back()
        .is_none_or(|letter| letter.is_whitespace() || letter == '}');
    let tree = statement[at + 4..].trim().strip_suffix(';')?;
    let plain = tree
        .chars()
        .all(|letter| letter.is_alphanumeric() || "_:{}, *\n".contains(letter));
    (alone && plain).then(|| {
        (
            before,
            tree.split_whitespace().collect::<Vec<_>>().join(" "),
        )
    })
}

/// Spreads `a::{b, c::{d}}` to `a::b` and `a::c::d`; another name (`as`) is left out.
fn spread(tree: &str, before: &[String], paths: &mut Vec<Path>) {
    for branch in branches(tree) {
        let (head, tail) = branch.split_once('{').unwrap_or((branch, ""));
        let head = head.split(" as ").next().unwrap_or_default();
        let segments = head
            .split("::")
            .map(|segment| segment.trim().to_owned())
            .filter(|segment| !segment.is_empty());
        let path: Path = before.iter().cloned().chain(segments).collect();
        match tail.strip_suffix('}') {
            Some(inner) => spread(inner, &path, paths),
            None => paths.push(path),
        }
    }
}

/// The branches of a tree, split at commas outside braces.
fn branches(tree: &str) -> Vec<&str> {
    let mut depth = 0;
    let split = |letter: char| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    };
    let branches = tree.split(split).map(str::trim);
    branches.filter(|branch| !branch.is_empty()).collect()
}

/// Paths of two segments or more anywhere in code.
fn inline(code: &str) -> Vec<Path> {
    let of_a_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    code.split(|letter| !of_a_path(letter))
        .filter(|word| word.contains("::"))
        .map(|word| {
            let segments = word.split("::").filter(|segment| !segment.is_empty());
            segments.map(|segment| segment.replace(':', "")).collect()
        })
        .collect()
}

#[test]
fn all_paths_are_found() {
    let check = |code: &str, expect: &str| {
        let found: Vec<String> = paths(code).iter().map(|path| path.join("::")).collect();
        assert_eq!(found.join(" "), expect, "{code}");
    };
    check("use a::b;", "a::b");
    check(
        "use crate::a::{self, B, c::{D, E as F}};",
        "crate::a::self crate::a::B crate::a::c::D crate::a::c::E",
    );
    check("pub use super::a::*;", "super::a::*");
    check("fn f() { crate::a::b(c::d) }", "crate::a::b c::d");
    check("fn f() {} use a::b; fn g(c: d::E) {}", "a::b d::E");
}
