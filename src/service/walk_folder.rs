//! The folder of one walk.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The folder of one walk, private to its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkFolder(PathBuf);

impl WalkFolder {
    /// The folder of a plan's walk under the data folder; nothing is created.
    pub fn new(data_dir: &Path, plan: &str, walk: &str) -> Self {
        Self(data_dir.join("walks").join(plan).join(walk))
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// All events, one a line.
    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.jsonl")
    }

    /// Room for the journal's last events, where the file system cannot allocate it.
    pub fn reserve(&self) -> PathBuf {
        self.0.join("journal.reserve")
    }

    /// Who writes the journal.
    pub fn lock(&self) -> PathBuf {
        self.0.join("journal.lock")
    }

    /// What steps and checks put out.
    pub fn outputs(&self) -> PathBuf {
        self.0.join("outputs")
    }

    /// What panes showed.
    pub fn recordings(&self) -> PathBuf {
        self.0.join("recordings")
    }

    /// Where the operator stands.
    pub fn place(&self) -> PathBuf {
        self.0.join("ui.json")
    }

    /// Creates what is missing, for its user alone.
    ///
    /// # Errors
    /// Where a folder cannot be made.
    pub fn create(&self) -> io::Result<()> {
        for folder in [self.0.clone(), self.outputs(), self.recordings()] {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder)?;
        }
        fs::set_permissions(&self.0, fs::Permissions::from_mode(0o700))
    }
}

/// Options that create a file which its user alone may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Makes sure that names in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
