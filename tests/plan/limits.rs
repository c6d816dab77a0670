//! The limits of a file, at their edge.

use std::{fs, os::unix::fs::symlink};

use daymark::plan::{FileCopy, SourceFile, read};
use daymark::service::plan_folder;

use crate::folder::with_day;

fn codes(day: &str) -> Vec<&'static str> {
    read(&with_day(day))
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

#[test]
fn a_file_holds_so_many_values_and_no_more() {
    // The mapping, three keys, two values and the list itself are values too.
    let day = |items: usize| format!("days: 1\ntitle: T\nsee:\n{}", "- a\n".repeat(items));
    assert_eq!(codes(&day(250_000 - 7)), Vec::<&str>::new());
    assert_eq!(codes(&day(250_000 - 6)), ["too-large"]);
}

#[test]
fn lists_nest_so_deep_and_no_deeper() {
    let day = |depth: usize| {
        format!(
            "days: 1\ntitle: T\nsee: {}{}\n",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(codes(&day(31)), ["wrong-type"]);
    assert_eq!(codes(&day(32)), ["too-deep"]);
    assert_eq!(codes(&day(10_000)), ["too-deep"]);
}

#[test]
fn a_file_that_is_copied_is_so_large_and_no_larger() {
    let day = "days: 1\ntitle: T\nsteps: [{id: a, title: A, copy: {from: image, to: /image}}]\n";
    let codes = |size: usize| {
        let mut sources = with_day(day);
        sources.push(SourceFile {
            path: "image".to_owned(),
            bytes: vec![0; size],
        });
        let diagnostics = read(&sources).diagnostics;
        diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(FileCopy::LARGEST), Vec::<&str>::new());
    assert_eq!(codes(FileCopy::LARGEST + 1), ["large-file"]);
}

#[test]
fn a_plan_ends_at_its_folder() {
    let outside = tempfile::tempdir().unwrap();
    let folder = outside.path().join("plan");
    fs::create_dir(&folder).unwrap();
    fs::write(outside.path().join("key"), "secret").unwrap();
    fs::write(folder.join("file"), "text").unwrap();
    symlink("file", folder.join("inside")).unwrap();
    assert_eq!(plan_folder(&folder).unwrap().len(), 2);
    symlink("../key", folder.join("outside")).unwrap();
    let refused = plan_folder(&folder).unwrap_err();
    assert!(
        refused.ends_with("outside leads out of the plan's folder"),
        "{refused}"
    );
}
