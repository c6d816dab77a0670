//! The names and limits of bundles.

/// The name of the manifest in the archive.
pub(super) const MANIFEST: &str = "manifest.json";
/// The limit of the manifest, in bytes.
pub(super) const LARGEST_MANIFEST: u64 = 64 * 1024 * 1024;
/// The limit of all files of a bundle together, in bytes.
pub(super) const LARGEST_BUNDLE: u64 = 16 * 1024 * 1024 * 1024;
/// The limit of the number of files in a bundle.
pub(super) const MOST_FILES: usize = 200_000;
