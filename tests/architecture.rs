//! The rooms and their doors: who may import whom stands at the head of `src/lib.rs`.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the library has failed"
)]

mod architecture {
    pub mod imports;
    pub mod modules;
    pub mod text;
}

use std::collections::{BTreeMap, BTreeSet};

use architecture::modules::{Import, Module, Modules};

/// What a pure room must not reach for: the clock, the outside, chance.
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

/// The rooms that are not pure.
const WORLDLY: [&str; 4] = ["output", "service", "run", "cli"];

#[test]
fn every_import_goes_through_a_door_of_the_map() {
    let modules = Modules::of_the_library();
    let map = map(&modules);
    let mut wrong = Vec::new();
    for Import { from, room, to } in modules.imports() {
        let doors = map
            .get(from.room())
            .unwrap_or_else(|| panic!("the map has no room {}", from.room()));
        if room != from.room() && !doors.contains(&room) {
            wrong.push(format!("{} imports {}", from.file, to.file));
        }
    }
    assert!(
        wrong.is_empty(),
        "no door leads there:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_two_files_import_each_other_in_a_circle() {
    let modules = Modules::of_the_library();
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Import { from, to, .. } in modules.imports() {
        imports.entry(&from.file).or_default().insert(&to.file);
    }
    let circles: BTreeSet<Vec<&str>> = imports
        .keys()
        .map(|file| circle(file, &imports))
        .filter(|circle| !circle.is_empty())
        .collect();
    let told: Vec<String> = circles.iter().map(|files| files.join(", ")).collect();
    assert!(told.is_empty(), "circles:\n{}", told.join("\n"));
}

/// The files that a file imports, near or far, and that import it; itself among them.
fn circle<'f>(file: &'f str, imports: &BTreeMap<&'f str, BTreeSet<&'f str>>) -> Vec<&'f str> {
    let all = reached(file, imports);
    let back = |other: &&str| reached(other, imports).contains(file);
    all.into_iter().filter(back).collect()
}

fn reached<'f>(file: &'f str, imports: &BTreeMap<&'f str, BTreeSet<&'f str>>) -> BTreeSet<&'f str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        let targets = imports.get(file).into_iter().flatten();
        next.extend(targets.filter(|target| reached.insert(**target)));
    }
    reached
}

#[test]
fn pure_rooms_reach_for_nothing_outside() {
    let modules = Modules::of_the_library();
    let mut wrong = Vec::new();
    for module in modules.all().filter(|module| !is_worldly(module)) {
        for path in &module.paths {
            let path = path.join("::");
            let impure = IMPURE
                .iter()
                .find(|start| path == **start || path.starts_with(&format!("{start}::")));
            wrong.extend(impure.map(|start| format!("{} uses {start}", module.file)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_folder_s_own_file_only_names_what_is_in_it() {
    let modules = Modules::of_the_library();
    let mut wrong = Vec::new();
    for module in modules.all().filter(|module| module.is_folder) {
        let told = module.source.starts_with("//! ");
        let names = |statement: &str| {
            let statement = statement.trim();
            [
                "mod ",
                "pub mod ",
                "pub(super) mod ",
                "pub use ",
                "pub(super) use ",
                "#[",
            ]
            .iter()
            .any(|start| statement.starts_with(start))
                || statement.is_empty()
        };
        if !told || !module.text.split(';').all(names) {
            wrong.push(module.file.clone());
        }
    }
    assert!(
        wrong.is_empty(),
        "these hold more than `mod` and `pub use` under a sentence:\n{}",
        wrong.join("\n")
    );
}

fn is_worldly(module: &Module) -> bool {
    WORLDLY.contains(&module.room()) || module.room().is_empty()
}

/// The map of rooms and doors, as `src/lib.rs` has it; every room must be on it.
fn map(modules: &Modules) -> BTreeMap<String, BTreeSet<String>> {
    let library = modules.get(&[]).expect("src/lib.rs is there");
    let lines = library
        .source
        .lines()
        .filter_map(|line| line.strip_prefix("//! ")?.split_once(" <-"));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    lines
        .map(|(room, doors)| (room.trim().to_owned(), words(doors)))
        .collect()
}
