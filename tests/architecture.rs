//! The architecture: which module may depend on which, as the head of `src/lib.rs` lists it, and
//! what type names mean.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the library has failed"
)]

mod architecture {
    pub mod imports;
    pub mod modules;
    pub mod text;
    pub mod types;
}

use std::collections::{BTreeMap, BTreeSet};

use architecture::modules::{Dependency, Module, Modules};
use architecture::types::types;

/// The clock, I/O and randomness, which a pure module must not use.
const IMPURE: [&str; 12] = [
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "std::time::Instant::now",
    "std::time::SystemTime::now",
    "chrono::Local::now",
    "chrono::Utc::now",
    "rand",
    "getrandom",
    "tokio",
];

/// The modules that are not pure.
const WITH_EFFECTS: [&str; 4] = ["output", "service", "run", "cli"];

/// Names that several types have, and what the module of each makes of it.
const SHARED_NAMES: [(&str, &str); 5] = [
    ("Cursor", "a position in a script; the cursor of a terminal"),
    ("Field", "the value of a YAML key; an input field of a form"),
    (
        "Host",
        "a host as the plan declares it; one that is connected",
    ),
    ("Row", "a row of a terminal; a row of a day's list"),
    (
        "Session",
        "one run of the program; a session of ssh's master",
    ),
];

/// The types that every Rust file can name without an import.
const PRELUDE: [&str; 24] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Extend",
    "Fn",
    "From",
    "Into",
    "Iterator",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "String",
    "Sync",
    "ToString",
    "Vec",
];

#[test]
fn every_dependency_is_on_the_map() {
    let modules = Modules::of_the_library();
    let map = map(&modules);
    let mut wrong = BTreeSet::new();
    for Dependency { from, top, to } in modules.dependencies() {
        let allowed = map
            .get(from.top())
            .unwrap_or_else(|| panic!("the map does not list the module {}", from.top()));
        for used in [top.as_str(), to.top()] {
            if used != from.top() && !allowed.contains(used) {
                wrong.insert(format!("{} depends on {}", from.file, to.file));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these dependencies are not on the map of src/lib.rs:\n{}",
        lines(&wrong)
    );
}

#[test]
fn no_files_form_a_dependency_cycle() {
    let modules = Modules::of_the_library();
    let mut dependencies: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Dependency { from, to, .. } in modules.dependencies() {
        dependencies.entry(&from.file).or_default().insert(&to.file);
    }
    let cycles: BTreeSet<Vec<&str>> = dependencies
        .keys()
        .map(|file| cycle(file, &dependencies))
        .filter(|cycle| !cycle.is_empty())
        .collect();
    let cycles: BTreeSet<String> = cycles.iter().map(|files| files.join(", ")).collect();
    assert!(cycles.is_empty(), "dependency cycles:\n{}", lines(&cycles));
}

/// Returns the files that a file depends on and that depend on it, itself included.
fn cycle<'f>(file: &'f str, dependencies: &BTreeMap<&'f str, BTreeSet<&'f str>>) -> Vec<&'f str> {
    let all = reached(file, dependencies);
    let returns = |other: &&str| reached(other, dependencies).contains(file);
    all.into_iter().filter(returns).collect()
}

/// Returns every file that a file depends on, directly or by way of others.
fn reached<'f>(
    file: &'f str,
    dependencies: &BTreeMap<&'f str, BTreeSet<&'f str>>,
) -> BTreeSet<&'f str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        let targets = dependencies.get(file).into_iter().flatten();
        next.extend(targets.filter(|target| reached.insert(**target)));
    }
    reached
}

#[test]
fn pure_modules_use_no_clock_no_io_and_no_randomness() {
    let modules = Modules::of_the_library();
    let mut wrong = BTreeSet::new();
    for module in modules.all().filter(|module| !has_effects(module)) {
        for path in module.full_paths() {
            let path = path.join("::");
            let impure = IMPURE
                .iter()
                .find(|start| path == **start || path.starts_with(&format!("{start}::")));
            wrong.extend(impure.map(|start| format!("{} uses {start}", module.file)));
        }
    }
    assert!(wrong.is_empty(), "{}", lines(&wrong));
}

#[test]
fn a_folders_own_file_only_lists_its_modules() {
    let modules = Modules::of_the_library();
    let mut wrong = BTreeSet::new();
    for module in modules.all().filter(|module| module.is_folder) {
        let is_described = module.source.starts_with("//! ");
        let lists = |statement: &str| {
            let statement = statement.trim();
            [
                "mod ",
                "pub mod ",
                "pub(super) mod ",
                "pub use ",
                "pub(super) use ",
                "for_each_screen!",
                "#[",
            ]
            .iter()
            .any(|start| statement.starts_with(start))
                || statement.is_empty()
        };
        if !is_described || !module.code.split(';').all(lists) {
            wrong.insert(module.file.clone());
        }
    }
    assert!(
        wrong.is_empty(),
        "these contain more than a sentence, `mod` and `pub use`:\n{}",
        lines(&wrong)
    );
}

/// A private type needs no other name: its file gives it its meaning.
#[test]
fn a_type_for_others_has_a_name_of_its_own() {
    let modules = Modules::of_the_library();
    let types = types(&modules);
    let shared = BTreeMap::from(SHARED_NAMES);
    let wrong: BTreeSet<String> = types
        .iter()
        .filter(|(name, files)| {
            PRELUDE.contains(name) || files.len() > 1 && !shared.contains_key(*name)
        })
        .map(|(name, files)| format!("{name}: {}", files.join(", ")))
        .collect();
    assert!(
        wrong.is_empty(),
        "these names belong to another type already:\n{}",
        lines(&wrong)
    );
    let unique: BTreeSet<String> = shared
        .keys()
        .filter(|name| types.get(*name).map_or(0, Vec::len) < 2)
        .map(ToString::to_string)
        .collect();
    assert!(
        unique.is_empty(),
        "these names are unique: take them off the list\n{}",
        lines(&unique)
    );
}

fn lines(found: &BTreeSet<String>) -> String {
    found.iter().cloned().collect::<Vec<_>>().join("\n")
}

fn has_effects(module: &Module) -> bool {
    WITH_EFFECTS.contains(&module.top()) || module.top().is_empty()
}

/// Returns the modules that each top-level module may depend on, as `src/lib.rs` lists them.
fn map(modules: &Modules) -> BTreeMap<String, BTreeSet<String>> {
    let library = modules.get(&[]).expect("src/lib.rs exists");
    let lines = library
        .source
        .lines()
        .filter_map(|line| line.strip_prefix("//! ")?.split_once(" <-"));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    lines
        .map(|(module, dependencies)| (module.trim().to_owned(), words(dependencies)))
        .collect()
}
