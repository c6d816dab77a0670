//! Where control sockets are.

use std::fs::{self, DirBuilder, File, Metadata};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::super::random::hexadecimal;
use super::mux;

/// How the folders are called that hold control sockets.
const NAME: &str = "daymark-";
/// The file in such a folder that its program holds locked for as long as it lives (flock(2)).
const OWNER: &str = "owner";

/// A private folder with a short path: a control path holds 86 characters (ssh adds a suffix of
/// 17 while it opens, and `sockaddr_un` holds 107).
#[derive(Debug)]
pub(in crate::service) struct Sockets {
    folder: PathBuf,
    given: AtomicUsize,
    _owner: File,
}

impl Sockets {
    /// Makes the folder under the user's runtime folder, else under the temporary one, and takes
    /// those away that a killed program has left there.
    pub(in crate::service) fn create() -> io::Result<Self> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let root = runtime
            .filter(|path| path.as_os_str().len() < 60 && is_mine(fs::metadata(path)))
            .unwrap_or_else(|| PathBuf::from("/tmp"));
        let folder = root.join(format!("{NAME}{}", hexadecimal::<4>()?));
        DirBuilder::new().mode(0o700).create(&folder)?;
        let owner = own(&folder)?;
        // A master that hangs may take a moment to be ended; the start does not wait for that.
        thread::spawn(move || clear(&root));
        Ok(Self {
            folder,
            given: AtomicUsize::new(0),
            _owner: owner,
        })
    }

    /// A path that no socket has yet.
    pub(super) fn next(&self) -> PathBuf {
        let number = self.given.fetch_add(1, Ordering::Relaxed);
        self.folder.join(number.to_string())
    }

    /// Removes the folder; best effort: it is empty, or holds sockets nobody listens at any more.
    pub(super) fn remove(&self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Marks a folder as ours: the file gets its name once it is locked, so that nobody takes it for
/// one that a dead program has left.
fn own(folder: &Path) -> io::Result<File> {
    let new = folder.join("new");
    let owner = File::create_new(&new)?;
    owner.lock()?;
    fs::rename(new, folder.join(OWNER))?;
    Ok(owner)
}

/// Takes away what programs that were killed have left; best effort.
fn clear(root: &Path) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    for entry in entries {
        let is_ours = entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(NAME.as_bytes());
        // No link to one is followed.
        if is_ours && is_mine(entry.metadata()) {
            clear_folder(&entry.path());
        }
    }
}

/// Takes a folder away, and ends the masters in it, where its program is dead.
fn clear_folder(folder: &Path) {
    let owner = File::open(folder.join(OWNER));
    // Held until the folder is gone, so that two programs do not clear it at once.
    let Some(_owner) = owner.ok().filter(|owner| owner.try_lock().is_ok()) else {
        return;
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        // Most have ended with the terminal that they were started in.
        let _ = mux::end(&entry.path());
    }
    let _ = fs::remove_dir_all(folder);
}

/// Whether it is a folder of this user's.
fn is_mine(found: io::Result<Metadata>) -> bool {
    let mine = rustix::process::getuid().as_raw();
    found.is_ok_and(|found| found.is_dir() && found.uid() == mine)
}
