//! The pages of `docs/reference/` that are made from code.
//! `UPDATE=1 cargo test --test reference` makes them again.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

#[path = "reference/diagnostics.rs"]
mod diagnostics;
#[path = "reference/journal.rs"]
mod journal;

use std::path::PathBuf;
use std::{env, fs};

use daymark::app::keys_markdown;
use daymark::cli::command_line_page;
use daymark::reference::{SchemaOf, plan_format_page, schema};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The pages, with their contents.
fn pages() -> [(&'static str, String); 6] {
    let keys = format!("# Keys\n\n{}\n", keys_markdown().trim_end());
    let schema = format!("{:#}\n", schema(SchemaOf::Both));
    [
        ("plan-format.md", plan_format_page()),
        ("plan-schema.json", schema),
        ("cli.md", command_line_page()),
        ("keys.md", keys),
        ("diagnostics.md", diagnostics::page()),
        ("journal.md", journal::page()),
    ]
}

#[test]
fn every_page_is_current() {
    let folder = root().join("docs/reference");
    let mut old = Vec::new();
    for (name, current) in pages() {
        let path = folder.join(name);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &current).unwrap();
        }
        if fs::read_to_string(&path).unwrap_or_default() != current {
            old.push(name);
        }
    }
    assert!(
        old.is_empty(),
        "make {old:?} again with UPDATE=1 cargo test --test reference"
    );
}
