//! Where walks are kept.

use std::path::PathBuf;

/// The platform's folder for daymark's data; none where the platform knows no home.
pub fn data_dir() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "daymark").map(|dirs| dirs.data_dir().to_owned())
}
