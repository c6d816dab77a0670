//! The files in a plan's folder.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::plain_file::must_be_plain;
use crate::plan::SourceFile;
use crate::text::Printable;

/// The limit of a plan, in bytes. A larger folder is the wrong one.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads the files of a plan's folder and its subfolders. Hidden ones are left out.
///
/// # Errors
/// Names the file or folder that could not be read, and why.
pub fn plan_folder(path: &Path) -> Result<Vec<SourceFile>, String> {
    if !path.is_dir() {
        let what = if path.exists() {
            "is not a folder"
        } else {
            "does not exist"
        };
        return Err(format!("{} {what}", Printable::path(path)));
    }
    let mut sources = Vec::new();
    let mut room = LARGEST;
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let in_path = |error: io::Error| format!("{}: {error}", Printable::path(&folder));
        for item in fs::read_dir(&folder).map_err(in_path)? {
            let item = item.map_err(in_path)?;
            if item.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let file = item.path();
            let in_path = |error: io::Error| format!("{}: {error}", Printable::path(&file));
            let kind = item.file_type().map_err(in_path)?;
            if kind.is_dir() {
                folders.push(file);
                continue;
            }
            if kind.is_symlink() && !leads_into(path, &file).map_err(in_path)? {
                // Otherwise a plan could copy a file of the operator's to a host.
                let file = Printable::path(&file);
                return Err(format!("{file} leads out of the plan's folder"));
            }
            let found = fs::metadata(&file).map_err(in_path)?;
            must_be_plain(found.file_type()).map_err(in_path)?;
            let too_much = || format!("{} holds more than a plan can", Printable::path(path));
            if found.len() > room {
                return Err(too_much());
            }
            let source = source(path, &file, room).map_err(in_path)?;
            room = room
                .checked_sub(source.bytes.len() as u64)
                .ok_or_else(too_much)?;
            sources.push(source);
        }
    }
    Ok(sources)
}

/// Returns whether the target of a link is inside a folder.
fn leads_into(root: &Path, link: &Path) -> io::Result<bool> {
    Ok(fs::canonicalize(link)?.starts_with(fs::canonicalize(root)?))
}

fn source(root: &Path, file: &Path, room: u64) -> io::Result<SourceFile> {
    let relative = file.strip_prefix(root).unwrap_or(file);
    let mut bytes = Vec::new();
    // One byte more than the limit shows that the file grew meanwhile.
    File::open(file)?.take(room + 1).read_to_end(&mut bytes)?;
    Ok(SourceFile {
        path: relative.to_string_lossy().into_owned(),
        bytes,
    })
}
