//! The facts that an operator trusts in a plan, stored by the real path of the plan's folder.

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
/// The limit of the file, in bytes. A plan has at most 64 MiB.
const LARGEST: u64 = 256 * 1024 * 1024;

/// The file that stores what an operator trusts in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustFile {
    path: PathBuf,
    plan: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct StoredFacts<F> {
    v: u32,
    /// The real path of the plan's folder. Bytes that are not UTF-8 are replaced.
    path: String,
    facts: F,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

impl TrustFile {
    /// Returns the file for a plan's folder, and creates nothing. Links in the path are resolved.
    ///
    /// # Errors
    /// Fails if the folder does not exist.
    pub fn new(data_dir: &Path, plan: &Path) -> io::Result<Self> {
        let plan = fs::canonicalize(plan)?;
        let name = sha256(plan.as_os_str().as_bytes());
        let path = data_dir.join("trust").join(format!("{name}.json"));
        Ok(Self { path, plan })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the real path of the plan's folder.
    pub fn plan(&self) -> &Path {
        &self.plan
    }

    /// Reads the trusted facts; none if the folder was never trusted.
    ///
    /// # Errors
    /// Explains why the file is invalid. The plan is not trusted then.
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

    /// Replaces the trusted facts of the folder, in one move.
    ///
    /// # Errors
    /// Fails if the data folder cannot be written.
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
        // A killed process with the same id may have left it.
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
            // Best effort: the next process with this id replaces what is left.
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
