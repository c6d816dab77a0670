//! Where the operator stands; may be lost without harm.

use std::fs;
use std::io::{self, Write as _};

use super::files::{self, SMALL};
use super::walk_folder::{WalkFolder, private};

/// What was kept of where the operator stood.
pub fn read_place(folder: &WalkFolder) -> Option<String> {
    String::from_utf8(files::read(&folder.place(), SMALL).ok()?).ok()
}

/// Keeps where the operator stands, in one move and without waiting for the disk.
pub(super) fn keep_place(folder: &WalkFolder, text: &str) -> io::Result<()> {
    let new = folder.path().join("ui.json.new");
    let mut options = private();
    options.create(true).truncate(true).write(true);
    let mut file = files::open(&new, &options)?;
    file.write_all(text.as_bytes())?;
    fs::rename(new, folder.place())
}
