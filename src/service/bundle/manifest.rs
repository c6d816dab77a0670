//! The manifest of a bundle.

use std::path::{Component, Path};

use serde::{Deserialize, Serialize};

use super::limits::{LARGEST_BUNDLE, MANIFEST, MOST_FILES};

/// The version of bundles that this program writes and reads.
pub(super) const VERSION: u32 = 1;

/// The manifest of a bundle: the walk, and the digest of every file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format.
    pub bundle: u32,
    /// The id of the plan.
    pub plan: String,
    /// The name of the walk.
    pub walk: String,
    /// The number of events in the journal.
    pub events: u64,
    /// The hash of the journal's last line.
    pub head: String,
    /// The files, in the order of the archive.
    pub files: Vec<BundledFile>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledFile {
    /// The path in the archive, such as `outputs/nginx@shop.1.txt`.
    pub path: String,
    /// The size in bytes.
    pub bytes: u64,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Checks that this program can read the bundle, and that nothing in it leads elsewhere.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.bundle != VERSION {
            let found = self.bundle;
            return Err(format!(
                "its version is {found}; this daymark reads {VERSION}"
            ));
        }
        for name in [&self.plan, &self.walk] {
            if !is_name(name) {
                return Err(format!("`{name}` is no name of a plan or a walk"));
            }
        }
        if self.files.len() > MOST_FILES {
            return Err(format!("it has more than {MOST_FILES} files"));
        }
        let total = self
            .files
            .iter()
            .try_fold(0u64, |sum, file| sum.checked_add(file.bytes));
        if total.is_none_or(|total| total > LARGEST_BUNDLE) {
            return Err(format!("its files are larger than {LARGEST_BUNDLE} bytes"));
        }
        let wrong = self.files.iter().find(|file| !is_bundled(&file.path));
        match wrong {
            Some(file) => Err(format!("`{}` is no path of a bundle", file.path)),
            None => Ok(()),
        }
    }
}

/// Returns whether a name can be that of a folder under the data folder.
fn is_name(name: &str) -> bool {
    let ordinary = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    !name.is_empty() && name.len() <= 255 && !name.starts_with('.') && name.chars().all(ordinary)
}

/// Returns whether a path is one that daymark writes into bundles: relative, and in a known place.
fn is_bundled(path: &str) -> bool {
    let mut parts = Vec::new();
    for part in Path::new(path).components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str().unwrap_or_default()),
            _ => return false,
        }
    }
    // `a//b` and `a/./b` have the same parts as `a/b`.
    let is_plain = parts.join("/") == path && !path.contains(['\0', '\\']);
    let is_known = match parts.as_slice() {
        [file] => *file == "journal.jsonl" || file.starts_with("report."),
        ["outputs" | "recordings", _] | ["plan", _, ..] => true,
        _ => false,
    };
    is_plain && is_known && path != MANIFEST
}
