//! Reading a whole script.

use super::{
    cursor::{Cursor, ParseError},
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
        Err(ParseError::Trouble(trouble)) => Some(trouble),
        // What nests too deep to follow is left to the shell.
        Ok(()) | Err(ParseError::TooDeep) => None,
    };
    Script {
        trouble,
        ..cursor.found
    }
}
