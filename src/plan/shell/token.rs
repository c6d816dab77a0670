//! The parts of a script that a reader sees apart: keywords, comments, quotes and variables.

use std::ops::Range;

/// A part of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptToken {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes in the script.
    pub span: Range<usize>,
}

/// The kinds of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Commands, arguments, operators and blanks.
    Code,
    /// A word of the grammar, a builtin that ends or changes the shell, and both ends of a
    /// here-document.
    Keyword,
    /// `#` to the end of the line.
    Comment,
    /// Quoted text with its quotes, and the text of a here-document.
    String,
    /// `$NAME`, `${…}` and the special parameters such as `$?`.
    Variable,
}
