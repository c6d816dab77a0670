//! What is known of a script without running it.

use std::{collections::HashSet, ops::Range};

/// What is known of a script without running it.
#[derive(Debug, Default)]
pub(crate) struct ScannedScript<'s> {
    /// Why no shell would take it.
    pub(crate) error: Option<SyntaxError>,
    /// Variables it expects, where it expects them.
    pub(crate) uses: Vec<(&'s str, Range<usize>)>,
    /// Variables it sets, or knows what to do without.
    pub(crate) sets: HashSet<&'s str>,
    /// Whether it runs text that is not there to read, so that it may set any variable.
    pub(crate) is_opaque: bool,
    /// Where it would end the very shell it runs in, or make its next failure do so.
    pub(crate) ends: Vec<Range<usize>>,
}

/// What no shell would take.
#[derive(Debug, PartialEq)]
pub(crate) struct SyntaxError {
    /// The bytes of the script it is about.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) hint: String,
}
