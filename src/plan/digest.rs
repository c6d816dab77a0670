//! Digests of a plan.

use super::SourceFile;
use crate::text::Sha256;

/// Returns SHA-256 over all files, in hexadecimal. Files are sorted by path, and the length of each
/// path and content precedes it.
pub(super) fn digest(sources: &[SourceFile]) -> String {
    let mut sorted: Vec<&SourceFile> = sources.iter().collect();
    sorted.sort_by_key(|source| &source.path);
    let mut frames = FramedHash::default();
    for source in sorted {
        frames.add(source.path.as_bytes());
        frames.add(&source.bytes);
    }
    frames.finish()
}

/// A hash over parts, each with its length before it, so that equal hashes mean equal parts.
#[derive(Default)]
pub(super) struct FramedHash(Sha256);

impl FramedHash {
    pub(super) fn add(&mut self, part: &[u8]) {
        self.0
            .push(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.push(part);
    }

    pub(super) fn finish(self) -> String {
        self.0.finish()
    }
}
