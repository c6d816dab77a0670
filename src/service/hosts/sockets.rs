//! The folder of control sockets.

use std::fs::{self, DirBuilder, File, Metadata};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::super::random::hexadecimal;
use super::mux;

/// The prefix of the folders of control sockets.
const NAME: &str = "daymark-";
/// The lock file of such a folder, locked while its program lives (flock(2)).
const OWNER: &str = "owner";

/// A private folder with a short path: a control path has at most 86 characters. ssh adds a suffix
/// of 17 while it opens, and `sockaddr_un` has 107.
#[derive(Debug)]
pub(in crate::service) struct Sockets {
    folder: PathBuf,
    given: AtomicUsize,
    _owner: File,
}

impl Sockets {
    /// Creates the folder under the user's runtime folder, or else in `/tmp`, and removes those of
    /// killed programs.
    pub(in crate::service) fn create() -> io::Result<Self> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let root = runtime
            .filter(|path| path.as_os_str().len() < 60 && is_mine(fs::metadata(path)))
            .unwrap_or_else(|| PathBuf::from("/tmp"));
        let folder = root.join(format!("{NAME}{}", hexadecimal::<4>()?));
        DirBuilder::new().mode(0o700).create(&folder)?;
        let owner = own(&folder)?;
        // A hanging master may take a moment to end. The start does not wait for it.
        thread::spawn(move || clear(&root));
        Ok(Self {
            folder,
            given: AtomicUsize::new(0),
            _owner: owner,
        })
    }

    /// Returns a path that no socket has yet.
    pub(super) fn next(&self) -> PathBuf {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        self.folder.join(number.to_string())
    }

    /// Removes the folder, best effort. It is empty or has only sockets without a listener.
    pub(super) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Claims a folder. The lock file gets its name once it is locked, so that another program does not
/// take the folder for a dead one's.
fn own(folder: &Path) -> io::Result<File> {
    let new = folder.join("new");
    let owner = File::create_new(&new)?;
    owner.lock()?;
    fs::rename(new, folder.join(OWNER))?;
    Ok(owner)
}

/// Removes the folders of killed programs, best effort.
fn clear(root: &Path) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    for entry in entries {
        let is_ours = entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(NAME.as_bytes());
        // Links to such folders are not followed.
        if is_ours && is_mine(entry.metadata()) {
            clear_folder(&entry.path());
        }
    }
}

/// Removes a folder and ends its masters, if its program is dead.
fn clear_folder(folder: &Path) {
    let owner = File::open(folder.join(OWNER));
    // Locked until the folder is gone, so that two programs do not remove it at once.
    let Some(_owner) = owner.ok().filter(|owner| owner.try_lock().is_ok()) else {
        return;
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // Most masters ended with their terminal.
        let _ = mux::end(&entry.path());
    }
    let _ = fs::remove_dir_all(folder);
}

/// Returns whether the folder belongs to this user.
fn is_mine(found: io::Result<Metadata>) -> bool {
    let mine = rustix::process::getuid().as_raw();
    found.is_ok_and(|found| found.is_dir() && found.uid() == mine)
}
