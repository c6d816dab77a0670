//! The pages name only files that exist.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the README has failed"
)]

use std::fs;
use std::path::PathBuf;

/// The pages at the top; those in `docs/` come on top.
const PAGES: [&str; 5] = [
    "README.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = PAGES.iter().map(|page| root().join(page)).collect();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                pages.push(path);
            }
        }
    }
    pages
}

#[test]
fn links_and_paths_name_files() {
    let mut links = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let folder = page.parent().unwrap();
        for rest in text.split("](").skip(1) {
            let link = rest.split([')', '#']).next().unwrap();
            if !link.contains("://") {
                assert!(
                    folder.join(link).exists(),
                    "{} links {link}",
                    page.display()
                );
                links += 1;
            }
        }
        let paths = text.split('`').skip(1).step_by(2);
        for path in paths.filter(|code| is_path(code)) {
            assert!(
                root().join(path).exists(),
                "{} names {path}",
                page.display()
            );
        }
    }
    assert!(links > 20, "only {links} links");
}

/// Returns whether a piece of code is the path of a file or folder of the repository.
fn is_path(code: &str) -> bool {
    let tops = [
        "src/",
        "tests/",
        "docs/",
        "benches/",
        "runbooks/",
        "examples/",
    ];
    tops.iter().any(|top| code.starts_with(top)) && !code.contains([' ', '{', '*', '…'])
}
