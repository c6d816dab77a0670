//! The plan that is part of the program.

use include_dir::{Dir, include_dir};

use crate::plan::{Plan, SourceFile};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runbooks/senex-trader");

/// The plan as the build script read it.
static READ: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built-in.plan"));

/// The plan that is part of the program; it was read, and found sound, when the program was built.
///
/// # Panics
/// Never: what the build script wrote is read by the model that wrote it.
#[expect(
    clippy::expect_used,
    reason = "the same model has written it a moment before this was built"
)]
pub fn built_in() -> Plan {
    postcard::from_bytes(READ).expect("the built-in plan is the build script's")
}

/// The files that it was read from.
pub fn built_in_files() -> Vec<SourceFile> {
    let mut sources = Vec::new();
    let mut folders = vec![&FILES];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        sources.extend(folder.files().map(|file| SourceFile {
            path: file.path().to_string_lossy().into_owned(),
            bytes: file.contents().to_vec(),
        }));
    }
    sources
}
