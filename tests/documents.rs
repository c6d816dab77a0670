//! What the README shows is there. `UPDATE=1 cargo test --test documents` writes its table of keys
//! anew.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read the README has failed"
)]

use std::path::{Path, PathBuf};
use std::{env, fs};

use daymark::app::keys_markdown;

const BEGIN: &str = "<!-- keys: made by `daymark keys --markdown` -->\n";
const END: &str = "<!-- /keys -->";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

#[test]
fn the_table_of_keys_is_the_program_s_own() {
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
        "UPDATE=1 cargo test --test documents writes the keys anew"
    );
}

#[test]
fn what_it_points_to_is_there() {
    let readme = fs::read_to_string(path()).unwrap();
    let links = readme.split("](").skip(1);
    let links = links.filter_map(|rest| Some(rest.split_once(')')?.0));
    for link in links.filter(|link| !link.contains("://")) {
        assert!(path().with_file_name(link).exists(), "{link} is not there");
    }
}
