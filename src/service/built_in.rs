//! The plan that is built into the program.

use include_dir::{Dir, include_dir};

use crate::plan::{Plan, SourceFile};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runbooks/senex-trader");

/// The plan as the build script wrote it.
static READ: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/built-in.plan"));

/// Returns the built-in plan. The build script has read and checked it.
///
/// # Panics
/// Never: the model that wrote the plan also reads it.
#[expect(
    clippy::expect_used,
    reason = "the build script wrote it with the same model"
)]
pub fn built_in() -> Plan {
    postcard::from_bytes(READ).expect("the built-in plan is the build script's")
}

/// Returns the files of the built-in plan.
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
