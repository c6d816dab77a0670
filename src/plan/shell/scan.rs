//! Reading a whole script.

use super::{
    cursor::{Cursor, Stop},
    script::Script,
};

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
