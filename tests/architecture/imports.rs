//! The paths a file names: in its `use` declarations, and anywhere else in its code.

/// A path, one segment per item.
pub type Path = Vec<String>;

/// One name that a `use` declaration brings into a file.
#[derive(Debug, PartialEq)]
pub struct Use {
    /// The name in this file; `*` for everything that the path contains.
    pub name: String,
    /// The path it stands for.
    pub path: Path,
}

/// The paths of one file.
#[derive(Debug, Default)]
pub struct Paths {
    /// The names that its `use` declarations bring in, private and public.
    pub uses: Vec<Use>,
    /// Every other path of two segments or more.
    pub inline: Vec<Path>,
}

/// Returns the paths of a file's code.
pub fn paths(code: &str) -> Paths {
    let mut uses = Vec::new();
    let mut rest = String::new();
    for statement in code.split_inclusive(';') {
        match use_tree(statement) {
            Some((before, tree)) => {
                rest.push_str(before);
                expand(&tree, &[], &mut uses);
            }
            None => rest.push_str(statement),
        }
    }
    Paths {
        uses,
        inline: inline(&rest),
    }
}

/// Returns the code before a `use` declaration, and its tree, where the statement ends with one.
fn use_tree(statement: &str) -> Option<(&str, String)> {
    let at = statement.rfind("use ")?;
    let before = &statement[..at];
    let is_declaration = before
        .chars()
        .next_back()
        .is_none_or(|letter| letter.is_whitespace() || letter == '}');
    let tree = statement[at + 4..].trim().strip_suffix(';')?;
    let is_tree = tree
        .chars()
        .all(|letter| letter.is_alphanumeric() || "_:{}, *\n".contains(letter));
    (is_declaration && is_tree).then(|| {
        let words: Vec<&str> = tree.split_whitespace().collect();
        (before, words.join(" "))
    })
}

/// Expands `a::{b, c::{d as e}}` to `b` for `a::b` and `e` for `a::c::d`.
fn expand(tree: &str, prefix: &[String], uses: &mut Vec<Use>) {
    for branch in branches(tree) {
        let (head, tail) = branch.split_once('{').unwrap_or((branch, ""));
        let (head, alias) = head
            .split_once(" as ")
            .map_or((head, None), |(head, alias)| (head, Some(alias.trim())));
        let segments = head
            .split("::")
            .map(|segment| segment.trim().to_owned())
            .filter(|segment| !segment.is_empty());
        let mut path: Path = prefix.iter().cloned().chain(segments).collect();
        if let Some(inner) = tail.strip_suffix('}') {
            expand(inner, &path, uses);
            continue;
        }
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(last) = path.last() else { continue };
        let name = alias.map_or_else(|| last.clone(), str::to_owned);
        if name == "*" {
            path.pop();
        }
        uses.push(Use { name, path });
    }
}

/// Returns the branches of a tree, split at commas outside braces.
fn branches(tree: &str) -> Vec<&str> {
    let mut depth = 0;
    let splits = |letter: char| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    };
    let branches = tree.split(splits).map(str::trim);
    branches.filter(|branch| !branch.is_empty()).collect()
}

/// Returns the paths of two segments or more in code.
fn inline(code: &str) -> Vec<Path> {
    let belongs_to_path = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    code.split(|letter| !belongs_to_path(letter))
        .filter(|word| word.contains("::"))
        .map(|word| {
            let segments = word.split("::").filter(|segment| !segment.is_empty());
            segments.map(|segment| segment.replace(':', "")).collect()
        })
        .collect()
}

#[test]
fn every_path_is_found() {
    let check = |code: &str, uses: &str, inline: &str| {
        let found = paths(code);
        let found_uses: Vec<String> = found
            .uses
            .iter()
            .map(|found| format!("{}={}", found.name, found.path.join("::")))
            .collect();
        let found_inline: Vec<String> = found.inline.iter().map(|path| path.join("::")).collect();
        assert_eq!(found_uses.join(" "), uses, "{code}");
        assert_eq!(found_inline.join(" "), inline, "{code}");
    };
    check("use a::b;", "b=a::b", "");
    check(
        "use crate::a::{self, B, c::{D, E as F}};",
        "a=crate::a B=crate::a::B D=crate::a::c::D F=crate::a::c::E",
        "",
    );
    check("pub use super::a::*;", "*=super::a", "");
    check("pub(crate) use a;", "a=a", "");
    check("use a as b;", "b=a", "");
    check("fn f() { crate::a::b(c::d) }", "", "crate::a::b c::d");
    check("fn f() {} use a::b; fn g(c: d::E) {}", "b=a::b", "d::E");
}
