//! Every screen, drawn after keys and compared to a file of `tests/screens/`.
//!
//! `UPDATE=1 cargo test --test screens` rewrites the files. A file holds the screen's text; where
//! looks matter, a letter for each cell's role stands below it.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its own files has failed"
)]

mod screens {
    pub mod drawn;
    pub mod press;
    pub mod scenes;
}
mod acting;

/// The names of the files of a folder under `src/`, without those that serve several screens.
fn names(folder: &str, shared: &[&str]) -> std::collections::BTreeSet<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = std::fs::read_dir(root.join(folder)).unwrap();
    let names = files.map(|file| file.unwrap().path().file_stem().unwrap().to_owned());
    let names = names.map(|name| name.into_string().unwrap());
    names
        .filter(|name| !shared.contains(&name.as_str()))
        .collect()
}

#[test]
fn a_screen_is_three_files_of_one_name() {
    let states = names("app/screens", &["mod", "kind", "list", "screen", "state"]);
    let shared = ["mod", "act", "parts", "screen_actions"];
    assert_eq!(names("app/actions", &shared), states);
    assert_eq!(names("view/screens", &["mod"]), states);
}
