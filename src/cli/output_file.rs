//! Writes the file that `-o FILE` names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::exit::Exit;
use crate::output::complain;
use crate::text::Printable;

/// Writes a file. An existing file stays, unless `force` is set. A device or a pipe, such as
/// `/dev/stdout`, has no content to lose and is written to.
///
/// # Errors
/// After reporting that the file exists or cannot be written. A file that cannot be written
/// completely is removed, and an existing one stays as it was.
pub(super) fn write_output(path: &Path, bytes: &[u8], force: bool) -> Result<(), Exit> {
    let found = fs::metadata(path);
    let written = match found {
        Ok(found) if !found.is_file() => {
            let file = OpenOptions::new().write(true).open(path);
            file.and_then(|mut file| file.write_all(bytes))
        }
        Ok(_) if force => replace(path, bytes),
        _ => create(path, bytes),
    };
    written.map_err(|error| {
        let file = Printable::path(path);
        if error.kind() == ErrorKind::AlreadyExists {
            complain!("Error: {file} exists, and is left as it is.");
            complain!("Hint: Name another file, or overwrite it with --force");
        } else {
            complain!("Error: {file}: {error}");
        }
        Exit::Failed
    })
}

/// Creates a file. Fails if its name is taken, also by a broken link.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    let written = file.write_all(bytes);
    if written.is_err() {
        // Best effort: the error that follows names the file.
        let _ = fs::remove_file(path);
    }
    written
}

/// Replaces a file in one move, and follows links to it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new: PathBuf = path.with_file_name(name);
    create(&new, bytes)?;
    let permissions = fs::metadata(&path)?.permissions();
    let moved = fs::set_permissions(&new, permissions).and_then(|()| fs::rename(&new, &path));
    if moved.is_err() {
        // Best effort: the error that follows names the file.
        let _ = fs::remove_file(&new);
    }
    moved
}
