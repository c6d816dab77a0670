//! The pages name only files that exist, and the README has the program's own table of keys, which
//! `UPDATE=1 cargo test --test documents` rewrites.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the README has failed"
)]

use std::path::PathBuf;
use std::{env, fs};

use daymark::app::keys_markdown;

const BEGIN: &str = "<!-- keys: made by `daymark keys --markdown` -->\n";
const END: &str = "<!-- /keys -->";

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

fn path() -> PathBuf {
    root().join("README.md")
}

#[test]
fn the_table_of_keys_is_current() {
    let readme = fs::read_to_string(path()).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let own = keys_markdown() + "\n";
    if env::var_os("UPDATE").is_some() {
        fs::write(path(), format!("{before}{BEGIN}{own}{END}{after}")).unwrap();
        return;
    }
    assert!(
        table == own,
        "rewrite the keys with UPDATE=1 cargo test --test documents"
    );
}

#[test]
fn links_and_paths_name_files() {
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let links = text.split("](").skip(1);
        let links = links.filter_map(|rest| Some(rest.split_once(')')?.0));
        let links = links.filter(|link| !link.contains("://"));
        let paths = text.split('`').skip(1).step_by(2);
        let paths = paths.filter(|code| is_path(code));
        for file in links.chain(paths) {
            assert!(root().join(file).exists(), "{page} names {file}");
        }
    }
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
