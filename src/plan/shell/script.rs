//! The result of scanning a script.

use std::{collections::HashSet, ops::Range};

/// The result of scanning a script without running it.
#[derive(Debug, Default)]
pub(crate) struct ScannedScript<'s> {
    /// The syntax error, if no shell accepts the script.
    pub(crate) error: Option<SyntaxError>,
    /// Variables that the script reads, with their spans.
    pub(crate) uses: Vec<(&'s str, Range<usize>)>,
    /// Variables that the script sets, or reads with a default.
    pub(crate) sets: HashSet<&'s str>,
    /// Whether it runs text from elsewhere (`eval`, `source`), which may set any variable.
    pub(crate) is_opaque: bool,
    /// Commands that end the shell of the script, now or at its next failure, or that leave a trap
    /// in it.
    pub(crate) ends: Vec<Range<usize>>,
}

/// An error that every shell reports.
#[derive(Debug, PartialEq)]
pub(crate) struct SyntaxError {
    /// The byte range in the script.
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    /// What to write instead. Empty if there is no hint.
    pub(crate) hint: String,
}
