//! Bundles: a walk in one file, with everything that its report rests on.
//!
//! A bundle is a tar archive in zstd frames (RFC 8878). Its last frame is a skippable one with the
//! SHA-256 of all bytes before it. The first file is the manifest, with the digest of every other.

mod frames;
mod limits;
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
