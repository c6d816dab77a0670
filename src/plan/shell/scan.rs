//! Reading a whole script.

use super::{
    cursor::{Cursor, ParseError},
    script::ScannedScript,
};

/// Whether scripts for a shell have this grammar; zsh's is another.
pub(crate) fn knows(shell: &str) -> bool {
    ["bash", "sh", "dash", "ash"].contains(&shell)
}

/// Reads a script.
pub(crate) fn scan(text: &str) -> ScannedScript<'_> {
    let mut cursor = Cursor::new(text);
    let trouble = match cursor.whole() {
        Err(ParseError::Syntax(trouble)) => Some(trouble),
        // What nests too deep to follow is left to the shell.
        Ok(()) | Err(ParseError::TooDeep) => None,
    };
    ScannedScript {
        error: trouble,
        ..cursor.found
    }
}
