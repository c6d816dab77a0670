//! Where the operator stands; may be lost without harm.

use std::fs;
use std::io::{self, Write as _};

use super::walk_folder::{WalkFolder, private};

/// What was kept of where the operator stood.
pub fn read_place(folder: &WalkFolder) -> Option<String> {
    fs::read_to_string(folder.place()).ok()
}

/// Keeps where the operator stands, in one move and without waiting for the disk.
pub(super) fn keep_place(folder: &WalkFolder, text: &str) -> io::Result<()> {
    let new = folder.path().join("ui.json.new");
    let mut file = private()
        .create(true)
        .truncate(true)
        .write(true)
        .open(&new)?;
    file.write_all(text.as_bytes())?;
    fs::rename(new, folder.place())
}
