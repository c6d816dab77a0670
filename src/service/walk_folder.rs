//! The folder of a walk, and the data folder that it is in.

use std::fs::{self, DirBuilder};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::files::{self, SMALL, private};

/// The folder of one walk, private to its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkFolder(PathBuf);

impl WalkFolder {
    /// Returns the folder of a plan's walk under the data folder. It creates nothing.
    pub fn new(data_dir: &Path, plan: &str, walk: &str) -> Self {
        Self(data_dir.join("walks").join(plan).join(walk))
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the path of the journal, with one event per line.
    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.jsonl")
    }

    /// Returns the path of the reserve: space for the journal's last events, on file systems that
    /// cannot allocate it.
    pub fn reserve(&self) -> PathBuf {
        self.0.join("journal.reserve")
    }

    /// Returns the path of the lock, which names the writer of the journal.
    pub fn lock(&self) -> PathBuf {
        self.0.join("journal.lock")
    }

    /// Returns the folder of the outputs of steps and checks.
    pub fn outputs(&self) -> PathBuf {
        self.0.join("outputs")
    }

    /// Returns the folder of the recordings of panes.
    pub fn recordings(&self) -> PathBuf {
        self.0.join("recordings")
    }

    /// Returns the path of the saved cursor and open screen.
    pub fn ui_state(&self) -> PathBuf {
        self.0.join("ui.json")
    }

    /// Creates the missing folders, private to the user.
    ///
    /// # Errors
    /// Fails if a folder cannot be created.
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

/// Returns the platform's folder for daymark's data; `None` if the user has no home.
pub fn data_dir() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "daymark").map(|dirs| dirs.data_dir().to_owned())
}

/// Reads the saved cursor and open screen. A lost file does no harm.
pub fn read_ui_state(folder: &WalkFolder) -> Option<String> {
    String::from_utf8(files::read(&folder.ui_state(), SMALL).ok()?).ok()
}

/// Saves the cursor and open screen in one move, without waiting for the disk.
pub(super) fn save_ui_state(folder: &WalkFolder, text: &str) -> io::Result<()> {
    let new = folder.path().join("ui.json.new");
    let mut options = private();
    options.create(true).truncate(true).write(true);
    let mut file = files::open(&new, &options)?;
    file.write_all(text.as_bytes())?;
    fs::rename(new, folder.ui_state())
}
