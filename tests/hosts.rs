//! The state machine of a host: commands, events and the time go in, effects come out.
//!
//! Each file in `tests/hosts/` is a transcript: a line that begins with `>` goes in, the lines
//! below it are the effects. `UPDATE=1 cargo test --test hosts` writes the effects again.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its transcripts has failed"
)]

#[path = "hosts/transcript.rs"]
mod transcript;

use std::fs;
use std::path::Path;

#[test]
fn every_transcript_has_its_effects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hosts");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    for file in files {
        let expect = fs::read_to_string(&file).unwrap();
        let played = transcript::play(&expect);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &played).unwrap();
            continue;
        }
        assert_eq!(played, expect, "{}", file.display());
    }
}
