//! Bundles: a walk in one file, with everything that its report rests on.
//!
//! A bundle is a tar archive in zstd frames (RFC 8878). Its last frame is a skippable one with the
//! SHA-256 of all bytes before it. The first file is the manifest, with the digest of every other.

mod frames;
mod manifest;
mod read;
mod restore;
mod signature;
mod trailer;
mod write;

pub use manifest::{BundledFile, Manifest};
pub use read::{BundleFindings, verify_bundle};
pub use restore::restore_bundle;
pub use signature::{sign_bundle, signature_path, verify_signature};
pub use write::{BundleParts, write_bundle};

/// The name of the manifest in the archive.
const MANIFEST: &str = "manifest.json";
/// The limit of the manifest, in bytes.
const LARGEST_MANIFEST: u64 = 64 * 1024 * 1024;
/// The limit of all files of a bundle together, in bytes.
const LARGEST_BUNDLE: u64 = 16 * 1024 * 1024 * 1024;
/// The limit of the number of files in a bundle.
const MOST_FILES: usize = 200_000;
