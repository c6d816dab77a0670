//! What is known of a script without running it.

use std::{collections::HashSet, ops::Range};

use super::cursor::{Cursor, Stop};

/// What is known of a script without running it.
#[derive(Debug, Default)]
pub(crate) struct Script<'s> {
    /// Why no shell would take it.
    pub(crate) trouble: Option<Trouble>,
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
pub(crate) struct Trouble {
    /// The bytes of the script it is about.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) hint: String,
}

/// Whether scripts for a shell have this grammar; zsh's is another.
pub(crate) fn knows(shell: &str) -> bool {
    ["bash", "sh", "dash", "ash"].contains(&shell)
}

/// Reads a script.
pub(crate) fn scan(text: &str) -> Script<'_> {
    let mut cursor = Cursor::new(text);
    let trouble = match cursor.whole() {
        Err(Stop::Trouble(trouble)) => Some(trouble),
        // What nests too deep to follow is left to the shell.
        Ok(()) | Err(Stop::TooDeep) => None,
    };
    Script {
        trouble,
        ..cursor.found
    }
}
