//! The facts of a plan that its operator trusts, kept by the real path of the plan's folder.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{self, private, sync_folder};
use crate::plan::Facts;
use crate::text::{Printable, sha256};

/// The version of the format.
const FORMAT: u32 = 1;
/// A larger file is not read, in bytes: a plan has at most 64 MiB.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The file that keeps what an operator trusts in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustFile {
    path: PathBuf,
    plan: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct StoredFacts<F> {
    v: u32,
    /// The real path of the plan's folder; bytes that are not UTF-8 are replaced.
    path: String,
    facts: F,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

impl TrustFile {
    /// Returns the file for a plan's folder; nothing is created. Links in the path do not count.
    ///
    /// # Errors
    /// Where the folder is gone.
    pub fn new(data_dir: &Path, plan: &Path) -> io::Result<Self> {
        let plan = fs::canonicalize(plan)?;
        let name = sha256(plan.as_os_str().as_bytes());
        let path = data_dir.join("trust").join(format!("{name}.json"));
        Ok(Self { path, plan })
    }

    /// The file itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The real path of the plan's folder.
    pub fn plan(&self) -> &Path {
        &self.plan
    }

    /// Reads the facts that are trusted in the folder; none where it was never trusted.
    ///
    /// # Errors
    /// Says why the file is not believed. The plan is not trusted then.
    pub fn read(&self) -> Result<Option<Facts>, String> {
        let bytes = match files::read_own(&self.path, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.refused(&error.to_string())),
        };
        let damaged = |error: serde_json::Error| self.refused(&format!("it is damaged: {error}"));
        let Version { v } = serde_json::from_slice(&bytes).map_err(damaged)?;
        if v != FORMAT {
            return Err(self.refused(&format!("its format is {v}, and daymark reads {FORMAT}")));
        }
        let kept: StoredFacts<Facts> = serde_json::from_slice(&bytes).map_err(damaged)?;
        if kept.path != self.plan.to_string_lossy() {
            return Err(self.refused(&format!("it belongs to {}", kept.path)));
        }
        Ok(Some(kept.facts))
    }

    /// Keeps the facts that are trusted in the folder from now on, in one move.
    ///
    /// # Errors
    /// Where the data folder cannot be written.
    pub fn keep(&self, facts: &Facts) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        let kept = StoredFacts {
            v: FORMAT,
            path: self.plan.to_string_lossy().into_owned(),
            facts,
        };
        let new = self
            .path
            .with_extension(format!("{}.new", std::process::id()));
        // A process of the same number may have been killed here.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private().create_new(true).write(true).open(&new)?;
        let written = serde_json::to_vec(&kept)
            .map_err(io::Error::other)
            .and_then(|json| file.write_all(&json))
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&new, &self.path));
        if written.is_err() {
            // Best effort: what is left behind is replaced by the next process of this number.
            let _ = fs::remove_file(&new);
        }
        written?;
        sync_folder(folder)
    }

    fn refused(&self, why: &str) -> String {
        format!(
            "The kept trust is not used: {}: {why}",
            Printable::path(&self.path)
        )
    }
}
