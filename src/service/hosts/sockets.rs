//! Where control sockets are.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::random::hexadecimal;

/// A private folder with a short path: a control path holds 86 characters (ssh adds a suffix of
/// 17 while it opens, and `sockaddr_un` holds 107).
#[derive(Debug)]
pub(in crate::service) struct Sockets {
    folder: PathBuf,
    given: AtomicUsize,
}

impl Sockets {
    /// Makes the folder under the user's runtime folder, else under the temporary one.
    pub(in crate::service) fn create() -> io::Result<Self> {
        let name = format!("daymark-{}", hexadecimal::<4>()?);
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let root = runtime
            .filter(|path| path.as_os_str().len() < 60 && is_mine(path))
            .unwrap_or_else(|| PathBuf::from("/tmp"));
        let folder = root.join(name);
        DirBuilder::new().mode(0o700).create(&folder)?;
        Ok(Self {
            folder,
            given: AtomicUsize::new(0),
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

fn is_mine(path: &Path) -> bool {
    let mine = rustix::process::getuid().as_raw();
    fs::metadata(path).is_ok_and(|found| found.is_dir() && found.uid() == mine)
}
