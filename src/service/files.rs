//! Access to plain files only: a fifo could block without end, and a device never ends.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

use super::plain_file::{must_be_plain, not_a};
use crate::text::Printable;

/// The largest file of a walk that daymark reads at once, in bytes: half a million events.
pub(super) const LARGEST: u64 = 256 * 1024 * 1024;
/// The limit of small files, in bytes.
pub(super) const SMALL: u64 = 1024 * 1024;

/// Returns options that create a file which only its user may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Syncs the names in a folder, so that they survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Opens a plain file, or a link to one.
///
/// # Errors
/// Names the kind of file that is there instead. Fails if the file cannot be opened.
pub(super) fn open(path: &Path, options: &OpenOptions) -> io::Result<File> {
    // Opening alone can start a device.
    if let Ok(found) = fs::metadata(path) {
        must_be_plain(found.file_type())?;
    }
    open_with(path, options, OFlags::NONBLOCK)
}

fn open_with(path: &Path, options: &OpenOptions, flags: OFlags) -> io::Result<File> {
    let mut options = options.clone();
    let file = options
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    must_be_plain(file.metadata()?.file_type())?;
    Ok(file)
}

/// Reads a plain file, not a link to one, that only this user can have written.
///
/// # Errors
/// Fails if another user can write the file, or it is larger than `most` bytes.
pub(super) fn read_own(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let file = open_with(path, OpenOptions::new().read(true), flags)?;
    let found = file.metadata()?;
    if found.uid() != rustix::process::geteuid().as_raw() || found.mode() & 0o022 != 0 {
        return Err(io::Error::other("another user can write it"));
    }
    read_at_most(file, most)
}

/// Opens a plain file to read it.
///
/// # Errors
/// Fails as [`open`] does.
pub(super) fn open_to_read(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().read(true))
}

/// Checks that an open file of a walk still is at its path.
///
/// # Errors
/// Reports that the file was removed or replaced, and what to do. Fails if its metadata cannot be
/// read.
pub(super) fn must_be_at(file: &File, path: &Path) -> io::Result<()> {
    let identity = |found: fs::Metadata| (found.dev(), found.ino());
    let found = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        found => Some(identity(found?)),
    };
    if found == Some(identity(file.metadata()?)) {
        return Ok(());
    }
    Err(meddled(path, "removed or replaced"))
}

/// Returns an error for a daymark file that another program has changed.
pub(super) fn meddled(path: &Path, how: &str) -> io::Error {
    io::Error::other(format!(
        "{} was {how} while daymark was open: quit, and open the walk again",
        Printable::path(path)
    ))
}

/// Checks that a path is a folder, or does not exist.
///
/// # Errors
/// Names the kind of file that is there instead. Fails if its metadata cannot be read.
pub(super) fn must_be_folder(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(found) => Err(not_a(found.file_type(), "folder")),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Err(_) => match fs::symlink_metadata(path) {
            Ok(dangling) => Err(not_a(dangling.file_type(), "folder")),
            Err(_) => Ok(()),
        },
    }
}

/// Creates a file for writing and replaces an existing one. The target of a link stays unchanged.
///
/// # Errors
/// Fails if the path is a folder or the file cannot be created.
pub(super) fn replace(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => private().create_new(true).write(true).open(path),
    }
}

/// Writes a file in one move. It replaces only a file that `is_own` recognises by its content.
///
/// # Errors
/// Fails if another file is there, or the file cannot be written.
pub fn replace_own(path: &Path, bytes: &[u8], is_own: impl Fn(&[u8]) -> bool) -> io::Result<()> {
    match read(path, LARGEST) {
        Ok(found) if !is_own(&found) => {
            let why = "daymark did not write the file that is there: name another file";
            return Err(io::Error::other(why));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let mut file = replace(Path::new(&new))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(new, path)
}

/// Reads a plain file of at most `most` bytes.
///
/// # Errors
/// Fails as [`open`] does, or if the file is larger.
pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    read_at_most(open_to_read(path)?, most)
}

/// Reads a plain file from an offset to its end, at most `most` bytes.
///
/// # Errors
/// Fails as [`open`] does, or if the file is shorter than the offset or too long.
pub(super) fn read_behind(path: &Path, offset: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut file = open_to_read(path)?;
    if offset == 0 {
        return read_at_most(file, most);
    }
    let length = file.metadata()?.len();
    if length < offset {
        let why = format!("it was cut to {length} bytes; it had {offset}");
        return Err(io::Error::other(why));
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file that the command line names. It may be a pipe, as in `<(pass show it)`.
///
/// # Errors
/// Fails as `open` does, or if the file is not small.
pub fn read_given(path: &Path) -> io::Result<Vec<u8>> {
    let is_pipe = fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo());
    if !is_pipe {
        return read(path, SMALL);
    }
    // Without a writer, a pipe ends at once.
    let mut options = OpenOptions::new();
    let pipe = options
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)?;
    fcntl_setfl(&pipe, fcntl_getfl(&pipe)? - OFlags::NONBLOCK)?;
    read_at_most(pipe, SMALL)
}

fn read_at_most(file: File, most: u64) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::other(format!("it is larger than {most} bytes"));
    if file.metadata()?.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(bytes)
}
