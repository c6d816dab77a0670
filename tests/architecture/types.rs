//! The types that files define for others.

use std::collections::BTreeMap;

use super::modules::Modules;

/// Returns the files that define a type, for each name of a type that other files can use.
pub fn types(modules: &Modules) -> BTreeMap<&str, Vec<&str>> {
    let mut types: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for module in modules.all() {
        for name in defined(&module.code) {
            types.entry(name).or_default().push(&module.file);
        }
    }
    types
}

/// Returns the names of the types that code defines for others.
fn defined(code: &str) -> Vec<&str> {
    let kinds = ["struct", "enum", "union", "trait", "type"];
    let lines = code.lines().filter_map(|line| {
        let words: Vec<&str> = line
            .trim_start()
            .strip_prefix("pub")?
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .filter(|word| !word.is_empty())
            .collect();
        let kind = words.iter().position(|word| kinds.contains(word))?;
        words.get(kind + 1).copied()
    });
    lines.collect()
}

#[test]
fn every_type_for_others_is_found() {
    let check = |code: &str, expect: &[&str]| assert_eq!(defined(code), expect, "{code}");
    check("pub struct A;", &["A"]);
    check("pub struct A<'a> {\n    pub b: B,\n}", &["A"]);
    check("pub(super) enum A {}", &["A"]);
    check("pub(in crate::plan) trait A {}", &["A"]);
    check("pub type A = B;", &["A"]);
    check("    pub(super) union A {}", &["A"]);
    check("struct A;", &[]);
    check("impl A {\n    type Item = B;\n}", &[]);
}
