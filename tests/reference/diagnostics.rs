//! The page of the diagnostics, from the broken plans of the tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::root;

const INTRODUCTION: &str = "\
# Diagnostics of `daymark check`

Each diagnostic has a code in brackets. An error keeps the plan from opening, a warning does not.
Below, each code has an example, as `daymark check` prints it, with what to do.
";

/// Returns the page: an example of each code, in alphabetical order.
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for (code, example) in examples() {
        page.push_str(&format!("\n## {code}\n\n```text\n{example}\n```\n"));
    }
    page
}

/// The shortest example of each code that has a hint, else the shortest.
fn examples() -> BTreeMap<String, String> {
    let mut examples: BTreeMap<String, String> = BTreeMap::new();
    for folder in fs::read_dir(root().join("tests/plan/broken")).unwrap() {
        let expected = fs::read_to_string(folder.unwrap().path().join("expected.txt")).unwrap();
        for block in expected.split("\n\n").map(str::trim_end) {
            let Some(code) = code(block) else { continue };
            let rank = |block: &str| (!block.contains("help: "), block.len(), block.to_owned());
            let known = examples.get(code);
            if known.is_none_or(|known| rank(block) < rank(known)) {
                examples.insert(code.to_owned(), block.to_owned());
            }
        }
    }
    examples
}

fn code(block: &str) -> Option<&str> {
    let rest = block
        .strip_prefix("error[")
        .or_else(|| block.strip_prefix("warning["))?;
    Some(rest.split_once("]: ")?.0)
}

#[test]
fn every_code_has_an_example() {
    let examples = examples();
    let mut codes = BTreeSet::new();
    collect(&root().join("src/plan"), &mut codes);
    assert!(codes.len() > 40, "{codes:?}");
    // Its example is a file of 16 MiB.
    codes.remove("large-file");
    let without: Vec<_> = codes
        .iter()
        .filter(|code| !examples.contains_key(*code))
        .collect();
    assert!(without.is_empty(), "no broken plan shows {without:?}");
}

/// Collects the codes in the sources: the first literal after the call that makes a diagnostic.
fn collect(folder: &Path, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, codes);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for call in [
            "RawDiagnostic::error(",
            "RawDiagnostic::warning(",
            ".error(",
        ] {
            for rest in text.split(call).skip(1) {
                let literal = rest.trim_start().strip_prefix('"');
                codes.extend(literal.and_then(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }
}
