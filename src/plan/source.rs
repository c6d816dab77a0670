//! The files a plan is read from.

use serde::{Deserialize, Serialize};

/// One file of a plan, as bytes; reading it is somebody else's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, relative to the plan's folder, with `/` between parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A place in a plan's file, for people and editors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The file, relative to the plan's folder.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted in characters from 1.
    pub column: usize,
}
